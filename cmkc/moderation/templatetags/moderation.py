"""The link by which a page lets members ask a moderator to look."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def flag_link(kind: str, key: object) -> SafeString:
    """Write the link to the form; on a public page it leads a visitor to sign in first. No query."""
    url = reverse("moderation:flag", args=[kind, str(key)])
    return format_html('<a class="flag-link" rel="nofollow" href="{}">{}</a>', url, _("Report to the moderators"))
