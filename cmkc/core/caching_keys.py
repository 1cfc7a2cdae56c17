"""What a public page depends on, as one key, and until when it holds."""

import functools
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from cmkc.core.context_processors import theme_of

TAG = re.compile(r"([0-9a-f]{32})(?:\.([0-9]{1,12}))?")
PROGRAM = ("*.py", "*.html", "*.mo", "*.css", "*.js", "*.svg")
FOLDERS = ("cmkc", "courses", "forum", "search", "templates", "locale", "static")


@dataclass(frozen=True)
class Validity:
    """A page's key and the second at which it stops to hold, None for never; both stand in its ETag."""

    key: str
    until: datetime | None = None

    @property
    def tag(self) -> str:
        """Write both as the text of an ETag."""
        return f"{self.key}.{int(self.until.timestamp())}" if self.until else self.key

    @classmethod
    def of_tag(cls, tag: str) -> Self | None:
        """Read the text of an ETag; None when it is none of ours."""
        match = TAG.fullmatch(tag)
        if match is None:
            return None
        return cls(match[1], datetime.fromtimestamp(int(match[2]), UTC) if match[2] else None)

    def holds(self, now: datetime) -> bool:
        """Tell whether the page may be shown at `now`; a fraction of the last second is left out."""
        return self.until is None or now < self.until.replace(microsecond=0)


def key_of(request: HttpRequest, versions: Mapping[str, str], *, by_day: bool) -> str:
    """Give the key of the page that a visitor asks for."""
    parts = [
        request.get_host(),
        request.scheme or "",
        request.get_full_path(),
        get_language() or "",
        theme_of(request),
        "htmx" if request.headers.get("HX-Request") else "",
        timezone.localdate().isoformat() if by_day else "",
        build_of_program(),
        *(f"{area}={version}" for area, version in sorted(versions.items())),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


@functools.cache
def build_of_program() -> str:
    """Name this build: the program's files by size and time, and its settings. Read once a process, some 20 ms."""
    digest = hashlib.sha256()
    for folder in FOLDERS:
        root = Path(settings.BASE_DIR) / folder
        for path in sorted(path for pattern in PROGRAM for path in root.rglob(pattern)):
            status = path.stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    for name in sorted(dir(settings)):
        if name.isupper() and isinstance(value := getattr(settings, name), str | int | bool):
            digest.update(f"{name}={value}\n".encode())
    return digest.hexdigest()
