"""From a query to its plan, pass by pass."""

from __future__ import annotations

from chassis.identity.caller import Caller
from chassis.readings import is_staff
from gateway.compiler.bind_fields import bind_fields
from gateway.compiler.collect_fields import collect_fields
from gateway.compiler.mark_people import mark_people
from gateway.compiler.paginate import paginate
from gateway.compiler.plan import Plan, plan
from gateway.compiler.query import Query, Variables
from gateway.compiler.render import render
from gateway.compiler.restrict_rows import restrict_rows
from gateway.compiler.use_copies import use_copies


def compile_query(query: Query, variables: Variables, caller: Caller) -> Plan:
    """The plan for every request of the same query, shape of variables and shape of caller.

    Raises: NotCompilable; Refusal where an argument in the document is no valid page.
    """
    selected = collect_fields(query, variables)
    bound = bind_fields(selected, variables)
    restricted = restrict_rows(bound, caller)
    shown = mark_people(restricted) if is_staff(caller) else restricted
    body = paginate(use_copies(shown), variables)
    return plan(render(body), body)
