"""What tests of pages may use: the demo, and a browser that looks at it."""

from tests.browser import browser, open_page, site  # noqa: F401  (fixtures)
