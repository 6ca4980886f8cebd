from decimal import Decimal
from typing import Any

import pytest

from tests.chaos.checker.language import LEDGER, ORDER
from tests.chaos.checker.promises import money
from tests.chaos.checker.tests.builders import AYSE, MEHMET, ZEYNEP, Log, checks, history


def euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def order(status: str, amount: str = "800.00", identity: str = AYSE) -> dict[str, Any]:
    return {
        "id": identity,
        "grant_id": MEHMET,
        "instalment": 1,
        "status": status,
        "amount": Decimal(amount),
    }


def part(status: str, amount: str = "800.00", ordered: str | None = AYSE) -> dict[str, Any]:
    return {"number": 1, "status": status, "amount": euros(amount), "payment_order_id": ordered}


def grant(*parts: dict[str, Any], amount: str = "800.00", recovered: str = "0") -> dict[str, Any]:
    return {
        "id": MEHMET,
        "budget_id": ZEYNEP,
        "person_id": AYSE,
        "instalments": list(parts),
        "amount": Decimal(amount),
        "recovered": Decimal(recovered),
    }


def budget(allocated: str, reserved: str, spent: str) -> dict[str, Any]:
    figures = {"allocated": allocated, "reserved": reserved, "spent": spent}
    return {"id": ZEYNEP, "programme": "erasmus", "call_year": 2024} | {
        name: Decimal(amount) for name, amount in figures.items()
    }


def entries(**accounts: str) -> list[dict[str, Any]]:
    """Of one transaction; ``_`` in an account's name is ``:``."""
    return [
        {
            "transaction_id": AYSE,
            "account": name.replace("_", ":"),
            "currency": "EUR",
            "amount": Decimal(amount),
        }
        for name, amount in accounts.items()
    ]


BOOKED = entries(
    bank="9200",
    allocation_erasmus_2024="-9000",
    commitment_erasmus_2024="-200",
    spent_erasmus_2024="-800",
    **{f"participant_{AYSE}": "800"},
)
"""10,000 came; 800 were paid to Ayşe and 200 are set aside for her."""


def request(status: str, amount: str = "800.00", by: str | None = "okan") -> dict[str, Any]:
    return {
        "id": AYSE,
        "status": status,
        "amount": Decimal(amount),
        "caused_by": "ayla",
        "approved_by": by,
    }


@pytest.mark.parametrize(
    ("requests", "found"),
    [
        ([request("approved")], []),
        ([], ["second person"]),
        ([request("awaiting-approval", by=None)], ["second person"]),
        ([request("approved", amount="1.00")], ["second person"]),
        ([request("approved", by="ayla")], ["second person"]),
    ],
)
def test_each_order_was_approved_by_a_second_person(requests: list[dict[str, Any]], found: list[str]) -> None:
    run = history(finance__payment_orders=[order("issued")], finance__payment_requests=requests)
    assert checks(money.orders_were_approved(run)) == found


def test_a_second_order_after_a_rejection_is_rightly_given() -> None:
    orders = [order("rejected"), order("paid", identity=ZEYNEP)]
    assert checks(money.one_live_order_an_instalment(history(finance__payment_orders=orders))) == []


def test_two_live_orders_pay_an_instalment_twice_in_the_table_and_at_the_finance_office() -> None:
    log = Log()
    for key, status in ((AYSE, "paid"), (ZEYNEP, "issued")):
        log.tell(ORDER, key, 1, grant_id=MEHMET, instalment=1, status=status)
    orders = [order("paid"), order("issued", identity=ZEYNEP)]
    found = money.one_live_order_an_instalment(history(log, finance__payment_orders=orders))
    assert checks(found) == ["paid twice"] * 2


@pytest.mark.parametrize(
    ("ordered", "fits"),
    [
        (order("issued"), True),
        (order("paid"), False),
        (order("issued", amount="700.00"), False),
        (order("issued", identity=ZEYNEP), False),
    ],
)
def test_an_ordered_instalment_has_its_order(ordered: dict[str, Any], fits: bool) -> None:
    run = history(finance__grants=[grant(part("ordered"))], finance__payment_orders=[ordered])
    assert (checks(money.orders_fit_their_instalments(run)) == []) is fits


def test_entries_that_do_not_sum_to_zero_are_found_in_the_table_and_on_the_topic() -> None:
    log = Log()
    log.tell(LEDGER, AYSE, 1, entries=[{"account": "bank", "amount": euros("5.00")}])
    run = history(log, finance__ledger_entries=entries(bank="5"))
    assert checks(money.every_transaction_sums_to_zero(run)) == ["ledger"] * 2
    even = history(finance__ledger_entries=entries(bank="5", recovery="-5"))
    assert checks(money.every_transaction_sums_to_zero(even)) == []


def test_the_ledger_says_the_same_in_the_table_and_on_the_topic() -> None:
    log = Log()
    log.tell(LEDGER, AYSE, 1, entries=[{"account": "bank", "amount": euros("5.00")}])
    assert checks(money.the_ledger_is_told(history(log, finance__ledger_entries=entries(bank="5")))) == []
    other = history(log, finance__ledger_entries=entries(bank="6"))
    assert [breach.harm for breach in money.the_ledger_is_told(other)] == ["lost", "diverged"]


def test_a_budget_stands_in_its_three_accounts() -> None:
    run = history(finance__budgets=[budget("10000", "200", "800")], finance__ledger_entries=BOOKED)
    assert checks(money.budgets_equal_the_ledger(run)) == []


def test_a_half_written_ledger_differs_from_its_budget() -> None:
    run = history(finance__budgets=[budget("10000", "200", "900")], finance__ledger_entries=BOOKED)
    assert checks(money.budgets_equal_the_ledger(run)) == ["budgets equal the ledger"] * 2


def test_more_promised_than_there_is_is_overspent() -> None:
    spent = entries(allocation_erasmus_2024="10", commitment_erasmus_2024="-110")
    run = history(finance__budgets=[budget("100", "110", "0")], finance__ledger_entries=spent)
    assert checks(money.budgets_equal_the_ledger(run)) == ["overspent"]


def test_what_grants_hold_is_what_their_budget_set_aside() -> None:
    grants = [grant(part("paid"), part("planned", "200.00"))]
    even = history(finance__grants=grants, finance__budgets=[budget("10000", "200", "800")])
    assert checks(money.grants_equal_their_budget(even)) == []
    lost_update = history(finance__grants=grants, finance__budgets=[budget("10000", "0", "800")])
    assert checks(money.grants_equal_their_budget(lost_update)) == ["grants equal their budget"]


def test_people_and_bank_have_what_grants_and_budgets_say() -> None:
    budgets = [budget("10000", "200", "800")]
    even = history(
        finance__grants=[grant(part("paid"))], finance__budgets=budgets, finance__ledger_entries=BOOKED
    )
    assert checks(money.people_and_bank_equal_the_ledger(even)) == []
    unpaid = history(
        finance__grants=[grant(part("ordered"))], finance__budgets=budgets, finance__ledger_entries=BOOKED
    )
    assert checks(money.people_and_bank_equal_the_ledger(unpaid)) == ["accounts equal their grants"]
