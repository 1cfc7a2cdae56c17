"""Settings of `make bench`: the demo's, and an address that shows what Django itself costs."""

from cmkc.settings.dev import *

ROOT_URLCONF = "bench.urls"
WSGI_APPLICATION = "bench.wsgi.application"
LOGGING["root"]["level"] = "ERROR"
