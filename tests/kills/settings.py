"""Settings of the service that is killed: the tests' own, on the database of the test, mail into a folder."""

import os

from tests.core import worker_settings

globals().update({name: value for name, value in vars(worker_settings).items() if name.isupper()})
INSTALLED_APPS = [*worker_settings.INSTALLED_APPS, "tests.kills.workshops.WorkshopsConfig"]  # type: ignore[attr-defined]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ["CMKC_KILLS_MAIL"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
