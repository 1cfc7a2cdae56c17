"""The demo and the developer's machine: the embedded default, secrets made once and kept in `var/`."""

import os
import secrets
from pathlib import Path

_folder = Path(os.environ.get("VAR_DIR", Path(__file__).resolve().parents[2] / "var"))


def _kept_secret(name: str) -> None:
    """Put a random secret into the environment, the same one at every start."""
    path = _folder / f"{name.lower()}.txt"
    if name not in os.environ:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        os.environ[name] = path.read_text()


_kept_secret("SECRET_KEY")
_kept_secret("AUDIT_KEY")

from cmkc.settings.base import *  # noqa: E402  (the secrets must stand in the environment first)

DEMO = True
DEBUG = False
EMAIL_BACKEND = "cmkc.notices.outbox.OutboxBackend"
