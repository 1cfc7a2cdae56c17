"""A worker process of the tests: `manage.py`, with the tests' tasks, on the database of the test that started it."""

import os
import sys
from importlib import import_module

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.core.worker_settings"
    import django

    django.setup()
    import_module("tests.core.worker_tasks")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
