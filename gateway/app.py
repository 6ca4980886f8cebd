"""The gateway as a service of the chassis: the views' projection, and /graphql instead of /v1."""

from __future__ import annotations

import strawberry
from fastapi import FastAPI

from chassis.http.app import create_app
from chassis.service import Assembled, Service
from chassis.work import UnitOfWork
from gateway.commands.command import Service as Owner
from gateway.commands.owner import Owners
from gateway.http import answers
from gateway.http.endpoint import Endpoint
from gateway.http.streams import Streams
from gateway.schema.limits import Limits
from gateway.schema.schema import build_schema
from gateway.settings import GatewaySettings
from gateway.subscriptions.execution import Execution
from gateway.subscriptions.subscriptions import Bounds, Subscriptions
from gateway.views.projection import PROJECTION

TITLE = "Kervan gateway"


def build_app(assembled: Assembled[UnitOfWork]) -> FastAPI:
    """The HTTP application over assembled parts."""
    settings = assembled.settings
    assert isinstance(settings, GatewaySettings)
    limits = Limits(settings.query_tokens_max, settings.query_depth_max, settings.query_aliases_max)
    schema = build_schema(limits, introspection=settings.introspection)
    owners = owners_of(settings)
    assembled.closing.push_async_callback(owners.close)
    endpoint = Endpoint(schema, assembled.engine, assembled.verifier, owners, settings)
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
    subscriptions = subscriptions_of(assembled, schema, owners, settings)
    app.router.routes.insert(0, Streams(subscriptions))
    app.state.before_drain.append(subscriptions.stop)
    app.include_router(endpoint.router())
    return app


def subscriptions_of(
    assembled: Assembled[UnitOfWork], schema: strawberry.Schema, owners: Owners, settings: GatewaySettings
) -> Subscriptions:
    execution = Execution(
        schema, assembled.engine, owners, lambda error: answers._error(error, settings.query_tokens_max)
    )
    bounds = Bounds(
        settings.subscriptions_max,
        settings.subscriptions_per_connection_max,
        settings.subscriber_messages_max,
        settings.connection_seconds_max,
        settings.request_bytes_max,
    )
    return Subscriptions(execution, assembled.verifier, assembled.transactions.committed, bounds)


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
