"""Personal data: each app says in its `personal_data.py` what it keeps about a member, and how that is erased."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from cmkc.core.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cmkc.accounts.models import User

Row = dict[str, Any]


def rows(model: type[Model], by: str, *columns: str) -> "Callable[[User], Iterator[Row]]":
    """Give an `export` that lists the member's rows of one table, found by the field `by`, with these columns."""

    def export(user: "User") -> "Iterator[Row]":
        found: Any = model._default_manager.filter(**{by: user}).order_by("pk").values(*columns)
        yield from found

    return export


def keep(user: "User") -> None:
    """Erase nothing: the rows name the account by its number alone, which no longer names a person."""


@dataclass(frozen=True)
class PersonalData:
    """One kind of data about a member.

    `export` gives plain rows (text, numbers, dates) for the member to take away; `erase` runs inside the transaction
    that pseudonymises the account, before it, and takes out whatever still names the person. `models` lists the
    tables it answers for as "app.Model": a test asks that every table which points to accounts is listed by somebody.
    """

    name: str
    label: "str | _StrPromise"
    models: tuple[str, ...]
    export: Callable[["User"], Iterable[Row]]
    erase: Callable[["User"], None] = keep


_registry: Registry[PersonalData] = Registry(module="personal_data")


def register(entry: PersonalData) -> PersonalData:
    """Add one kind of data. Raises: ValueError when its name is taken by another one."""
    return _registry.register(entry.name, entry)


def registered() -> list[PersonalData]:
    """List every kind of data, in the order of the installed apps."""
    return list(_registry)
