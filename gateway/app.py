"""The gateway as a service of the chassis: the views' projection, and /graphql instead of /v1."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from graphql import NoSchemaIntrospectionCustomRule
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.database import create_engine
from chassis.http import erasures
from chassis.http.app import create_app
from chassis.service import Assembled, Service, readings_of
from chassis.telemetry import metrics
from chassis.telemetry.setup import instrument_engine
from chassis.work import UnitOfWork
from gateway.cache.answers import CachedAnswers
from gateway.cache.lease import Lease
from gateway.cache.results import Results
from gateway.commands.command import Service as Owner
from gateway.commands.owner import Owners
from gateway.compiler.answering import Answering, Compiler
from gateway.compiler.connections import Connections
from gateway.compiler.row_texts import RowTexts
from gateway.documents.choosing import Choice
from gateway.documents.document import Document
from gateway.documents.manifest import read_manifest, trusted
from gateway.documents.reading import Documents
from gateway.http import documents, final_report_table, ledger_table, statistics_table
from gateway.http.answers import error_of
from gateway.http.compiled_execution import CompiledExecution
from gateway.http.endpoint import Endpoint
from gateway.http.plain_execution import PlainExecution
from gateway.limits.document import Limits
from gateway.limits.pace import NewDocuments
from gateway.limits.reading_time import ReadingTime
from gateway.recording import Recording
from gateway.schema.operations import QuietSchema
from gateway.schema.schema import build_schema
from gateway.settings import GatewaySettings
from gateway.subscriptions.execution import Execution
from gateway.subscriptions.subscriptions import Bounds, Subscriptions
from gateway.views.projection import PROJECTION
from gateway.views.resealing import PeopleSealed

TITLE = "Kervan gateway"
READING, COMPILER = "gateway.reading", "gateway.compiler"


def build_app(assembled: Assembled[UnitOfWork]) -> Endpoint:
    """GraphQL over assembled parts; behind it the addresses that every process has."""
    settings = assembled.settings
    assert isinstance(settings, GatewaySettings)
    schema = build_schema(introspection=settings.introspection)
    app = create_app(
        title=TITLE,
        version="1.0.0",
        routers=(
            erasures.router,
            statistics_table.router,
            final_report_table.router,
            ledger_table.router,
            documents.router,
        ),
        transactions=assembled.transactions,
        verifier=assembled.verifier,
        health=assembled.health,
        clock=assembled.clock,
        body_bytes_max=settings.request_bytes_max,
        strangers=assembled.strangers,
    )
    owners, reading = owners_of(settings), reading_engine(settings)
    app.state.owners = owners
    for close in (owners.close, reading.dispose):
        assembled.closing.push_async_callback(close)
    recording = Recording(readings_of(assembled))
    plain = PlainExecution(schema, reading, owners, settings.view_wait_seconds_max, recording)
    execute = execution_of(schema, plain, recording, assembled, settings)
    subscriptions = subscriptions_of(
        Execution(schema, reading, owners, error_of, recording), assembled.transactions.committed, settings
    )
    app.state.before_drain.append(subscriptions.stop)
    return Endpoint(
        app,
        choice_of(schema, settings),
        execute,
        assembled.verifier,
        settings,
        subscriptions=subscriptions,
        strangers=assembled.strangers,
        recall=execute.recall,
    )


def documents_of(schema: QuietSchema, settings: GatewaySettings) -> Documents:
    limits = Limits(
        tokens=settings.query_tokens_max,
        depth=settings.query_depth_max,
        aliases=settings.query_aliases_max,
        root_fields=settings.query_root_fields_max,
        directives=settings.query_directives_max,
        repeats=settings.query_repeats_max,
        cost=settings.query_cost_max,
    )
    rules = () if settings.introspection else (NoSchemaIntrospectionCustomRule,)
    return Documents(schema.graphql, limits, rules)


def choice_of(schema: QuietSchema, settings: GatewaySettings) -> Choice:
    """Raises: ManifestInvalid: a gateway that cannot run what its clients send must not start."""
    documents = documents_of(schema, settings)
    known: Mapping[str, Document] = {}
    if settings.trusted_documents is not None:
        known = trusted(documents_of(schema, settings), read_manifest(settings.trusted_documents))
    new = NewDocuments(settings.new_documents_a_minute_max)
    return Choice(documents, new, ReadingTime(), known, settings.trusted_documents_only)


def execution_of(
    schema: QuietSchema,
    plain: PlainExecution,
    recording: Recording,
    assembled: Assembled[UnitOfWork],
    settings: GatewaySettings,
) -> CompiledExecution:
    """What runs operations: from the cache, as one statement where that can be, else field by field."""
    texts = RowTexts(settings.row_texts_bytes_max)
    connections = Connections(
        settings.dsn, settings.database_pool_size, _statement_ms_max(settings), texts.forget
    )
    metrics.pool_watched(COMPILER, connections.use)
    results = Results(settings.cache_bytes_max)
    lease = Lease(settings.dsn, assembled.engine, results)
    for close in (connections.close, lease.close):
        assembled.closing.push_async_callback(close)
    cached = CachedAnswers(Answering(Compiler(schema.graphql), connections, texts), results, lease)
    return CompiledExecution(cached, plain, recording, explains=settings.explain_execution)


def reading_engine(settings: GatewaySettings) -> AsyncEngine:
    """Connections for requests: a statement ends when its request's time does."""
    engine = create_engine(
        settings.dsn,
        pool_size=settings.database_pool_size,
        application=READING,
        statement_ms_max=_statement_ms_max(settings),
    )
    instrument_engine(engine, READING)
    return engine


def _statement_ms_max(settings: GatewaySettings) -> int:
    return int(settings.operation_seconds_max * 1000)


def subscriptions_of(
    execution: Execution, committed: asyncio.Event, settings: GatewaySettings
) -> Subscriptions:
    bounds = Bounds(
        subscriptions_max=settings.subscriptions_max,
        of_client_max=settings.connections_of_client_max,
        per_connection_max=settings.subscriptions_per_connection_max,
        messages_max=settings.subscriber_messages_max,
        lifetime_seconds_max=settings.connection_seconds_max,
        request_bytes_max=settings.request_bytes_max,
    )
    return Subscriptions(execution, committed, bounds)


def owners_of(settings: GatewaySettings) -> Owners:
    urls = {
        Owner.AGREEMENTS: settings.agreements_url,
        Owner.MOBILITY: settings.mobility_url,
        Owner.FINANCE: settings.finance_url,
        Owner.EVENTS: settings.events_url,
    }
    return Owners(urls, settings.command_seconds_max)


SERVICE: Service[UnitOfWork] = Service(
    name="gateway",
    package="gateway",
    title=TITLE,
    work=UnitOfWork,
    handlers=(PROJECTION,),
    build_app=build_app,
    settings=GatewaySettings,
    sealed=(PeopleSealed(),),
)
