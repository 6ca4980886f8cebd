"""Which port each process listens on: the usual one, unless somebody else has it."""

from __future__ import annotations

import json
import socket
from contextlib import ExitStack
from pathlib import Path

HOST = "127.0.0.1"
STEP = 20  # wider than the block of usual ports, so stepping around never lands on a sibling's
TRIES = 50


def is_free(port: int) -> bool:
    """Nobody listens on ``port``, on this address or on all of them."""
    with socket.socket() as client:
        client.settimeout(0.5)
        if client.connect_ex((HOST, port)) == 0:
            return False
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((HOST, port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> tuple[int, ...]:
    """Ports that are free now, whichever the system gives: for tests."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind((HOST, 0))
        return tuple(one.getsockname()[1] for one in sockets)


class Ports:
    """The ports of one local run, written down so that addresses stay the same between runs."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._chosen: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}

    def __getitem__(self, name: str) -> int:
        return self._chosen[name]

    def choose(self, name: str, usual: int, *, already_ours: bool = False) -> int:
        """The remembered or usual port of ``name``, or the next free one beside it.

        ``already_ours``: its process runs, so the port is taken by the right one.
        """
        wanted = self._chosen.get(name, usual)
        if not already_ours:
            wanted = self._step_around(wanted, usual)
        self._chosen[name] = wanted
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(self._chosen, indent=1))
        return wanted

    def _step_around(self, wanted: int, usual: int) -> int:
        candidates = (wanted, *(usual + STEP * step for step in range(TRIES)))
        return next((port for port in candidates if is_free(port)), None) or free_ports(1)[0]
