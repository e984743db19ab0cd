"""A port for a page on this computer."""

from __future__ import annotations

import errno
import socket

from course import errors

TRIED = 20


def find_port(host: str, first: int) -> int:
    """First port from `first` on at which nobody listens.

    Raises
    ------
    course.errors.UsageError
        When `host` is not an address of this computer, or none of twenty ports is free.
    """
    for port in range(first, min(first + TRIED, 65_536)):
        try:
            socket.create_server((host, port)).close()
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                raise errors.UsageError(f"{host} is not an address of this computer") from error
            continue
        # macOS lets a second server have a port that another, such as AirPlay's, has at all addresses.
        if not listens(host, port):
            return port
    raise errors.UsageError(f"no free port from {first} on; name another one with --port")


def listens(host: str, port: int) -> bool:
    """Whether something on this computer listens there; at any of its addresses for the host 0.0.0.0."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((host.replace("0.0.0.0", "127.0.0.1"), port)) == 0
