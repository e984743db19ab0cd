"""gunicorn's synchronous worker, made patient: with silent clients, with what is no HTTP, and when it ends."""

from __future__ import annotations

import json
import socket
import time
from http import HTTPStatus

from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.sync import SyncWorker

from serving.app import HEADERS
from serving.settings import Settings

_SETTINGS = Settings.from_environment()
_REFUSALS = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    errors.ParseException: HTTPStatus.BAD_REQUEST,
}


class PatientWorker(SyncWorker):
    """Takes one connection at a time from the socket that all workers share."""

    def accept(self, listener: socket.socket) -> None:
        """Answer one client; gunicorn's own waits for it without end, until its arbiter kills the worker."""
        client, address = listener.accept()
        client.settimeout(_SETTINGS.read_timeout)
        util.close_on_exec(client)
        self.handle(listener, client, address)

    def run_for_one(self, timeout: float) -> None:
        """After `SIGTERM`, answer also who waits in the socket; gunicorn's own would reset them."""
        super().run_for_one(timeout)
        end = time.monotonic() + _SETTINGS.timeout / 2  # or a steady stream would never let it end
        while time.monotonic() < end:
            self.notify()
            try:
                self.accept(self.sockets[0])
            except OSError:  # nobody waits any more
                return

    def handle_error(
        self, req: object, client: socket.socket, addr: object, exc: BaseException
    ) -> None:
        """Answer what is no HTTP request as the application answers: JSON, its headers, counted."""
        refusals = (status for kind, status in _REFUSALS.items() if isinstance(exc, kind))
        status = next(refusals, HTTPStatus.INTERNAL_SERVER_ERROR)
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.exception("a request failed before it reached the application")
        error = {
            "field": "request",
            "cause": status.phrase.lower().replace(" ", "_"),
            "message": f"{status.description or status.phrase}.",
        }
        body = json.dumps({"error": error}).encode()
        headers = HEADERS | {
            "Cache-Control": "no-store",
            "Connection": "close",
            "Content-Length": str(len(body)),
            "Content-Type": "application/json",
        }
        lines = [
            f"HTTP/1.1 {status.value} {status.phrase}",
            *map(": ".join, headers.items()),
            "",
            "",
        ]
        self.wsgi.extensions["metrics"].answered("other", status.value, 0)
        try:
            client.sendall("\r\n".join(lines).encode() + body)
        except OSError:
            self.log.debug("The client of a refused request is gone.")
