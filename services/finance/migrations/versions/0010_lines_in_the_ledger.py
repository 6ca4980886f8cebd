"""The ledger's entries name their budget line; what was booked before is brought to its lines once.

What earlier transactions moved stands with mobility until the opening, dated the day of this migration;
expenses keep their own dates. The opening is a transaction like any other, and is told when the ledger is
republished.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from alembic import op
from sqlalchemy import text

from chassis.ids import new_id

revision = "0010"
down_revision = "0009"

NOW = datetime.now(UTC)

SCHEMA = (
    "ALTER TABLE ledger_entries ADD COLUMN line text",
    "CREATE INDEX ix_ledger_transactions_posted_at ON ledger_transactions (posted_at, id)",
)

# of every grant what is set aside and what is out, and what its computation gives for travel and as top-up
SHARES = text("""
    WITH money AS (
        SELECT grants.id, grants.budget_id,
            (SELECT coalesce(sum(CAST(part #>> '{amount,amount}' AS numeric)), 0)
             FROM jsonb_array_elements(instalments) AS part
             WHERE part ->> 'status' IN ('planned', 'ordered', 'rejected')) AS reserved,
            (SELECT coalesce(sum(CAST(part #>> '{amount,amount}' AS numeric)), 0) - grants.recovered
             FROM jsonb_array_elements(instalments) AS part WHERE part ->> 'status' = 'paid') AS spent
        FROM grants
    ), given AS (
        SELECT grants.id,
            sum(CAST(line #>> '{amount,amount}' AS numeric)) AS whole,
            sum(CAST(line #>> '{amount,amount}' AS numeric)) FILTER (
                WHERE line ->> 'rule' LIKE 'travel%' AND line ->> 'rule' <> 'travel-green-top-up') AS travel,
            sum(CAST(line #>> '{amount,amount}' AS numeric)) FILTER (
                WHERE line ->> 'rule' LIKE 'top-up%' OR line ->> 'rule' = 'travel-green-top-up') AS top_up
        FROM grants CROSS JOIN jsonb_array_elements(lines) AS line
        WHERE line ->> 'unit' <> 'percent' AND line ->> 'rule' <> 'contract-ceiling'
        GROUP BY grants.id
    )
    SELECT budget_id,
        coalesce(sum(round(reserved * travel / whole, 2)), 0) AS reserved_travel,
        coalesce(sum(round(reserved * top_up / whole, 2)), 0) AS reserved_top_up,
        coalesce(sum(round(spent * travel / whole, 2)), 0) AS spent_travel,
        coalesce(sum(round(spent * top_up / whole, 2)), 0) AS spent_top_up
    FROM money JOIN given USING (id) WHERE whole <> 0 GROUP BY budget_id
""")
BUDGETS = text("SELECT id, programme, call_year, currency, travel, top_up FROM budgets")
EXPENSES = text("""
    SELECT programme, call_year, expenses.currency, receipt, expenses.amount, incurred_on
    FROM expenses JOIN budgets ON budgets.id = budget_id WHERE status = 'approved'
""")
TRANSACTION = text("""
    INSERT INTO ledger_transactions (id, posted_at, description_tr, description_en, value_on)
    VALUES (:id, :now, :tr, :en, :value_on)
""")
ENTRY = text("""
    INSERT INTO ledger_entries (transaction_id, number, account, currency, amount, line)
    VALUES (:id, :number, :account, :currency, :amount, :line)
""")

Entry = tuple[str, Decimal, str | None]


def upgrade() -> None:
    for statement in SCHEMA:
        op.execute(statement)
    book_what_was_before()


def book_what_was_before() -> None:
    shared = {row.budget_id: row for row in op.get_bind().execute(SHARES)}
    for budget in op.get_bind().execute(BUDGETS).all():
        tr, en = "Kalemlere göre açılış", "Opening by lines"
        _post(budget.currency, list(_opening(budget, shared.get(budget.id))), tr, en)
    for expense in op.get_bind().execute(EXPENSES).all():
        tr, en = f"Harcama, makbuz {expense.receipt}", f"Expense, receipt {expense.receipt}"
        _post(expense.currency, _expended(expense), tr, en, value_on=expense.incurred_on)


def _opening(budget: Any, shared: Any) -> Iterable[Entry]:
    """From mobility to travel and to top-ups, in the three accounts of a budget."""
    named = f"{budget.programme}:{budget.call_year}"
    for line, column in (("travel", "travel"), ("top-up", "top_up")):
        reserved = getattr(shared, f"reserved_{column}", Decimal(0))
        spent = getattr(shared, f"spent_{column}", Decimal(0))
        free = getattr(budget, column) - reserved - spent
        for account, amount in (("allocation", free), ("commitment", reserved), ("spent", spent)):
            yield f"{account}:{named}", amount, "mobility"
            yield f"{account}:{named}", -amount, line


def _expended(expense: Any) -> Sequence[Entry]:
    account = f"expended:{expense.programme}:{expense.call_year}"
    return (account, -expense.amount, "organisational-support"), ("expenses", expense.amount, None)


def _post(currency: str, entries: Sequence[Entry], tr: str, en: str, value_on: Any = None) -> None:
    entries = [entry for entry in entries if entry[1]]
    if not entries:
        return
    posted = {"id": new_id(), "now": NOW}
    op.get_bind().execute(TRANSACTION, posted | {"tr": tr, "en": en, "value_on": value_on})
    for number, (account, amount, line) in enumerate(entries, 1):
        values = {"number": number, "account": account, "currency": currency, "amount": amount, "line": line}
        op.get_bind().execute(ENTRY, posted | values)
