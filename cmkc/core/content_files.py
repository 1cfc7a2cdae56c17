"""Content files: read JSON from a folder, and name every fault by file, id and field."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
ADDRESS = re.compile(r"https?://\S+")
CONFIDENCES = ("seed", "found", "general")

Types = type | tuple[type, ...]


@dataclass(frozen=True)
class Problem:
    """One fault of the content, named so that its author finds it."""

    file: str
    id: str
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.id, self.field, self.message) if part)


@dataclass
class Faults:
    """Collects the problems of one load."""

    problems: list[Problem] = field(default_factory=list)

    def refuse(self, file: str, id: str, field: str, message: str) -> None:  # noqa: A002  (the key in the files is `id`)
        """Remember a fault; nothing is loaded when there is one."""
        self.problems.append(Problem(file, str(id), field, str(message)))


@dataclass(frozen=True)
class Shape:
    """The keys of a record and the types of their values; a key that stands in neither is refused.

    A type that may be null is written as `(str, type(None))`.
    """

    required: Mapping[str, Types]
    optional: Mapping[str, Types] = field(default_factory=dict)


OPTIONAL_TEXT: Types = (str, type(None))
SOURCED: Mapping[str, Types] = {"source": dict, "confidence": str}
"""The keys that every sourced record has beside its own."""


def document(folder: Path, file: str, faults: Faults) -> Any:
    """Read one file. None, and a fault, when it is missing or no JSON."""
    try:
        content = json.loads((folder / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.refuse(file, "", "", _("the file is missing"))
    except (OSError, ValueError) as error:
        faults.refuse(file, "", "", _("the file cannot be read: {error}").format(error=error))
    else:
        if content is None:
            faults.refuse(file, "", "", _("the file is empty"))
        return content
    return None


def records(folder: Path, file: str, faults: Faults, *, within: str = "", shape: Shape) -> list[dict[str, Any]]:
    """List the records of a file that are right: the list under the key `within`, or the file itself.

    Each has an `id`, once in the file, and the keys of `shape`. The rest are named as faults.
    """
    content = document(folder, file, faults)
    if content is None:
        return []
    listed = content.get(within) if within and isinstance(content, dict) else content
    if not isinstance(listed, list):
        faults.refuse(file, "", within, _("there is no list"))
        return []
    seen: set[str] = set()
    return [item for item in listed if _is_right(item, seen, shape, file, faults)]


def _is_right(item: Any, seen: set[str], shape: Shape, file: str, faults: Faults) -> bool:
    """Check one record of a list."""
    key = item.get("id") if isinstance(item, dict) else None
    if not isinstance(key, str) or not ID.fullmatch(key):
        faults.refuse(file, str(key or ""), "id", _("the id is missing or holds other than letters, digits, . _ -"))
        return False
    if key in seen:
        faults.refuse(file, key, "id", _("the id stands in the file twice"))
        return False
    seen.add(key)
    return check(item, shape, file=file, id=key, faults=faults)


def check(record: Any, shape: Shape, *, file: str, id: str, faults: Faults) -> bool:  # noqa: A002
    """Check the keys and types of one record or part of a record; tell whether it is right."""
    if not isinstance(record, dict):
        faults.refuse(file, id, "", _("this is no record"))
        return False
    before = len(faults.problems)
    for name in shape.required.keys() - record.keys():
        faults.refuse(file, id, name, _("the field is missing"))
    for name in record.keys() - shape.required.keys() - shape.optional.keys() - {"id"}:
        faults.refuse(file, id, name, _("the field is unknown"))
    for name, types in {**shape.optional, **shape.required}.items():
        if name in record and not _fits(record[name], types):
            faults.refuse(file, id, name, _("the value has the wrong type"))
    if "source" in shape.required and len(faults.problems) == before:
        _check_source(record, file, id, faults)
    return len(faults.problems) == before


def _fits(value: Any, types: Types) -> bool:
    """Tell whether a value has one of the types; true and false are no numbers."""
    if isinstance(value, bool):
        return bool in (types if isinstance(types, tuple) else (types,))
    return isinstance(value, types)


def _check_source(record: dict[str, Any], file: str, key: str, faults: Faults) -> None:
    """Check that a sourced record says where it comes from, and how sure that is."""
    source, confidence = record["source"], record["confidence"]
    if confidence not in CONFIDENCES:
        faults.refuse(file, key, "confidence", _("the confidence is none of seed, found, general"))
    if not source.get("title"):
        faults.refuse(file, key, "source.title", _("the source has no title"))
    if confidence in CONFIDENCES[:2] and source.get("issuing_body") == "editor":
        faults.refuse(file, key, "source.issuing_body", _("the confidence asks for a source other than the editor"))
    url = source.get("url")
    if url is not None and not (isinstance(url, str) and ADDRESS.fullmatch(url)):
        faults.refuse(file, key, "source.url", _("this is no web address"))
