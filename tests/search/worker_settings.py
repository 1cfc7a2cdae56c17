"""Settings of a search worker that a test starts as a process: the test's own, with its index names."""

import os
from importlib import import_module

globals().update(vars(import_module(os.environ["CMKC_TEST_SETTINGS"])))
ELASTICSEARCH_INDEX_PREFIX = os.environ["CMKC_TEST_PREFIX"]
