"""The way out of a mailing list that stands in each mail: signed, for one reader and one list, and it never expires."""

from dataclasses import dataclass

from django.core import signing

SALT = "notices.unsubscribe"


@dataclass(frozen=True)
class WayOut:
    """Which reader leaves what: a thing that they follow, or a whole list."""

    reader: int
    mailing_list: str
    kind: str = ""
    key: str = ""


def token_of(way: WayOut) -> str:
    """Sign a way out."""
    parts = [way.reader, way.mailing_list]
    return signing.dumps([*parts, way.kind, way.key] if way.kind else parts, salt=SALT)


def way_of(token: str) -> WayOut | None:
    """Read a way out; None for what this site has not signed."""
    try:
        return WayOut(*signing.loads(token, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None
