"""What of the site's own texts editors look after."""

from django.utils.translation import gettext_lazy as _

from cmkc.core.dashboard import register_pages
from cmkc.home.models import TextPage

register_pages("home.text", _("Text page"), TextPage)
