"""Wagtail's rich-text editor as the site's policy allows it: two style elements that are always the same."""

from typing import Any

from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

FEATURES = ["bold", "italic", "link"]
"""Headings and lists are blocks and Markdown here; a heading in the editor would change its first style element."""


class RichTextEditor(DraftailRichTextArea):
    """The editor without its placeholder, whose style carries a random key that no hash in a policy can name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "features": kwargs.get("features") or FEATURES})
        self.options["placeholder"] = ""
