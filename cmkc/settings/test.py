"""Settings of the tests: fast hashing, mail in memory, static files without a manifest, the dummy task backend."""

import atexit
import os
import shutil
import tempfile

if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="cmkc-test-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
os.environ.setdefault("SECRET_KEY", "test-secret-key-that-signs-nothing-of-value-0123456789")
os.environ.setdefault("AUDIT_KEY", "test-audit-key-that-signs-nothing-of-value-0123456789")

from cmkc.settings.base import *
from cmkc.settings.base import DATABASES, SQLITE, STORAGES

DEMO = False
DEBUG = False
_name = os.environ.get("CMKC_TEST_DB")
if _name or SQLITE:
    # A file, so that --reuse-db helps and threads and processes see one database.
    DATABASES["default"]["TEST"] = {"NAME": _name or str(VAR_DIR / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "heavy"]}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
ELASTICSEARCH_URL = ""  # the tests of Elasticsearch say themselves when it is asked
ELASTICSEARCH_INDEX_PREFIX = f"cmkc-test-{os.getpid()}"
ACCOUNT_RATE_LIMITS = False
LIMITS_FACTOR = 0  # the tests of limits say themselves how many
EVEN_SECONDS = 0
