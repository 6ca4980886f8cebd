"""The gateway as a service of the chassis: the views' projection, and /graphql instead of /v1."""

from __future__ import annotations

from functools import partial

from graphql import NoSchemaIntrospectionCustomRule
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.database import create_engine
from chassis.http.app import create_app
from chassis.service import Assembled, Service
from chassis.telemetry.setup import instrument_engine
from chassis.work import UnitOfWork
from gateway.cache.lease import Lease
from gateway.cache.results import Results
from gateway.commands.command import Service as Owner
from gateway.commands.owner import Owners
from gateway.compiler.pool import open_pool
from gateway.documents.reading import Documents
from gateway.http.compiled_execution import CompiledExecution
from gateway.http.endpoint import Endpoint
from gateway.http.plain_execution import PlainExecution
from gateway.limits.document import Limits
from gateway.schema.operations import QuietSchema
from gateway.schema.schema import build_schema
from gateway.settings import GatewaySettings
from gateway.views.projection import PROJECTION

TITLE = "Kervan gateway"


def build_app(assembled: Assembled[UnitOfWork]) -> Endpoint:
    """GraphQL over assembled parts; behind it the addresses that every process has."""
    settings = assembled.settings
    assert isinstance(settings, GatewaySettings)
    schema = build_schema(introspection=settings.introspection)
    app = create_app(
        title=TITLE,
        version="1.0.0",
        routers=(),
        transactions=assembled.transactions,
        verifier=assembled.verifier,
        health=assembled.health,
        clock=assembled.clock,
        body_bytes_max=settings.request_bytes_max,
    )
    execute = execution_of(schema, assembled, settings)
    documents = documents_of(schema, settings)
    return Endpoint(app, documents, execute, assembled.verifier, settings, recall=execute.recall)


def documents_of(schema: QuietSchema, settings: GatewaySettings) -> Documents:
    limits = Limits(
        tokens=settings.query_tokens_max,
        depth=settings.query_depth_max,
        aliases=settings.query_aliases_max,
        root_fields=settings.query_root_fields_max,
        directives=settings.query_directives_max,
        cost=settings.query_cost_max,
    )
    rules = () if settings.introspection else (NoSchemaIntrospectionCustomRule,)
    return Documents(schema.graphql, limits, rules)


def execution_of(
    schema: QuietSchema, assembled: Assembled[UnitOfWork], settings: GatewaySettings
) -> CompiledExecution:
    """What runs operations: as one statement where that can be, else field by field."""
    owners, reading = owners_of(settings), reading_engine(settings)
    plain = PlainExecution(schema, reading, owners, settings.view_wait_seconds_max)
    opening = partial(
        open_pool, settings.database_url, settings.database_pool_size, _statement_ms_max(settings)
    )
    results = Results(settings.cache_bytes_max)
    lease = Lease(settings.database_url, assembled.engine, results)
    compiled = CompiledExecution(
        schema.graphql, opening, plain, results, lease, explains=settings.explain_execution
    )
    for close in (owners.close, reading.dispose, compiled.close):
        assembled.closing.push_async_callback(close)
    return compiled


def reading_engine(settings: GatewaySettings) -> AsyncEngine:
    """Connections for requests: a statement ends when its request's time does."""
    engine = create_engine(
        settings.database_url,
        pool_size=settings.database_pool_size,
        application="gateway.reading",
        statement_ms_max=_statement_ms_max(settings),
    )
    instrument_engine(engine)
    return engine


def _statement_ms_max(settings: GatewaySettings) -> int:
    return int(settings.operation_seconds_max * 1000)


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
)
