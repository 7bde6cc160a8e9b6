"""Turns readers into web sockets: how soon the server itself answers, with no browser that would take its processor time.

It speaks as Streamlit's own page does: a session opens the page Gaps, then sends the click on a cell and waits for the panel.
"""

from __future__ import annotations

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlparse

import websockets
from streamlit.components.v2.bidi_component.main import _make_trigger_id as event_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PAGE, START = "gaps", "j=IE&c=grooming"


@dataclass
class Reader:
    """One session, with what it must know of the grid to click in it."""

    socket: websockets.ClientConnection
    grid: str = ""
    fragment: str = ""

    async def asks(self, cell: str = "") -> None:
        """Opens the page, or clicks on a cell, `criterion|CODE`."""
        message = BackMsg()
        run = message.rerun_script
        run.query_string, run.page_name = START, PAGE
        if cell:
            run.fragment_id = self.fragment
            state = run.widget_states.widgets.add()
            state.id, state.json_value = self.grid, "{}"
            click = run.widget_states.widgets.add()
            click.id, click.json_trigger_value = event_id(self.grid, "events"), json.dumps([{"event": "cell", "value": cell}])
        await self.socket.send(message.SerializeToString())

    async def answered(self, words: str = "") -> tuple[float | None, int]:
        """Seconds until HTML with the words came, and bytes until the run was done."""
        start, found, size = time.perf_counter(), None, 0
        while True:
            data = await self.socket.recv()
            size += len(data)
            message = ForwardMsg()
            message.ParseFromString(data)
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                return found, size
            if kind != "delta":
                continue
            element = message.delta.new_element
            if element.WhichOneof("type") == "bidi_component" and message.delta.fragment_id:
                self.grid, self.fragment = element.bidi_component.id, message.delta.fragment_id
            if words and found is None and words in element.html.body:
                found = time.perf_counter() - start


async def opened(address: str) -> Reader:
    """A session in which the page Gaps stands."""
    socket = f"ws://{urlparse(address).netloc}/_stcore/stream"
    reader = Reader(await websockets.connect(socket, subprotocols=["streamlit"], max_size=None, compression=None))
    await reader.asks()
    await reader.answered()
    return reader


async def clicked(reader: Reader, cell: str, words: str) -> tuple[float, int]:
    """Seconds from a click until its words came, and bytes of the whole answer."""
    await reader.asks(cell)
    seconds, size = await reader.answered(words)
    assert seconds is not None, f"no answer to {cell}"
    return seconds, size


def at_once(address: str, readers: int, cells: list[tuple[str, str]]) -> tuple[list[float], int]:
    """Seconds of each reader's each click, all readers clicking in the same instant; the median of the bytes of an answer."""

    async def run() -> list[tuple[float, int]]:
        sessions = [await opened(address) for _ in range(readers)]
        found: list[tuple[float, int]] = []
        for cell, words in cells:
            found += await asyncio.gather(*(clicked(session, cell, words) for session in sessions))
        for session in sessions:
            await session.socket.close()
        return found

    with ThreadPoolExecutor(1) as apart:  # a driver of browsers has a loop of its own in this thread
        found = apart.submit(lambda: asyncio.run(run())).result()
    sizes = sorted(size for _, size in found)
    return [seconds for seconds, _ in found], sizes[len(sizes) // 2]
