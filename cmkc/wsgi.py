"""The door for a WSGI server: `granian --interface wsgi cmkc.wsgi:application`."""

import os
import sys

from cmkc.settings.environment import SettingsError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmkc.settings.production")

from django.core.wsgi import get_wsgi_application

try:
    application = get_wsgi_application()
except SettingsError as error:
    sys.exit(str(error))
