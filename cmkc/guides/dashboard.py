"""What of the guides editors look after."""

from django.utils.translation import gettext_lazy as _

from cmkc.core.dashboard import register_pages
from cmkc.guides.models import GuideChapterPage, GuidePage

register_pages("guides.guide", _("Guide"), GuidePage)
register_pages("guides.chapter", _("Chapter"), GuideChapterPage, stewarded=False)
