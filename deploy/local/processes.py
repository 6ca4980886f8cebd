"""Background processes that outlive the command that started them, known by pid *and* birth time.

A pid alone is not an identity: after a crash the system gives it to somebody else. Nothing here ever
signals a process whose birth time differs from the one written down when it was started.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

BIRTH_TOLERANCE_SECONDS = 1.5
LOG_BYTES_MAX = 20_000_000
KILL_SECONDS_MAX = 5


@dataclass(frozen=True, slots=True)
class Identity:
    """A process we started. ``recipe`` is a checksum of its command and environment."""

    pid: int
    born: float
    recipe: str = ""

    def process(self) -> psutil.Process | None:
        """The living process, or None when it ended or its pid belongs to another one now."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.born) < BIRTH_TOLERANCE_SECONDS
        except psutil.NoSuchProcess:
            return None
        return process if same and is_running(process) else None


def is_running(process: psutil.Process) -> bool:
    """A zombie is over, it only waits for somebody to ask how it ended."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def spawn(
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    recipe: str = "",
    folder: Path | None = None,
    run_as: tuple[int, int] | None = None,
) -> Identity:
    """Start ``command`` in its own session, its output appended to ``log``.

    Without ``environment`` it inherits ours, without ``folder`` our working directory; ``run_as`` is
    (uid, gid).
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    _rotate(log)
    uid, gid = run_as or (None, None)
    with log.open("ab") as output:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=folder,
            start_new_session=True,
            user=uid,
            group=gid,
            extra_groups=[] if run_as else None,
        )
    return Identity(child.pid, psutil.Process(child.pid).create_time(), recipe)


def _rotate(log: Path) -> None:
    """Keep one older log: a demo left running for weeks must not fill the disk."""
    if log.exists() and log.stat().st_size > LOG_BYTES_MAX:
        log.replace(log.with_suffix(".log.1"))


def remember(file: Path, identity: Identity) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(identity)))


def recall(file: Path) -> Identity | None:
    """Who was written down in ``file``; a half-written file counts as nobody."""
    try:
        return Identity(**json.loads(file.read_text()))
    except (FileNotFoundError, json.JSONDecodeError, TypeError):
        return None


def stop(processes: Iterable[psutil.Process], patience_seconds: float) -> list[psutil.Process]:
    """Ask all to end (SIGTERM), wait, then kill the rest. Returns those that had to be killed."""
    asked = list(processes)
    for process in asked:
        _signal(process.terminate)
    stubborn = still_running_after(asked, patience_seconds)
    kill(stubborn)
    return stubborn


def kill(processes: Iterable[psutil.Process]) -> None:
    """SIGKILL, and wait until they are gone."""
    condemned = list(processes)
    for process in condemned:
        _signal(process.kill)
    still_running_after(condemned, KILL_SECONDS_MAX)


def still_running_after(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Wait for all to end, ``seconds`` at most; those that have not."""
    wait_until(lambda: not any(map(is_running, processes)), seconds)
    return [process for process in processes if is_running(process)]


def _signal(send: Callable[[], None]) -> None:
    try:
        send()
    except psutil.NoSuchProcess:
        return


def last_lines(log: Path, count: int = 20) -> str:
    """The end of a log, for a person who asks why something did not start."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 16_384))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-count:])


def wait_until(condition: Callable[[], bool], seconds: float, every: float = 0.05) -> bool:
    """Poll ``condition()`` until it is true; false when the time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(every)
    return False
