"""Whose payment a line of the statement answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from chassis.csv_rows import Row
from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.vocabulary import (
    Currency,
    PaymentOrderStatus,
    PaymentOutcome,
    StatementDirection,
    StatementLineStatus,
    StatementOrigin,
    StatementProblem,
)
from services.finance.application.statement_rows import Taken, order_named, read_row
from services.finance.domain.money import Money
from services.finance.domain.payment_order import PaymentOrder, mark_paid, mark_rejected
from services.finance.domain.statement import OrderSeen, StatementLine, answer, assign, judged, set_aside
from services.finance.tests.builders import NOW
from services.finance.tests.office import euro

CREDIT, DEBIT = StatementDirection.CREDIT, StatementDirection.DEBIT
ORDER = PaymentOrder(
    id=UUID("0198c1a2-0000-7000-8000-00000000beef"),
    version=1,
    grant_id=new_id(),
    person_id=new_id(),
    faculty=None,
    instalment=1,
    amount=euro("2176.00"),
    issued_at=NOW,
    due_on=None,
    payee_version=1,
)
PAID = mark_paid(ORDER, NOW)
REJECTED, RETURNED = (mark_rejected(ORDER, NOW, code) for code in ("wrong-iban", "returned"))
CELLS = {
    "date": "2026-06-01",
    "amount": "-2176,00",
    "currency": "EUR",
    "reference": f"E2E {ORDER.id.hex}",
    "iban": "TR33 0006 1005 1978 6457 8413 26",
}


def line(**cells: str) -> StatementLine:
    return read_row(Row(2, CELLS | cells)).as_line(Taken().alike, NOW)


def seen(order: PaymentOrder, *answered_by: StatementDirection, recovered: bool = False) -> OrderSeen:
    return OrderSeen(order, frozenset(answered_by), recovered)


def test_a_row_is_read_and_what_names_people_is_let_go() -> None:
    read = line(reference=f"Ada Yılmaz {ORDER.id}")
    assert (read.booked_on, read.direction, read.amount) == (date(2026, 6, 1), DEBIT, euro("2176.00"))
    assert (read.account, read.order_id) == ("TR•• •••• 1326", ORDER.id)
    assert "Ada" not in repr(read)
    assert "0061" not in repr(read)


@pytest.mark.parametrize("amount", ["0", "1.234", "-0,001", "x", "", "nan", "1e12"])
def test_an_amount_that_could_be_read_in_two_ways_is_refused(amount: str) -> None:
    with pytest.raises(Refusal) as refusal:
        line(amount=amount)
    assert refusal.value.field == "amount"


@pytest.mark.parametrize(
    ("reference", "order"),
    [
        (ORDER.id.hex, ORDER.id),
        (str(ORDER.id).upper(), ORDER.id),
        (f"ref-{ORDER.id.hex}/1", ORDER.id),
        (ORDER.id.hex + "a", None),
        (ORDER.id.hex[1:], None),
        ("", None),
    ],
)
def test_the_order_that_a_reference_names(reference: str, order: UUID | None) -> None:
    assert order_named(reference) == order


def test_the_same_row_has_the_same_digest_in_every_file_and_a_second_one_like_it_another() -> None:
    taken = Taken()
    row = read_row(Row(2, CELLS))
    first, second = row.as_line(taken.alike, NOW), row.as_line(taken.alike, NOW)
    elsewhere = replace(row, line=70).as_line(Taken().alike, NOW)
    assert first.digest == elsewhere.digest != second.digest


@pytest.mark.parametrize(
    "cell", [{"date": "2026-06-02"}, {"amount": "2176"}, {"currency": "TRY"}, {"reference": "x"}]
)
def test_rows_that_differ_have_different_digests(cell: dict[str, str]) -> None:
    assert line(**cell).digest != line().digest


@pytest.mark.parametrize(
    ("order", "direction", "expected"),
    [
        (ORDER, DEBIT, PaymentOutcome.PAID),
        (PAID, DEBIT, None),  # an event said so already
        (RETURNED, DEBIT, None),  # the credit was read first
        (ORDER, CREDIT, PaymentOutcome.REJECTED),
        (PAID, CREDIT, PaymentOutcome.REJECTED),
        (REJECTED, CREDIT, None),
    ],
)
def test_what_a_line_that_fits_says(
    order: PaymentOrder, direction: StatementDirection, expected: PaymentOutcome | None
) -> None:
    taken = judged(replace(line(), direction=direction), seen(order))
    assert (taken.status, taken.problem) == (StatementLineStatus.MATCHED, None)
    assert answer(taken, order) is expected


@pytest.mark.parametrize(
    ("changes", "found", "problem"),
    [
        ({}, None, StatementProblem.ORDER_UNKNOWN),
        ({"amount": euro("2176.01")}, seen(ORDER), StatementProblem.AMOUNT_DIFFERS),
        ({"amount": euro("2175.99")}, seen(ORDER), StatementProblem.AMOUNT_DIFFERS),
        ({"amount": Money(ORDER.amount.amount, Currency.TRY)}, seen(ORDER), StatementProblem.AMOUNT_DIFFERS),
        ({}, seen(PAID, DEBIT), StatementProblem.ANOTHER_LINE),
        ({}, seen(REJECTED), StatementProblem.ORDER_REJECTED),
        ({"direction": CREDIT}, seen(RETURNED, DEBIT, CREDIT), StatementProblem.ANOTHER_LINE),
        ({"direction": CREDIT}, seen(PAID, DEBIT, recovered=True), StatementProblem.RECOVERY_RECEIVED),
    ],
)
def test_what_does_not_fit_is_kept_for_a_person(
    changes: dict[str, object], found: OrderSeen | None, problem: StatementProblem
) -> None:
    taken = judged(replace(line(), **changes), found)  # type: ignore[arg-type]
    assert (taken.status, taken.problem) == (StatementLineStatus.UNMATCHED, problem)


def test_a_person_says_whose_it_is_but_never_with_another_amount() -> None:
    unknown = judged(line(reference="hibe"), None)
    assigned = assign(unknown, seen(ORDER), "okan", NOW)
    with pytest.raises(Refusal) as refusal:
        assign(replace(unknown, amount=euro("1.00")), seen(ORDER), "okan", NOW)
    assert (assigned.order_id, assigned.status, assigned.problem) == (
        ORDER.id,
        StatementLineStatus.MATCHED,
        None,
    )
    assert refusal.value.code == "statement-line-does-not-fit"
    assert ORDER.status is PaymentOrderStatus.ISSUED


def test_what_is_decided_stays_so() -> None:
    aside = set_aside(judged(line(), None), StatementOrigin.BANK_CHARGE, "okan", NOW)
    with pytest.raises(Refusal) as refusal:
        assign(aside, seen(ORDER), "okan", NOW)
    assert (aside.origin, refusal.value.code) == (StatementOrigin.BANK_CHARGE, "statement-line-is-decided")
