"""What tests of pages may use: the demo on SQLite, a browser, and the programs that judge pages."""

from tests.browser import (  # noqa: F401  (fixtures)
    axe_script,
    browser,
    chromium_path,
    nu_checker,
    open_page,
    postgresql_url,
    site,
)
