"""The two style elements that Wagtail's rich-text editor adds, by their hashes (a test computes them again)."""

STYLE_HASHES: tuple[str, ...] = ()
