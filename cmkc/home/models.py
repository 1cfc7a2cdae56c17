"""Facts about the site itself: its root in the CMS, and the pages about it."""

from typing import ClassVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cmkc.core.blocks import ProseBlock
from cmkc.core.pages import BasePage
from cmkc.core.prose import Numbering, readable, sections_of


class HomePage(BasePage):
    """The root of the site in the CMS; its summary stands at the head of the home page."""

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count = 1
    template = "home/home_draft.html"

    def get_absolute_url(self) -> str:
        """Give the home page."""
        return reverse("home")


class TextPage(BasePage):
    """A page about the site: who runs it, privacy, terms, accessibility, contact."""

    body = StreamField(ProseBlock(), verbose_name=_("body"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/text.html"
    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("body")]

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the rendered body."""
        return super().get_context(request, *args, **kwargs) | self.content()

    def content(self) -> dict:
        """Render the page; queries grow with the kinds of references in its text, of which there are hardly any."""
        blocks = ((block.block_type, block.value) for block in self.body)
        return readable({"sections": [section.as_content() for section in sections_of(blocks, Numbering())]})

    def get_absolute_url(self) -> str:
        """Give the page's fixed address."""
        return reverse(self.slug)
