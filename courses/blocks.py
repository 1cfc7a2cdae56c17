"""The outline of a course: modules of lessons, in the order in which they are taught."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmkc.core.blocks import ANCHOR


class LessonBlock(blocks.StructBlock):
    """One lesson of the outline."""

    page = blocks.PageChooserBlock(page_type="courses.LessonPage", label=_("lesson"))
    required = blocks.BooleanBlock(default=True, required=False, label=_("required"))

    class Meta:
        icon = "doc-full"
        label = _("Lesson")


class ModuleBlock(blocks.StructBlock):
    """A module; its key stays when its title changes."""

    title = blocks.CharBlock(label=_("title"), max_length=160)
    key = blocks.RegexBlock(regex=ANCHOR, label=_("key"), max_length=60)
    items = blocks.StreamBlock([("lesson", LessonBlock())], label=_("items"))

    class Meta:
        icon = "list-ul"
        label = _("Module")


class OutlineBlock(blocks.StreamBlock):
    """The whole outline. The page tree is not the outline: moving a page changes no course."""

    module = ModuleBlock()
