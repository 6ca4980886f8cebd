"""The floor's statements: those that the gateway's compiler makes for the office, and their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.vocabulary import MobilityStatus, Programme
from gateway.compiler.bind_fields import bind_fields
from gateway.compiler.collect_fields import collect_fields
from gateway.compiler.paginate import paginate
from gateway.compiler.plan import Plan, plan
from gateway.compiler.query import Query as GivenQuery
from gateway.compiler.query import query_of
from gateway.compiler.render import render
from gateway.compiler.restrict_rows import restrict_rows
from gateway.compiler.use_copies import use_copies
from gateway.documents.reading import Documents
from gateway.limits.document import Limits
from gateway.schema.schema import build_schema
from tests.bench.gateway.plain import OFFICE
from tests.bench.gateway.queries import DOCUMENTS

SCHEMA = build_schema().graphql
READ = Documents(SCHEMA, Limits())

Variables = Mapping[str, Any]


@dataclass(frozen=True)
class Statement:
    """One SQL statement whose one value is the answer's data, and its values for a request's variables."""

    plan: Plan
    coerced: Callable[[Variables], Variables]

    @property
    def sql(self) -> str:
        return self.plan.sql

    def arguments(self, variables: Variables) -> Sequence[Any]:
        return self.plan.arguments(self.coerced(variables), OFFICE)


def sql_of(query: str, variables: Variables) -> Statement:
    """The statement for the query of this name; a variable that is null makes another one."""
    asked = query_of(SCHEMA, READ.read(DOCUMENTS[query]).operation(None))
    return Statement(_unmarked(asked, asked.coerce(variables)), COERCED.get(query, _as_they_are))


def _unmarked(query: GivenQuery, variables: Variables) -> Plan:
    """As ``compile_query``, but without the marks of who is shown: the floor notes nobody's readings."""
    body = restrict_rows(bind_fields(collect_fields(query, variables), variables), OFFICE)
    shown = paginate(use_copies(body), variables)
    return plan(render(shown), shown)


def _as_they_are(variables: Variables) -> Variables:
    return variables


def _state(variables: Variables) -> Variables:
    return {**variables, "status": MobilityStatus[variables["status"]]}


def _programmes(variables: Variables) -> Variables:
    given = variables["programmes"]
    return {**variables, "programmes": given and [Programme[name] for name in given]}


COERCED = {"C": _state, "D": _programmes, "hot_statistics": _programmes}
"""What graphql-core would do with the variables of any query, for these few."""
