"""Settings of the tests, but on a given database and with tasks kept in it."""

import os
from importlib import import_module

globals().update(
    {name: value for name, value in vars(import_module(os.environ["CMKC_TEST_SETTINGS"])).items() if name.isupper()}
)
DATABASES = {"default": globals()["DATABASES"]["default"] | {"NAME": os.environ["CMKC_WORKER_DB"]}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "heavy"]}}
TASK_LEASE_SECONDS = float(os.environ["CMKC_WORKER_LEASE"])
