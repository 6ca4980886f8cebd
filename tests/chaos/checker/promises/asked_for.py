"""Promise 5 from the other side: whatever only a command can change, exactly one command has changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tests.chaos.checker.history import History, Record, Row
from tests.chaos.checker.report import Breach, Harm

PROMISE = 5
COMMANDED = frozenset(
    f"kervan.{name}.v1"
    for name in (
        "agreements.agreement-drafted",
        "agreements.agreement-edited",
        "agreements.agreement-proposed",
        "agreements.agreement-signed",
        "agreements.agreement-activated",
        "agreements.agreement-terminated",
        "agreements.partner-changed",
        "mobility.person-registered",
        "mobility.person-changed",
        "mobility.call-opened",
        "mobility.call-rescheduled",
        "mobility.call-ranked",
        "mobility.call-published",
        "mobility.application-submitted",
        "mobility.placement-accepted",
        "mobility.mobility-shortened",
        "mobility.mobility-completed",
        "finance.budget-allocated",
        "finance.recovery-received",
        "events.event-scheduled",
        "events.participant-registered",
        "events.participant-waiting",
    )
)
"""Changes that are the answer of one command each, and follow from nothing else."""

OF_A_FILE = re.compile(r"/files?(/|$)")
"""A stay's file has the stay's id and versions of its own."""


def changes_were_asked_for_once(history: History) -> Iterator[Breach]:
    """A stored answer tells of each. Only where clients say what they do: these always use keys."""
    if not history.said:
        return
    claimed = Counter(
        done
        for name in history.rows
        for row in history.table(name, "idempotency")
        if (done := effect_of(row)) is not None and not OF_A_FILE.search(row["operation"])
    )
    for event in history.events(*COMMANDED):
        count = claimed[event.key, event.sequence]
        if count != 1 and not _is_exempt(event, history):
            what = f"{event.type} of {event.key} at {event.sequence} is the answer of {count} commands"
            yield Breach(PROMISE, Harm.DUPLICATED, "done without being asked", what, event.place)


def _is_exempt(event: Record, history: History) -> bool:
    """Answers that name the erased are forgotten; the orientation of a call follows from its lists."""
    orientation = (event.state or {}).get("kind") == "orientation"
    return orientation or history.mentions_the_erased(event.key.encode() + (event.value or b""))


def effect_of(claim: Row) -> tuple[str, int] | None:
    """The aggregate and its version in a stored answer's headers; None where the answer tells of neither."""
    headers = claim["headers"] or {}
    if "Kervan-Aggregate" not in headers or "ETag" not in headers:
        return None
    return headers["Kervan-Aggregate"], int(headers["ETag"].strip('"'))


CHECKS = (changes_were_asked_for_once,)
