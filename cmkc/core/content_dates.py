"""The day on which the content files were put together, which is the date of a fact that has no other."""

import json
from pathlib import Path
from typing import Any

FALLBACK = "positions.json"


def as_of(folder: Path, file: str) -> str | None:
    """Give the `as_of` of a content file, else that of the statements beside it, else None."""
    for name in (file, FALLBACK):
        content = _read(folder / name)
        if isinstance(content, dict) and isinstance(content.get("as_of"), str):
            return str(content["as_of"])
    return None


def _read(path: Path) -> Any:
    """Read one file; whoever reads its records names its faults."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
