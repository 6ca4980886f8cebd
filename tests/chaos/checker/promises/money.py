"""Promise 2 where it is about money: one payment an instalment, and books that agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from tests.chaos.checker.history import History, Row, by
from tests.chaos.checker.language import LEDGER, ORDER
from tests.chaos.checker.report import Breach, Harm

PROMISE = 2
OPEN = frozenset({"planned", "ordered", "rejected"})
"""Instalments whose money is set aside."""
NOTHING = Decimal(0)

Balances = Mapping[str, Decimal]


def one_live_order_an_instalment(history: History) -> Iterator[Breach]:
    """In the table and in what the finance office was told: a second order only after a rejection."""
    told = history.states(ORDER.topic).values()
    sides = {
        "finance.payment_orders": [
            (str(row["grant_id"]), row["instalment"], row["status"])
            for row in history.table("finance", "payment_orders")
        ],
        ORDER.topic: [(state["grant_id"], state["instalment"], state["status"]) for state in told],
    }
    for side, orders in sides.items():
        live = Counter((grant, number) for grant, number, status in orders if status != "rejected")
        for (grant, number), count in live.items():
            if count > 1:
                what = f"instalment {number} of grant {grant} has {count} live payment orders"
                yield Breach(PROMISE, Harm.DUPLICATED, "paid twice", what, side)


def orders_fit_their_instalments(history: History) -> Iterator[Breach]:
    """An instalment that is ordered or paid has its order, of that amount and in that state; and back."""
    orders = by(history.table("finance", "payment_orders"), "id")
    for grant in history.table("finance", "grants"):
        for part in grant["instalments"]:
            if part["status"] not in ("ordered", "paid"):
                continue
            order = next(iter(orders.get(part["payment_order_id"], ())), None)
            if order is None or not _fits(part, order):
                states = f"{part['status']}, its order {order and order['status']}"
                what = f"instalment {part['number']} of grant {grant['id']} is {states}"
                yield Breach(PROMISE, Harm.DIVERGED, "instalment and order", what, "finance.grants")


def _fits(part: Mapping[str, object], order: Row) -> bool:
    states = {"ordered": "issued", "paid": "paid"}
    return bool(order["status"] == states[str(part["status"])] and order["amount"] == _amount(part["amount"]))


def orders_were_approved(history: History) -> Iterator[Breach]:
    """Each order has its approved request, of that amount, approved by somebody who did not cause it."""
    requests = by(history.table("finance", "payment_requests"), "id")
    for order in history.table("finance", "payment_orders"):
        request = next(iter(requests.get(str(order["id"]), ())), None)
        if request is None or request["status"] != "approved" or request["amount"] != order["amount"]:
            what = f"order {order['id']} was not approved: its request is {request and request['status']}"
            yield Breach(PROMISE, Harm.DIVERGED, "second person", what, "finance.payment_orders")
        elif request["approved_by"] == request["caused_by"]:
            what = f"order {order['id']} was approved by {request['approved_by']}, who caused it"
            yield Breach(PROMISE, Harm.DIVERGED, "second person", what, "finance.payment_requests")


def every_transaction_sums_to_zero(history: History) -> Iterator[Breach]:
    """In the table and on the topic, each by itself and all together."""
    sides = {"finance.ledger_entries": _entries(history), LEDGER.topic: _told_entries(history)}
    for side, entries in sides.items():
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for transaction, _, currency, amount in entries:
            sums[transaction, currency] += amount
        for (transaction, currency), total in sums.items():
            if total:
                what = f"transaction {transaction} sums to {total} {currency}"
                yield Breach(PROMISE, Harm.DIVERGED, "ledger", what, side)


def the_ledger_is_told(history: History) -> Iterator[Breach]:
    """A transaction has the entries in the table that Kafka was told of."""
    kept, told = Counter(_entries(history)), Counter(_told_entries(history))
    for entry in kept - told:
        what = f"entry {entry} of the table was not told"
        yield Breach(PROMISE, Harm.LOST, "ledger told", what, LEDGER.topic)
    for entry in told - kept:
        what = f"entry {entry} was told and is not in the table"
        yield Breach(PROMISE, Harm.DIVERGED, "ledger told", what, "finance.ledger_entries")


Entry = tuple[str, str, str, Decimal]


def _entries(history: History) -> list[Entry]:
    return [
        (str(row["transaction_id"]), row["account"], row["currency"], row["amount"])
        for row in history.table("finance", "ledger_entries")
    ]


def _told_entries(history: History) -> list[Entry]:
    return [
        (key, entry["account"], entry["amount"]["currency"], _amount(entry["amount"]))
        for key, state in history.states(LEDGER.topic).items()
        for entry in state["entries"]
    ]


def budgets_equal_the_ledger(history: History) -> Iterator[Breach]:
    """What is free, set aside and spent of a budget stands with the other sign in its three accounts."""
    balances = _balances(history)
    for budget in history.table("finance", "budgets"):
        available = budget["allocated"] - budget["reserved"] - budget["spent"]
        columns = {"allocation": available, "commitment": budget["reserved"], "spent": budget["spent"]}
        if available < 0:
            what = f"budget {budget['id']} is overspent by {-available}"
            yield Breach(PROMISE, Harm.DUPLICATED, "overspent", what, "finance.budgets")
        for column, amount in columns.items():
            account = f"{column}:{budget['programme']}:{budget['call_year']}"
            yield from _differs(account, -amount, balances, "budgets equal the ledger")


def grants_equal_their_budget(history: History) -> Iterator[Breach]:
    """What grants hold and got is what their budget set aside and spent."""
    reserved, spent = defaultdict[str, Decimal](Decimal), defaultdict[str, Decimal](Decimal)
    for grant in history.table("finance", "grants"):
        reserved[str(grant["budget_id"])] += _sum(grant, OPEN)
        spent[str(grant["budget_id"])] += _sum(grant, {"paid"}) - grant["recovered"]
    for budget in history.table("finance", "budgets"):
        key = str(budget["id"])
        if (reserved[key], spent[key]) != (budget["reserved"], budget["spent"]):
            what = (
                f"budget {key} says {budget['reserved']} reserved, {budget['spent']} spent;"
                f" its grants {reserved[key]} and {spent[key]}"
            )
            yield Breach(PROMISE, Harm.DIVERGED, "grants equal their budget", what, "finance.budgets")


def people_and_bank_equal_the_ledger(history: History) -> Iterator[Breach]:
    """What somebody was paid and may keep, what is owed back, and what the bank still has."""
    balances, expected = _balances(history), defaultdict[str, Decimal](Decimal)
    for grant in history.table("finance", "grants"):
        paid = _sum(grant, {"paid"})
        claim = max(paid - grant["amount"], NOTHING) if grant["amount"] is not None else NOTHING
        expected[f"participant:{grant['person_id']}"] += paid - claim
        expected["recovery"] += claim - grant["recovered"]
    for budget in history.table("finance", "budgets"):
        expected["bank"] += budget["allocated"] - budget["spent"]
    named = {account for account in balances if account.startswith("participant:")}
    for account in sorted(named | expected.keys()):
        yield from _differs(account, expected[account], balances, "accounts equal their grants")


def _balances(history: History) -> Balances:
    """By account; currencies do not mix in one, but for the bank's, where the sums are compared alike."""
    found = defaultdict[str, Decimal](Decimal)
    for _, account, _, amount in _entries(history):
        found[account] += amount
    return found


def _differs(account: str, expected: Decimal, balances: Balances, check: str) -> Iterator[Breach]:
    if balances.get(account, NOTHING) != expected:
        what = f"account {account} has {balances.get(account, NOTHING)}, should have {expected}"
        yield Breach(PROMISE, Harm.DIVERGED, check, what, "finance.ledger_entries")


def _sum(grant: Row, statuses: frozenset[str] | set[str]) -> Decimal:
    parts = (part for part in grant["instalments"] if part["status"] in statuses)
    return sum((_amount(part["amount"]) for part in parts), NOTHING)


def _amount(money: object) -> Decimal:
    assert isinstance(money, Mapping), "money is an amount and a currency"
    return Decimal(money["amount"])


CHECKS = (
    one_live_order_an_instalment,
    orders_fit_their_instalments,
    orders_were_approved,
    every_transaction_sums_to_zero,
    the_ledger_is_told,
    budgets_equal_the_ledger,
    grants_equal_their_budget,
    people_and_bank_equal_the_ledger,
)
