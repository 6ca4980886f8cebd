"""The way between a program and a store: cut, held still, slowed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.chaos.faults.victim import Facts, Victim
from tests.chaos.proxy import Proxy
from tests.chaos.schedule import Fault


@asynccontextmanager
async def _cut(proxy: Proxy) -> AsyncIterator[Facts]:
    """Every connection is reset, and new ones too until the fault is over."""
    proxy.turns_away = True
    try:
        yield {"connections": proxy.cut()}
    finally:
        proxy.turns_away = False


@asynccontextmanager
async def _held(proxy: Proxy) -> AsyncIterator[Facts]:
    proxy.hold()
    try:
        yield {"connections": proxy.connections}
    finally:
        proxy.flow()


@asynccontextmanager
async def cut_kafka(victim: Victim, fault: Fault) -> AsyncIterator[Facts]:
    async with _cut(victim.ground.detours[fault.target].kafka) as facts:
        yield facts


@asynccontextmanager
async def cut_postgres(victim: Victim, fault: Fault) -> AsyncIterator[Facts]:
    async with _cut(victim.ground.detours[fault.target].postgres) as facts:
        yield facts


@asynccontextmanager
async def hold_kafka(victim: Victim, fault: Fault) -> AsyncIterator[Facts]:
    async with _held(victim.ground.detours[fault.target].kafka) as facts:
        yield facts


@asynccontextmanager
async def hold_postgres(victim: Victim, fault: Fault) -> AsyncIterator[Facts]:
    async with _held(victim.ground.detours[fault.target].postgres) as facts:
        yield facts


@asynccontextmanager
async def slow_postgres(victim: Victim, fault: Fault) -> AsyncIterator[Facts]:
    proxy = victim.ground.detours[fault.target].postgres
    proxy.delay_seconds = fault.amount
    try:
        yield {"delay_seconds": fault.amount}
    finally:
        proxy.delay_seconds = 0.0
