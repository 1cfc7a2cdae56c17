"""Registries: what stands above fills them, what stands below reads them, so that imports point down."""

from collections.abc import Iterator
from typing import ClassVar, Generic, TypeVar

from django.utils.module_loading import autodiscover_modules

Entry = TypeVar("Entry")


class Registry(Generic[Entry]):
    """Named entries that apps register in a module of one agreed name, such as `references.py`."""

    modules: ClassVar[list[str]] = []

    def __init__(self, module: str) -> None:
        self._entries: dict[str, Entry] = {}
        if module not in Registry.modules:
            Registry.modules.append(module)

    def register(self, name: str, entry: Entry) -> Entry:
        """Add an entry. Raises: ValueError when the name is taken by another one."""
        if self._entries.setdefault(name, entry) is not entry:
            raise ValueError(f"{name} is registered already")
        return entry

    def __getitem__(self, name: str) -> Entry:
        return self._entries[name]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, name: str) -> Entry | None:
        """Give the entry of this name, or None."""
        return self._entries.get(name)

    def names(self) -> list[str]:
        """List the names in the order of their registration."""
        return list(self._entries)


def autodiscover() -> None:
    """Import every app's registry modules. Registries declared by those modules are discovered too."""
    done = 0
    while done < len(Registry.modules):
        done += 1
        autodiscover_modules(Registry.modules[done - 1])
