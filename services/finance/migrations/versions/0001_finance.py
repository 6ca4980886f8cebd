"""Budgets, grants, payment orders, payees, rates and the ledger, whose promises the database keeps itself."""

from alembic import op

from chassis.migrations import create_chassis_tables

revision = "0001"
down_revision = None

BUDGETS = """
CREATE TABLE budgets (
    id uuid CONSTRAINT pk_budgets PRIMARY KEY,
    version integer NOT NULL,
    programme text NOT NULL,
    call_year integer NOT NULL,
    currency text NOT NULL,
    allocated numeric(14, 2) NOT NULL,
    reserved numeric(14, 2) NOT NULL,
    spent numeric(14, 2) NOT NULL,
    CONSTRAINT uq_budgets_programme_call_year UNIQUE (programme, call_year),
    CONSTRAINT ck_budgets_not_negative CHECK (allocated >= 0 AND reserved >= 0 AND spent >= 0),
    CONSTRAINT ck_budgets_never_overspent CHECK (reserved + spent <= allocated)
)
"""

GRANTS = (
    """
    CREATE TABLE grants (
        id uuid CONSTRAINT pk_grants PRIMARY KEY,
        version integer NOT NULL,
        budget_id uuid NOT NULL CONSTRAINT fk_grants_budget_id REFERENCES budgets,
        mobility_id uuid NOT NULL CONSTRAINT uq_grants_mobility_id UNIQUE,
        person_id uuid NOT NULL,
        faculty text,
        programme text NOT NULL,
        call_year integer NOT NULL,
        action text NOT NULL,
        kind text NOT NULL,
        country_group text NOT NULL,
        currency text NOT NULL,
        rank integer,
        begins date,
        days integer NOT NULL,
        stay text NOT NULL,
        status text NOT NULL,
        amount numeric(14, 2),
        contract_amount numeric(14, 2),
        recovered numeric(14, 2) NOT NULL,
        steps jsonb NOT NULL,
        lines jsonb NOT NULL,
        instalments jsonb NOT NULL,
        waiting_for jsonb,
        CONSTRAINT ck_grants_within_contract CHECK (contract_amount IS NULL OR amount <= contract_amount)
    )
    """,
    "CREATE INDEX ix_grants_person_id ON grants (person_id, id)",
    "CREATE INDEX ix_grants_faculty ON grants (faculty, id)",
    "CREATE INDEX ix_grants_call_year ON grants (call_year, id)",
    "CREATE INDEX ix_grants_status ON grants (status, id)",
    "CREATE INDEX ix_grants_line ON grants (budget_id, rank, id) WHERE status = 'zero-grant'",
    "CREATE INDEX ix_grants_waiting ON grants (budget_id, kind) WHERE status = 'waiting-for-rate'",
)

PAYMENT_ORDERS = (
    """
    CREATE TABLE payment_orders (
        id uuid CONSTRAINT pk_payment_orders PRIMARY KEY,
        version integer NOT NULL,
        grant_id uuid NOT NULL CONSTRAINT fk_payment_orders_grant_id REFERENCES grants,
        person_id uuid NOT NULL,
        faculty text,
        instalment integer NOT NULL,
        amount numeric(14, 2) NOT NULL CONSTRAINT ck_payment_orders_amount CHECK (amount > 0),
        currency text NOT NULL,
        issued_at timestamptz NOT NULL,
        due_on date,
        payee_version integer NOT NULL,
        status text NOT NULL,
        answered_at timestamptz,
        rejection jsonb
    )
    """,
    """
    CREATE UNIQUE INDEX uq_payment_orders_live ON payment_orders (grant_id, instalment)
        WHERE status IN ('issued', 'paid')
    """,
    "CREATE INDEX ix_payment_orders_person_id ON payment_orders (person_id, id)",
    "CREATE INDEX ix_payment_orders_faculty ON payment_orders (faculty, id)",
    "CREATE INDEX ix_payment_orders_status ON payment_orders (status, id)",
    "CREATE INDEX ix_payment_orders_grant_id ON payment_orders (grant_id, id)",
)

PAYEES = """
CREATE TABLE payees (
    person_id uuid CONSTRAINT pk_payees PRIMARY KEY,
    version integer NOT NULL,
    iban text
)
"""

FIGURES = (
    """
    CREATE TABLE rates (
        id uuid CONSTRAINT pk_rates PRIMARY KEY,
        action text NOT NULL,
        kind text NOT NULL,
        country_group text NOT NULL,
        first_call_year integer NOT NULL,
        last_call_year integer NOT NULL,
        from_day integer NOT NULL,
        unit text NOT NULL,
        amount numeric(14, 2),
        currency text NOT NULL,
        source text NOT NULL,
        confidence text NOT NULL,
        note text NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_by text NOT NULL,
        supersedes uuid CONSTRAINT fk_rates_supersedes REFERENCES rates,
        CONSTRAINT ck_rates_call_years CHECK (first_call_year <= last_call_year),
        CONSTRAINT ck_rates_amount CHECK (amount > 0)
    )
    """,
    "CREATE INDEX ix_rates_kind ON rates (action, kind, first_call_year)",
    "CREATE INDEX ix_rates_recorded_at ON rates (recorded_at, id)",
    """
    CREATE TABLE country_groups (
        country text NOT NULL,
        first_call_year integer NOT NULL,
        last_call_year integer NOT NULL,
        country_group text NOT NULL,
        source text NOT NULL,
        CONSTRAINT pk_country_groups PRIMARY KEY (country, first_call_year)
    )
    """,
    """
    CREATE TABLE travel_bands (
        travel text NOT NULL,
        km_from integer NOT NULL,
        first_call_year integer NOT NULL,
        km_to integer,
        last_call_year integer NOT NULL,
        amount numeric(14, 2) NOT NULL,
        currency text NOT NULL,
        source text NOT NULL,
        note text NOT NULL,
        CONSTRAINT pk_travel_bands PRIMARY KEY (travel, km_from, first_call_year)
    )
    """,
)

LEDGER = (
    """
    CREATE TABLE ledger_transactions (
        id uuid CONSTRAINT pk_ledger_transactions PRIMARY KEY,
        posted_at timestamptz NOT NULL,
        description_tr text NOT NULL,
        description_en text NOT NULL,
        grant_id uuid CONSTRAINT fk_ledger_transactions_grant_id REFERENCES grants,
        payment_order_id uuid CONSTRAINT fk_ledger_transactions_payment_order_id REFERENCES payment_orders,
        bank_reference text,
        value_on date
    )
    """,
    "CREATE INDEX ix_ledger_transactions_grant_id ON ledger_transactions (grant_id, id)",
    """
    CREATE UNIQUE INDEX uq_ledger_transactions_recovery ON ledger_transactions (grant_id, bank_reference)
        WHERE value_on IS NOT NULL
    """,
    """
    CREATE TABLE ledger_entries (
        transaction_id uuid NOT NULL
            CONSTRAINT fk_ledger_entries_transaction_id REFERENCES ledger_transactions,
        number integer NOT NULL,
        account text NOT NULL,
        currency text NOT NULL,
        amount numeric(14, 2) NOT NULL CONSTRAINT ck_ledger_entries_amount CHECK (amount <> 0),
        CONSTRAINT pk_ledger_entries PRIMARY KEY (transaction_id, number)
    )
    """,
    "CREATE INDEX ix_ledger_entries_account ON ledger_entries (account, currency) INCLUDE (amount)",
)

LEDGER_IS_APPENDED_TO = (
    """
    CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the ledger is only appended to: correct it with another transaction'
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
    *(
        f"""
        CREATE TRIGGER {table}_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()
        """
        for table in ("ledger_transactions", "ledger_entries")
    ),
)

LEDGER_IS_BALANCED = (
    """
    CREATE FUNCTION require_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        posted uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
    BEGIN
        IF NOT EXISTS (SELECT FROM ledger_entries WHERE transaction_id = posted) OR EXISTS (
            SELECT FROM ledger_entries WHERE transaction_id = posted GROUP BY currency HAVING sum(amount) <> 0
        ) THEN
            RAISE EXCEPTION 'ledger transaction % does not sum to zero', posted
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_ledger_transactions_balanced';
        END IF;
        RETURN NULL;
    END $$
    """,
    *(
        f"""
        CREATE CONSTRAINT TRIGGER {table}_balanced AFTER INSERT ON {table}
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_balanced({column})
        """
        for table, column in (("ledger_transactions", "id"), ("ledger_entries", "transaction_id"))
    ),
)


def upgrade() -> None:
    create_chassis_tables(op)
    statements = (
        BUDGETS,
        *GRANTS,
        *PAYMENT_ORDERS,
        PAYEES,
        *FIGURES,
        *LEDGER,
        *LEDGER_IS_APPENDED_TO,
        *LEDGER_IS_BALANCED,
    )
    for statement in statements:
        op.execute(statement)
