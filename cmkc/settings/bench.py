"""Settings of `make bench`: the demo's, and an address that shows what Django itself costs."""

from cmkc.settings.dev import *

ROOT_URLCONF = "bench.urls"
WSGI_APPLICATION = "bench.wsgi.application"
LIMITS_FACTOR = 1_000_000  # all requests come from one address; each is counted as ever, none is refused
LOGGING["root"]["level"] = "ERROR"
