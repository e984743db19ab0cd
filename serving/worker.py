"""gunicorn's synchronous worker, which waits for a silent client only so long."""

from __future__ import annotations

import socket

from gunicorn import util
from gunicorn.workers.sync import SyncWorker

from serving.settings import Settings

_SECONDS = Settings.from_environment().read_timeout


class PatientWorker(SyncWorker):
    """gunicorn's own waits without end, until its arbiter kills it."""

    def accept(self, listener: socket.socket) -> None:
        client, address = listener.accept()
        client.settimeout(_SECONDS)
        util.close_on_exec(client)
        self.handle(listener, client, address)
