"""Finance's tables. The migrations make them; the triggers of the ledger stand there."""

from __future__ import annotations

from sqlalchemy import Column, Date, DateTime, ForeignKey, Integer, MetaData, Numeric, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from chassis.database import new_metadata

METADATA: MetaData = new_metadata()
AMOUNT = Numeric(14, 2)

BUDGETS = Table(
    "budgets",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("programme", Text, nullable=False),
    Column("call_year", Integer, nullable=False),
    Column("currency", Text, nullable=False),
    Column("allocated", AMOUNT, nullable=False),
    Column("reserved", AMOUNT, nullable=False),
    Column("spent", AMOUNT, nullable=False),
    Column("travel", AMOUNT, nullable=False, doc="Of allocated"),
    Column("top_up", AMOUNT, nullable=False, doc="Of allocated"),
    Column("organisational", AMOUNT, nullable=False, doc="Beside allocated"),
    Column("expended", AMOUNT, nullable=False, doc="Of organisational"),
    Column("contract", JSONB(none_as_null=True)),
    Column("support", JSONB, nullable=False),
)

GRANTS = Table(
    "grants",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("budget_id", Uuid, ForeignKey("budgets.id"), nullable=False),
    Column("mobility_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text),
    Column("programme", Text, nullable=False),
    Column("call_year", Integer, nullable=False),
    Column("action", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("activity", Text),
    Column("mobility_version", Integer, nullable=False),
    Column("country_group", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("rank", Integer),
    Column("begins", Date),
    Column("days", Integer, nullable=False),
    Column("stay", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("amount", AMOUNT),
    Column("contract_amount", AMOUNT),
    Column("recovered", AMOUNT, nullable=False),
    Column("steps", JSONB, nullable=False),
    Column("terms", JSONB, nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("instalments", JSONB, nullable=False),
    Column("waiting_for", JSONB(none_as_null=True)),
    Column("recovery_plan", JSONB(none_as_null=True)),
)

PAYMENT_ORDERS = Table(
    "payment_orders",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("grant_id", Uuid, ForeignKey("grants.id"), nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text),
    Column("instalment", Integer, nullable=False),
    Column("amount", AMOUNT, nullable=False),
    Column("currency", Text, nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("due_on", Date),
    Column("payee_version", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("answered_at", DateTime(timezone=True)),
    Column("rejection", JSONB(none_as_null=True)),
    Column("channel", Text, nullable=False),
)

PAYMENT_BATCHES = Table(
    "payment_batches",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("budget_id", Uuid, ForeignKey("budgets.id"), nullable=False),
    Column("programme", Text, nullable=False),
    Column("call_year", Integer, nullable=False),
    Column("channel", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("total", AMOUNT, nullable=False),
    Column("currency", Text, nullable=False),
    Column("gathered_by", Text, nullable=False),
    Column("gathered_at", DateTime(timezone=True), nullable=False),
    Column("status", Text, nullable=False),
    Column("closed_by", Text),
    Column("closed_at", DateTime(timezone=True)),
)

PAYMENT_REQUESTS = Table(
    "payment_requests",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("budget_id", Uuid, ForeignKey("budgets.id"), nullable=False),
    Column("grant_id", Uuid, ForeignKey("grants.id"), nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text),
    Column("instalment", Integer, nullable=False),
    Column("amount", AMOUNT, nullable=False),
    Column("currency", Text, nullable=False),
    Column("due_on", Date),
    Column("drafted_at", DateTime(timezone=True), nullable=False),
    Column("caused_by", Text),
    Column("status", Text, nullable=False),
    Column("batch_id", Uuid, ForeignKey("payment_batches.id")),
    Column("approved_by", Text),
    Column("decided_at", DateTime(timezone=True)),
)

PAYING_ACCOUNTS = Table(
    "paying_accounts",
    METADATA,
    Column("budget_id", Uuid, ForeignKey("budgets.id"), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("iban", Text, nullable=False, doc="The university's own"),
    Column("bic", Text),
    Column("entered_by", Text, nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
)

PAYEES = Table(
    "payees",
    METADATA,
    Column("person_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("iban", Text, doc="Sealed"),
    Column("name", Text, doc="Sealed; as a bank's file says whom it pays"),
    Column("name_version", Integer, nullable=False, doc="Of the person's record that told the name"),
)

RATES = Table(
    "rates",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("action", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("country_group", Text, nullable=False),
    Column("first_call_year", Integer, nullable=False),
    Column("last_call_year", Integer, nullable=False),
    Column("from_day", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("amount", AMOUNT),
    Column("currency", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("confidence", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("supersedes", Uuid, ForeignKey("rates.id")),
)

COUNTRY_GROUPS = Table(
    "country_groups",
    METADATA,
    Column("country", Text, primary_key=True),
    Column("first_call_year", Integer, primary_key=True),
    Column("last_call_year", Integer, nullable=False),
    Column("country_group", Text, nullable=False),
    Column("source", Text, nullable=False),
)

TRAVEL_BANDS = Table(
    "travel_bands",
    METADATA,
    Column("travel", Text, primary_key=True),
    Column("km_from", Integer, primary_key=True),
    Column("first_call_year", Integer, primary_key=True),
    Column("km_to", Integer),
    Column("last_call_year", Integer, nullable=False),
    Column("amount", AMOUNT, nullable=False),
    Column("currency", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("note", Text, nullable=False),
)

TRAVEL_RULES = Table(
    "travel_rules",
    METADATA,
    Column("action", Text, primary_key=True),
    Column("stay", Text, primary_key=True),
    Column("first_call_year", Integer, primary_key=True),
    Column("last_call_year", Integer, nullable=False),
    Column("travellers", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("note", Text, nullable=False),
)

SPENDING_PLANS = Table(
    "spending_plans",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("budget_id", Uuid, ForeignKey("budgets.id"), nullable=False),
    Column("document", JSONB, nullable=False),
)

EXPENSES = Table(
    "expenses",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("budget_id", Uuid, ForeignKey("budgets.id"), nullable=False),
    Column("event_id", Uuid),
    Column("kind", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("incurred_on", Date, nullable=False),
    Column("amount", AMOUNT, nullable=False),
    Column("currency", Text, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("objection", Text),
)

STATEMENT_LINES = Table(
    "statement_lines",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("line", Integer, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    Column("booked_on", Date, nullable=False),
    Column("direction", Text, nullable=False),
    Column("amount", AMOUNT, nullable=False),
    Column("currency", Text, nullable=False),
    Column("account", Text),
    Column("order_id", Uuid),
    Column("status", Text, nullable=False),
    Column("problem", Text),
    Column("origin", Text),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
)

COST_SOURCES = Table(
    "cost_sources",
    METADATA,
    Column("id", Uuid, primary_key=True, doc="Of a visit or an event"),
    Column("version", Integer, nullable=False, doc="The newest that was heard"),
)

EXPENSE_PROPOSALS = Table(
    "expense_proposals",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("source_id", Uuid, ForeignKey("cost_sources.id"), nullable=False),
    Column("cost", Text, nullable=False),
    Column("amount", AMOUNT, nullable=False),
    Column("currency", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("status", Text, nullable=False),
    Column("expense_id", Uuid, ForeignKey("expenses.id")),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("objection", Text),
)

LEDGER_TRANSACTIONS = Table(
    "ledger_transactions",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("posted_at", DateTime(timezone=True), nullable=False),
    Column("description_tr", Text, nullable=False),
    Column("description_en", Text, nullable=False),
    Column("grant_id", Uuid, ForeignKey("grants.id")),
    Column("payment_order_id", Uuid, ForeignKey("payment_orders.id")),
    Column("bank_reference", Text),
    Column("value_on", Date),
)

LEDGER_ENTRIES = Table(
    "ledger_entries",
    METADATA,
    Column("transaction_id", Uuid, ForeignKey("ledger_transactions.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("account", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("amount", AMOUNT, nullable=False),
    Column("line", Text, doc="Of the budget; null on the money's side, and before lines were kept"),
)
