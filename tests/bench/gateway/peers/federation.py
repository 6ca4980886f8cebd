"""Routers over three subgraphs that hold their data in memory: Apollo, Hive Gateway, Grafbase, Hive Router.

The subgraphs cost a gateway as little as a service can: no database, compiled queries, one process each. They
answer in the gateway's own words, so the same query goes to all and the answers must be equal.
"""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from chassis.database import plain_url
from deploy.local.ports import HOST, free_ports
from tests.bench.gateway.peers.install import SOURCES, Peers, installed
from tests.bench.gateway.sides import Side, SideFailed, process, wait_for

SUBGRAPHS = ("mobility", "agreements", "finance")
PRODUCTION = {"NODE_ENV": "production"}
DUMP = Path(__file__).with_name("dump")


@dataclass(frozen=True)
class Federation:
    """Running subgraphs, by name where they listen, and the supergraph made of them."""

    peers: Peers
    urls: dict[str, str]
    supergraph: Path
    home: Path


@contextmanager
def federation(database_url: str, home: Path) -> Iterator[Federation]:
    """The subgraphs with this database's data. Raises: SideFailed."""
    peers = installed()
    asyncio.run(_dump(database_url, home))
    with ExitStack() as stack:
        ports = dict(zip(SUBGRAPHS, free_ports(len(SUBGRAPHS)), strict=True))
        for name, port in ports.items():
            command = [str(peers.node), "subgraph.js", name, str(port), str(home)]
            stack.enter_context(process(command, home / f"{name}.log", PRODUCTION, peers.folder))
        for name, port in ports.items():
            wait_for(port, home / f"{name}.log")
        urls = {name: f"http://{HOST}:{port}/graphql" for name, port in ports.items()}
        yield Federation(peers, urls, _composed(peers, urls, home), home)


@contextmanager
def apollo_gateway(subgraphs: Federation) -> Iterator[Side]:
    (port,) = free_ports(1)
    command = [str(subgraphs.peers.node), "apollo.js", str(port), str(subgraphs.supergraph)]
    with _router("apollo_gateway", command, PRODUCTION, port, subgraphs) as side:
        yield side


@contextmanager
def hive_gateway(subgraphs: Federation) -> Iterator[Side]:
    """With its planner in Rust; one process, as every side has."""
    (port,) = free_ports(1)
    program = subgraphs.peers.package(".bin/hive-gateway", "Hive Gateway")
    command = [str(subgraphs.peers.node), str(program), "supergraph", "--host", HOST, "--port", str(port)]
    command += ["--fork", "1", "-c", "gateway.config.ts"]
    settings = PRODUCTION | {"SUPERGRAPH": str(subgraphs.supergraph)}
    with _router("hive_gateway", command, settings, port, subgraphs) as side:
        yield side


@contextmanager
def grafbase(subgraphs: Federation) -> Iterator[Side]:
    (port,) = free_ports(1)
    settings = subgraphs.home / "grafbase.toml"
    settings.write_text(GRAFBASE + "".join(_grafbase_part(*each) for each in subgraphs.urls.items()))
    command = [str(subgraphs.peers.grafbase), "--home", str(subgraphs.home), "dev", "-c", str(settings)]
    command += ["--listen-address", f"{HOST}:{port}"]
    quiet = {"GRAFBASE_TELEMETRY_DISABLED": "1", "HOME": str(subgraphs.home)}
    with _router("grafbase", command, quiet, port, subgraphs) as side:
        yield side


@contextmanager
def hive_router(subgraphs: Federation) -> Iterator[Side]:
    (port,) = free_ports(1)
    settings = subgraphs.home / "router.config.yaml"
    settings.write_text(HIVE_ROUTER.format(supergraph=subgraphs.supergraph, host=HOST, port=port))
    command, told = [str(subgraphs.peers.hive_router)], {"ROUTER_CONFIG_FILE_PATH": str(settings)}
    with _router("hive_router", command, told, port, subgraphs) as side:
        yield side


GRAFBASE = """
[graph]
introspection = false
[mcp]
enabled = false
"""
HIVE_ROUTER = """
supergraph:
  source: file
  path: {supergraph}
http:
  host: {host}
  port: {port}
log:
  level: error
"""


def _grafbase_part(name: str, url: str) -> str:
    return f'[subgraphs.{name}]\nurl = "{url}"\nschema_path = "{SOURCES / name}.graphql"\n'


@contextmanager
def _router(
    name: str, command: list[str], settings: dict[str, str], port: int, subgraphs: Federation
) -> Iterator[Side]:
    log = subgraphs.home / f"{name}.log"
    with process(command, log, settings, subgraphs.peers.folder):
        wait_for(port, log)
        yield Side(name, lambda _: f"http://{HOST}:{port}/graphql")


def _composed(peers: Peers, urls: dict[str, str], home: Path) -> Path:
    supergraph = home / "supergraph.graphql"
    command = [
        str(peers.node),
        "compose.js",
        str(supergraph),
        *(f"{name}={url}" for name, url in urls.items()),
    ]
    done = subprocess.run(command, cwd=peers.folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SideFailed(f"the subgraphs do not compose: {done.stderr[-500:]}")
    return supergraph


async def _dump(database_url: str, home: Path) -> None:
    """A file a kind, an object a line."""
    connection = await asyncpg.connect(plain_url(database_url))
    for statement in DUMP.iterdir():
        # The only form of COPY that leaves a line of JSON alone.
        await connection.copy_from_query(
            statement.read_text(),
            output=home / f"{statement.stem}.jsonl",
            format="csv",
            delimiter="\x02",
            quote="\x01",
        )
    await connection.close()
