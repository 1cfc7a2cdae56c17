"""Production: nothing is guessed. A setting that is missing stops the start with one line."""

from cmkc.settings.base import *
from cmkc.settings.base import SECURE_SITE
from cmkc.settings.environment import SettingsError

DEMO = False
DEBUG = False
if not SECURE_SITE:
    raise SettingsError("Setting SITE_URL is wrong: production needs an https address (docs/settings.md)")
