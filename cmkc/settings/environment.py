"""Read the settings that an operator gives, from the environment; `docs/settings.md` is made from this table."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

SHORTEST_SECRET = 32
TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


class SettingsError(Exception):
    """A setting is missing or wrong; its text is the one line that the operator reads."""


@dataclass(frozen=True)
class Setting:
    """One variable of the environment: how it is read, what it is when absent, what it is for."""

    name: str
    read: Callable[[str], Any]
    default: str | None
    purpose: str
    secret: bool = False


def text(value: str) -> str:
    """Take the text as it stands; an empty one is refused by `required` settings only."""
    return value


def flag(value: str) -> bool:
    """Read yes or no. Raises: ValueError when it is neither."""
    if value.lower() in TRUE | FALSE:
        return value.lower() in TRUE
    raise ValueError("expected yes or no")


def whole(value: str) -> int:
    """Read a whole number, zero or more. Raises: ValueError otherwise."""
    if not value.isdecimal():
        raise ValueError("expected a whole number, zero or more")
    return int(value)


def folder(value: str) -> Path:
    """Read a path, made absolute."""
    return Path(value).expanduser().resolve()


def names(value: str) -> list[str]:
    """Read a list separated by commas."""
    return [part.strip() for part in value.split(",") if part.strip()]


def site_address(value: str) -> str:
    """Read an http or https address without a path. Raises: ValueError otherwise."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError("expected an address such as https://cmkc.example")
    return value.rstrip("/")


def server_address(value: str) -> str:
    """Read an http or https address, or nothing. Raises: ValueError otherwise."""
    if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
        raise ValueError("expected an address such as http://127.0.0.1:9200, or nothing")
    return value.rstrip("/")


def secret(value: str) -> str:
    """Read a secret. Raises: ValueError when it is shorter than 32 characters."""
    if len(value) < SHORTEST_SECRET:
        raise ValueError(f"expected at least {SHORTEST_SECRET} characters")
    return value


def database(value: str) -> dict[str, Any]:
    """Read a database address. Raises: ValueError unless it names SQLite or PostgreSQL."""
    if urlsplit(value).scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ValueError("expected sqlite:///path or postgres://user:password@host:port/name")
    return dict(environ.Env.db_url_config(value))


def cache(value: str) -> dict[str, Any]:
    """Read a cache address. Raises: ValueError unless it names local memory, Redis or Valkey."""
    if urlsplit(value).scheme not in {"locmemcache", "redis", "rediss", "valkey"}:
        raise ValueError("expected locmemcache:// or redis://host:port/0")
    if value.startswith("locmemcache"):
        return dict(environ.Env.cache_url_config(value))
    address = value.replace("valkey://", "redis://", 1)
    return {"BACKEND": "cmkc.core.shared_cache.SharedCache", "LOCATION": address}


def mail(value: str) -> dict[str, Any]:
    """Read a mail address. Raises: ValueError unless it names the console, a folder, memory or SMTP."""
    if urlsplit(value).scheme not in {"consolemail", "filemail", "memorymail", "smtp", "smtps", "smtp+tls", "smtp+ssl"}:
        raise ValueError("expected consolemail:// or smtp+tls://user:password@host:587")
    return dict(environ.Env.email_url_config(value))


class Environment:
    """Reads declared settings and remembers them, so that they can be documented."""

    def __init__(self, source: dict[str, str] | None = None) -> None:
        self.source = os.environ if source is None else source
        self.declared: dict[str, Setting] = {}

    def get(self, setting: Setting) -> Any:
        """Give the setting's value. Raises: SettingsError in one line when it is missing or wrong."""
        self.declared[setting.name] = setting
        given = self.source.get(setting.name, setting.default)
        if given is None:
            raise SettingsError(f"Setting {setting.name} is missing: {setting.purpose} (docs/settings.md)")
        try:
            return setting.read(given)
        except ValueError as error:
            shown = "its value" if setting.secret else repr(given)
            raise SettingsError(f"Setting {setting.name} is wrong: {shown}: {error} (docs/settings.md)") from None


environment = Environment()


def setting(name: str, read: Callable[[str], Any], default: str | None, purpose: str, *, secret: bool = False) -> Any:
    """Declare and read one setting. Raises: SettingsError in one line when it is missing or wrong."""
    return environment.get(Setting(name, read, default, purpose, secret))
