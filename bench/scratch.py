"""The scratch database of a benchmark: the shipped content, and rows made up at the size that is measured."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from tools import demo

SIZES = ("small", "large")
SEED = 1


@contextmanager
def prepared() -> Iterator[Path]:
    """A folder with a migrated database, the shipped content and the static files, removed at the end."""
    with tempfile.TemporaryDirectory(prefix="cmkc-bench-") as name:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "cmkc.settings.bench", "VAR_DIR": name}
        os.environ.setdefault("SITE_URL", "http://localhost")
        django.setup()
        demo.migrate()
        demo.collect_static()
        demo.load_content()
        yield Path(name)


def grow(size: str) -> None:
    """Add made-up rows, thousands in each app; `small` is the shipped content alone."""
    if size == "large":
        call_command("generate_load", scale=1, seed=SEED, verbosity=0)


def member_cookie() -> str:
    """Sign a member in, and give the cookie that a browser would send."""
    users = get_user_model()
    member = users.objects.filter(email="bench@cmkc.example").first() or users.objects.create_user(
        email="bench@cmkc.example", password=None
    )
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
