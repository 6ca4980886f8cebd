"""Mirrors of every topic, and how far each has come."""

from alembic import op

from chassis.folding import FOLD_FUNCTION_SQL
from chassis.migrations import create_chassis_tables

revision = "0001"
down_revision = None

TABLES = (
    """
    CREATE TABLE topic_progress (
        topic TEXT NOT NULL,
        applied_at TIMESTAMP WITH TIME ZONE NOT NULL,
        sent_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_topic_progress PRIMARY KEY (topic)
    )
    """,
    """
    CREATE TABLE mirror_partner (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_partner PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE mirror_agreement (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        partner_id UUID,
        CONSTRAINT pk_mirror_agreement PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_mirror_agreement_partner_id ON mirror_agreement (partner_id)",
    """
    CREATE TABLE mirror_person (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_person PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE mirror_call (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_call PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE mirror_application (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        call_id UUID,
        person_id UUID,
        CONSTRAINT pk_mirror_application PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_mirror_application_call_id ON mirror_application (call_id)",
    "CREATE INDEX ix_mirror_application_person_id ON mirror_application (person_id)",
    """
    CREATE TABLE mirror_placement (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        call_id UUID,
        application_id UUID,
        person_id UUID,
        agreement_id UUID,
        partner_id UUID,
        CONSTRAINT pk_mirror_placement PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_mirror_placement_agreement_id ON mirror_placement (agreement_id)",
    "CREATE INDEX ix_mirror_placement_application_id ON mirror_placement (application_id)",
    "CREATE INDEX ix_mirror_placement_call_id ON mirror_placement (call_id)",
    "CREATE INDEX ix_mirror_placement_partner_id ON mirror_placement (partner_id)",
    "CREATE INDEX ix_mirror_placement_person_id ON mirror_placement (person_id)",
    """
    CREATE TABLE mirror_mobility (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        person_id UUID,
        call_id UUID,
        placement_id UUID,
        agreement_id UUID,
        partner_id UUID,
        CONSTRAINT pk_mirror_mobility PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_mirror_mobility_agreement_id ON mirror_mobility (agreement_id)",
    "CREATE INDEX ix_mirror_mobility_call_id ON mirror_mobility (call_id)",
    "CREATE INDEX ix_mirror_mobility_partner_id ON mirror_mobility (partner_id)",
    "CREATE INDEX ix_mirror_mobility_person_id ON mirror_mobility (person_id)",
    "CREATE INDEX ix_mirror_mobility_placement_id ON mirror_mobility (placement_id)",
    """
    CREATE TABLE mirror_budget (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_budget PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE mirror_grant (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        mobility_id UUID,
        person_id UUID,
        CONSTRAINT pk_mirror_grant PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_mirror_grant_mobility_id ON mirror_grant (mobility_id)",
    "CREATE INDEX ix_mirror_grant_person_id ON mirror_grant (person_id)",
    """
    CREATE TABLE mirror_payment_order (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        grant_id UUID,
        person_id UUID,
        CONSTRAINT pk_mirror_payment_order PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_mirror_payment_order_grant_id ON mirror_payment_order (grant_id)",
    "CREATE INDEX ix_mirror_payment_order_person_id ON mirror_payment_order (person_id)",
    """
    CREATE TABLE mirror_ledger (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_ledger PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE mirror_event (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_event PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE mirror_registration (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        event_id UUID,
        person_id UUID,
        CONSTRAINT pk_mirror_registration PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_mirror_registration_event_id ON mirror_registration (event_id)",
    "CREATE INDEX ix_mirror_registration_person_id ON mirror_registration (person_id)",
)


def upgrade() -> None:
    create_chassis_tables(op)
    op.execute(FOLD_FUNCTION_SQL)
    for statement in TABLES:
        op.execute(statement)
