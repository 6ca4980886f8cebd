"""A TCP proxy on 127.0.0.1 whose connections can be cut, held still, slowed down or turned away."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

HOST = "127.0.0.1"
CHUNK_BYTES = 64 * 1024


@dataclass(eq=False)
class _Link:
    """One connection through the proxy: both of its ends."""

    client: asyncio.StreamWriter
    store: asyncio.StreamWriter

    def cut(self) -> None:
        """Both ends see a reset at once; nothing more of what was on its way arrives."""
        for end in (self.client, self.store):
            end.transport.abort()


class Proxy:
    """Stands before ``store_port``. ``delay_seconds`` is added to every piece on its way, both ways."""

    def __init__(self, store_port: int) -> None:
        self.delay_seconds = 0.0
        self.turns_away = False
        self._store_port = store_port
        self._links: set[_Link] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._server: asyncio.Server | None = None

    async def open(self, port: int) -> None:
        self._server = await asyncio.start_server(self._carry, HOST, port)

    async def close(self) -> None:
        self.flow()
        if self._server is not None:
            self._server.close()
            self.cut()
            await self._server.wait_closed()

    @property
    def connections(self) -> int:
        return len(self._links)

    def cut(self) -> int:
        """Cut what is connected; new connections are taken. How many there were."""
        cut = list(self._links)
        for link in cut:
            link.cut()
        return len(cut)

    def hold(self) -> None:
        """Nothing goes through until ``flow``; nobody is told."""
        self._flowing.clear()

    def flow(self) -> None:
        self._flowing.set()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.turns_away:
            writer.transport.abort()
            return
        try:
            store_reader, store_writer = await asyncio.open_connection(HOST, self._store_port)
        except OSError:
            writer.transport.abort()  # what a client sees of a port where nobody listens, or nearly
            return
        link = _Link(writer, store_writer)
        self._links.add(link)
        try:
            await asyncio.gather(self._pump(reader, store_writer), self._pump(store_reader, writer))
        finally:
            link.cut()
            self._links.discard(link)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until one side ends; then the other side's end is told too."""
        try:
            while piece := await reader.read(CHUNK_BYTES):
                if self.delay_seconds:
                    await asyncio.sleep(self.delay_seconds)
                await self._flowing.wait()
                writer.write(piece)
                await writer.drain()
        except ConnectionError:
            writer.transport.abort()
        finally:
            writer.close()
