"""The two style elements that Wagtail's rich-text editor adds, by their hashes (a test computes them again)."""

STYLE_HASHES: tuple[str, ...] = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",  # Draftail's placeholders: none, so it is empty
    "'sha256-Mhr2Q/2u+/s2WzwlFRrqCw7x0IU+emukGS8Q9RtPZ44='",  # Draft.js's numbering of lists in lists
)
