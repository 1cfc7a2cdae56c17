"""What core adds to the CMS: the script that starts what inline scripts would start."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def admin_script() -> SafeString:
    """Load static/js/admin.js on every page of the CMS."""
    return format_html('<script src="{}" type="module"></script>', static("js/admin.js"))
