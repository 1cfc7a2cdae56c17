"""Links to other sites: asked only when an operator switches it on, and only hosts of the open internet."""

import ipaddress
import socket
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from cmkc.core.links import path_of

SECONDS = 8
GONE = {404, 410}
HEADERS = {"User-Agent": "CMKC link check"}


def is_outside(address: str) -> bool:
    """Tell whether an address leads to another site by http or https."""
    return address.startswith(("http://", "https://")) and not path_of(address)


def is_gone(address: str) -> bool:
    """Ask the other site by HEAD; True when it says that nothing is there. Any trouble on the way says nothing."""
    try:
        parts = urlsplit(address)
        number = _open_internet(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        if not number:
            return False
        made = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = made(parts.hostname or "", parts.port, timeout=SECONDS)
        # Connects to the number that was looked at: the name may lead elsewhere the next time it is asked.
        connection._create_connection = lambda _where, *more: socket.create_connection(number, *more)  # type: ignore[attr-defined]  # noqa: SLF001
        try:
            connection.request(
                "HEAD", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), headers=HEADERS
            )
            return connection.getresponse().status in GONE
        finally:
            connection.close()
    except (OSError, ValueError, HTTPException):
        return False


def _open_internet(host: str, port: int) -> tuple[str, int] | None:
    """Give the number of a host of the open internet; None for one of this network."""
    for _family, _kind, _protocol, _name, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if ipaddress.ip_address(where[0]).is_global:
            return str(where[0]), port
    return None
