#!/usr/bin/env python3
"""The command line of the project: `python manage.py help` lists what it can do."""

import os
import sys

from cmkc.settings.environment import SettingsError


def main() -> None:
    """Run one command; a wrong or missing setting is one clear line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmkc.settings.dev")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except SettingsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
