"""Starting and stopping everything, in an order that loses nothing."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from rich.console import Console

from chassis.kafka import ensure_topics
from contracts.topics import TOPICS
from deploy.local import apache_kafka, memory_broker, processes
from deploy.local.broker import Broker, Kind, broker_of, kind_here, ours
from deploy.local.databases import prepare
from deploy.local.failure import LocalFailure
from deploy.local.health import Awaited, wait_for_all
from deploy.local.layout import CHECKOUT, Layout
from deploy.local.ports import Ports
from deploy.local.postgres import SUPERUSER, Postgres
from deploy.local.processes import Identity, last_lines, recall, remember, spawn
from deploy.local.programs import PROGRAMS, USUAL_PORT_POSTGRES, Program
from deploy.local.screen import note, step
from deploy.local.site import Site

Arrange = Callable[[Site], Site]

STOP_SECONDS_MAX = 20
REPUBLISH_SECONDS_MAX = 120


def up(
    console: Console,
    layout: Layout,
    *,
    fresh: bool = False,
    programs: Sequence[Program] = PROGRAMS,
    arrange: Arrange = lambda site: site,
) -> Site:
    """Start what of ``programs`` does not run yet and return when all is ready; what runs already is kept.

    ``arrange`` may change what was chosen before anything is started. Raises: LocalFailure.
    """
    with layout.one_at_a_time():
        if fresh:
            _begin_anew(console, layout)
        site = _start_stores(console, arrange(_site_with_jars(console, layout)))
        with step(console, "Databases, schemas and topics", "Veritabanları, şemalar ve konular"):
            asyncio.run(_prepare(site))
        _start_programs(console, site, programs)
        _refill_if_forgotten(console, site, programs)
        site.write_endpoints()
        return site


def down(console: Console, layout: Layout) -> None:
    """Stop all: the processes finish what they hold, then Kafka, then PostgreSQL. Data stays."""
    with layout.one_at_a_time():
        _stop_all(console, layout)


def chosen_site(layout: Layout) -> Site:
    """The site of this layout, its ports settled; starts nothing."""
    ports = Ports(layout.ports)
    cluster = postgres_of(layout, ports)
    kind = kind_here()
    for program in PROGRAMS:
        if program.usual_port:
            running = running_identity(layout, program) is not None
            ports.choose(program.name, program.usual_port, already_ours=running)
    return Site(layout, ports, cluster, kind, broker_of(kind, layout, ports))


def postgres_of(layout: Layout, ports: Ports) -> Postgres:
    running = Postgres(layout.postgres, 0, layout.log("postgres")).process() is not None
    port = ports.choose("postgres", USUAL_PORT_POSTGRES, already_ours=running)
    return Postgres(layout.postgres, port, layout.log("postgres"), password=layout.password(SUPERUSER))


def running_identity(layout: Layout, program: Program) -> Identity | None:
    identity = recall(layout.process(program.name))
    return identity if identity and identity.process() else None


def _begin_anew(console: Console, layout: Layout) -> None:
    _stop_all(console, layout)
    layout.wipe()
    if kind_here() is Kind.EXISTING:
        note(
            console,
            "FRESH wipes what this demo keeps, not the topics of the Kafka you named.",
            "FRESH bu demonun verisini siler; adını verdiğiniz Kafka'nın konularına dokunmaz.",
        )


def _site_with_jars(console: Console, layout: Layout) -> Site:
    if kind_here() is Kind.APACHE and not apache_kafka.jars().exists():
        with step(
            console, "Fetching Apache Kafka, once (43 MB)", "Apache Kafka indiriliyor, bir kez (43 MB)"
        ):
            apache_kafka.fetch_jars()
    return chosen_site(layout)


def _start_stores(console: Console, site: Site) -> Site:
    """PostgreSQL and Kafka side by side: each waits mostly for its own disk."""
    _stop_other_brokers(site)
    with (
        step(console, f"PostgreSQL 18 and Kafka ({site.kind})", f"PostgreSQL 18 ve Kafka ({site.kind})"),
        ThreadPoolExecutor() as side_by_side,
    ):
        for started in [side_by_side.submit(store.start) for store in (site.postgres, site.broker)]:
            started.result()
    if site.kind is Kind.MEMORY:
        note(console, memory_broker.WARNING_EN, memory_broker.WARNING_TR)
    return site


def _stop_other_brokers(site: Site) -> None:
    """Java may have been installed, or a broker named, since the last run."""
    chosen = site.broker.process()
    for broker in ours(site.layout).values():
        if broker.process() not in (None, chosen):
            broker.stop()


async def _prepare(site: Site) -> None:
    site.issuer()
    await asyncio.gather(
        prepare(site.postgres, site.layout),
        ensure_topics(site.broker.bootstrap, TOPICS),
    )


def _start_programs(console: Console, site: Site, programs: Iterable[Program]) -> None:
    """All at once; one whose settings or code changed since it was started is started anew."""
    with step(console, "Services and gateway", "Servisler ve ağ geçidi") as status:
        _stop_outdated(console, site)
        starting = [_ensure_started(site, program) for program in programs]
        wait_for_all(starting, lambda names: status.update(f"Waiting for · bekleniyor: {names}"))


def _stop_outdated(console: Console, site: Site) -> None:
    outdated = [
        program
        for program in PROGRAMS
        if (running := running_identity(site.layout, program)) and running.recipe != site.recipe(program)
    ]
    _stop_programs(console, site.layout, outdated)


def _ensure_started(site: Site, program: Program) -> Awaited:
    log, url = site.layout.log(program.name), site.url(program) if program.usual_port else None
    identity = running_identity(site.layout, program) or start_program(site, program)
    return Awaited(program.name, identity, log, url)


def start_program(site: Site, program: Program) -> Identity:
    """Start it, whether or not it runs already; nobody waits until it is ready."""
    identity = spawn(
        site.command(program),
        log=site.layout.log(program.name),
        environment=site.environment(program),
        recipe=site.recipe(program),
        folder=CHECKOUT,
    )
    remember(site.layout.process(program.name), identity)
    return identity


def _refill_if_forgotten(console: Console, site: Site, programs: Iterable[Program]) -> None:
    """A broker that is not the one of the last run gets every aggregate's present state again."""
    known = site.layout.filled_broker
    if known.exists() and known.read_text() != site.broker.life:
        with (
            step(console, "Republishing into the new broker", "Yeni aracıya yeniden yayımlanıyor"),
            ThreadPoolExecutor(max_workers=2) as at_once,
        ):
            services = [program for program in programs if program.is_service]
            list(at_once.map(lambda service: _republish(site, service), services))
    known.write_text(site.broker.life)


def _republish(site: Site, service: Program) -> None:
    log = site.layout.log(f"{service.name}-republish")
    with log.open("ab") as output:
        done = subprocess.run(
            [*site.command(service)[:-1], "republish"],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=site.environment(service),
            cwd=CHECKOUT,
            timeout=REPUBLISH_SECONDS_MAX,
            check=False,
        )
    if done.returncode:
        raise LocalFailure(
            tr=f"{service.name} verisini yeniden yayımlayamadı.",
            en=f"{service.name} could not republish.",
            next_tr="`make demo` yeniden dener.",
            next_en="`make demo` tries again.",
            detail=last_lines(log),
        )


def _stop_all(console: Console, layout: Layout) -> None:
    _stop_programs(console, layout, PROGRAMS)
    for name, broker in ours(layout).items():
        _stop_store(console, name, broker)
    _stop_store(console, "postgres", Postgres(layout.postgres, 0, layout.log("postgres")))


def _stop_programs(console: Console, layout: Layout, programs: Iterable[Program]) -> None:
    running = {
        identity.pid: (program.name, process)
        for program in programs
        if (identity := recall(layout.process(program.name))) and (process := identity.process())
    }
    if not running:
        return
    with step(console, f"Stopping {len(running)} processes", f"{len(running)} süreç durduruluyor"):
        killed = processes.stop((process for _, process in running.values()), STOP_SECONDS_MAX)
    for process in killed:
        _tell_killed(console, running[process.pid][0])


def _stop_store(console: Console, name: str, store: Broker | Postgres) -> None:
    if store.process() is None:
        return
    with step(console, f"Stopping {name}", f"{name} durduruluyor"):
        stopped_itself = store.stop()
    if not stopped_itself:
        _tell_killed(console, name)


def _tell_killed(console: Console, name: str) -> None:
    note(
        console,
        f"{name} did not end in {STOP_SECONDS_MAX} s and was killed; nothing acknowledged is lost.",
        f"{name} {STOP_SECONDS_MAX} sn'de bitmedi, zorla kapatıldı; onaylanmış hiçbir şey kaybolmadı.",
    )
