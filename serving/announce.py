"""The line by which whoever started the service learns where it is."""

from __future__ import annotations


def announce(host: str, port: int) -> None:
    """Say on standard output where the service answers. `serving.service` reads this line."""
    place = f"[{host}]" if ":" in host else host
    print(f"Serving at http://{place}:{port}", flush=True)
