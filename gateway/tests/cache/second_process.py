"""A gateway's cache in a process of its own, told by lines of JSON what to do.

    python -m gateway.tests.cache.second_process DATABASE_URL

``{"n": 1, "document": …, "variables": …}`` is answered by ``{"n": 1, "data": …}``. With ``"freeze": true``
the process stops itself like a paused container, and when it goes on looks into its cache, in one step.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

import orjson

from gateway.tests.cache.asking import Process, asked, process


async def serve(url: str) -> None:
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async with process(url) as one, asyncio.TaskGroup() as answers:
        say({"ready": True})
        while line := await lines.readline():
            answers.create_task(answer(one, orjson.loads(line)))


async def answer(one: Process, told: Any) -> None:
    question = asked(told["document"], **told["variables"])
    if told.get("freeze"):
        os.kill(os.getpid(), signal.SIGSTOP)
        found = one.cached.recall(question.body, question.caller)
        say({"n": told["n"], "data": None if found is None else found.data.decode()})
        return
    say({"n": told["n"], "data": (await one.ask(question)).decode()})


def say(what: Any) -> None:
    os.write(1, orjson.dumps(what) + b"\n")


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
