"""Settings of a search worker that a test starts as a process: the test's own, with its server and index names."""

import os
from importlib import import_module

globals().update(vars(import_module(os.environ["CMKC_TEST_SETTINGS"])))
ELASTICSEARCH_INDEX_PREFIX = os.environ["CMKC_TEST_PREFIX"]
ELASTICSEARCH_URL = os.environ["CMKC_TEST_ELASTICSEARCH"]
