"""What every page type of the CMS shares."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cmkc.core import audiences


class BasePage(Page):
    """A page of this site: a short summary for lists and search; found through our own search, not Wagtail's."""

    summary = models.TextField(_("summary"), max_length=600, blank=True, help_text=_("Two sentences for lists and search."))

    content_panels: ClassVar[list] = [*Page.content_panels, FieldPanel("summary")]
    search_fields: ClassVar[list] = []

    class Meta:
        abstract = True

    def audience_names(self) -> tuple[str, ...]:
        """List who may read this page, by Wagtail's view restrictions; 2 queries."""
        if not self.live:
            return ()
        names: set[str] = set()
        for restriction in self.get_view_restrictions().prefetch_related("groups"):
            if restriction.restriction_type == restriction.GROUPS:
                names |= {audiences.group(group.pk) for group in restriction.groups.all()}
            elif restriction.restriction_type == restriction.LOGIN:
                names.add(audiences.MEMBERS)
            else:
                return ()  # a page behind a password is in no list and in no search
        return tuple(sorted(names)) or (audiences.PUBLIC,)
