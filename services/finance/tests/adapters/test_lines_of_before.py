"""Books from before entries named their lines: the migration brings them to their lines, once."""

from __future__ import annotations

import importlib
from datetime import date

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, text

from contracts.vocabulary import BudgetLine
from services.finance.application.figures_at_date import figures_at_date
from services.finance.application.final_report import final_report
from services.finance.domain.budget_lines import PARTICIPANTS
from services.finance.domain.figures import Figures
from services.finance.tests.builders import completed, planned
from services.finance.tests.office import Office, euro

MIGRATION = importlib.import_module("services.finance.migrations.versions.0010_lines_in_the_ledger")
BEFORE = (
    "SET LOCAL session_replication_role = replica",
    "DELETE FROM ledger_entries WHERE account LIKE 'expended:%' OR account = 'expenses'",
    """
    DELETE FROM ledger_transactions WHERE id IN (
        SELECT transaction_id FROM ledger_entries GROUP BY transaction_id HAVING count(DISTINCT account) = 1)
    """,
    "DELETE FROM ledger_entries WHERE transaction_id NOT IN (SELECT id FROM ledger_transactions)",
    "UPDATE ledger_entries SET line = NULL",
    "SET LOCAL session_replication_role = origin",
)
SOME_DAY = date(2100, 1, 1)
"""The opening is dated by the clock of the migration, not by the test's."""
OFFICE = BudgetLine.ORGANISATIONAL_SUPPORT


def brought_to_lines(connection: Connection) -> None:
    for statement in BEFORE:
        connection.execute(text(statement))
    with Operations.context(MigrationContext.configure(connection)):
        MIGRATION.book_what_was_before()


async def test_the_figures_of_lines_are_right_after_the_upgrade_and_go_on(office: Office) -> None:
    budget = await office.claims_support(await office.budget("12000.00"), 10)
    await office.transfers(budget, BudgetLine.MOBILITY, BudgetLine.TRAVEL, "500.00")
    await office.approves(await office.spends(budget, "84.50", by="one"), by="two")
    stays = [planned() for _ in range(3)]
    for stay in stays:
        await office.pays_advance(stay)
        grant = await office.grant_of(stay)
        await office.records(grant, distance_km=2412, fewer_opportunities=stay is stays[0])
    async with office.transactions.begin() as work:
        await work.connection.run_sync(brought_to_lines)
    await office.hears(completed(stays[1], 100))
    async with office.transactions.read() as work:
        found = await figures_at_date(budget.id, SOME_DAY, work)
        report = await final_report(budget.id, work)
        in_may = await figures_at_date(budget.id, date(2026, 5, 4), work)
    now = await office.budget_now(budget.id)
    assert found.participants == Figures(now.reserved, now.spent, now.available)
    for line in BudgetLine:
        assert found.lines[line].allocated == now.lines.of(line, now.allocated)
    for line in PARTICIPANTS:
        assert found.lines[line].spent == report.total.spent.of(line)
        assert found.lines[line].reserved.amount >= 0
    assert found.lines[OFFICE].spent == in_may.lines[OFFICE].spent == euro("84.50")
    assert sum((await office.balances()).values()) == 0
