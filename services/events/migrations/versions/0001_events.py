"""Gatherings, registrations, who goes, who was erased, and the chassis's tables."""

from alembic import op

from chassis.migrations import create_chassis_tables

revision = "0001"
down_revision = None

TABLES = (
    """
    CREATE TABLE gathering (
        id uuid CONSTRAINT pk_gathering PRIMARY KEY,
        version integer NOT NULL,
        kind text NOT NULL,
        title_tr text NOT NULL,
        title_en text NOT NULL,
        begins_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        venue text NOT NULL,
        capacity integer NOT NULL,
        registered integer NOT NULL,
        waiting integer NOT NULL,
        last_in_line integer NOT NULL,
        call_id uuid,
        status text NOT NULL,
        CONSTRAINT ck_gathering_capacity CHECK (capacity >= 1),
        CONSTRAINT ck_gathering_places CHECK (registered BETWEEN 0 AND capacity),
        CONSTRAINT ck_gathering_waiting CHECK (waiting >= 0),
        CONSTRAINT ck_gathering_times CHECK (begins_at < ends_at)
    )
    """,
    "CREATE INDEX ix_gathering_begins_at_id ON gathering (begins_at, id)",
    "CREATE INDEX ix_gathering_call_id_begins_at_id ON gathering (call_id, begins_at, id)",
    """
    CREATE UNIQUE INDEX uq_gathering_orientation ON gathering (call_id)
    WHERE kind = 'orientation' AND call_id IS NOT NULL AND status <> 'cancelled'
    """,
    """
    CREATE TABLE registration (
        id uuid CONSTRAINT pk_registration PRIMARY KEY,
        version integer NOT NULL,
        event_id uuid NOT NULL CONSTRAINT fk_registration_event_id REFERENCES gathering,
        person_id uuid NOT NULL,
        faculty text,
        status text NOT NULL,
        place_in_line integer,
        CONSTRAINT uq_registration_event_id_person_id UNIQUE (event_id, person_id),
        CONSTRAINT ck_registration_place_in_line CHECK ((status = 'waiting') = (place_in_line IS NOT NULL))
    )
    """,
    "CREATE INDEX ix_registration_event_id_id ON registration (event_id, id)",
    "CREATE INDEX ix_registration_person_id_id ON registration (person_id, id)",
    """
    CREATE UNIQUE INDEX uq_registration_line ON registration (event_id, place_in_line)
    WHERE status = 'waiting'
    """,
    """
    CREATE TABLE goer (
        mobility_id uuid CONSTRAINT pk_goer PRIMARY KEY,
        call_id uuid NOT NULL,
        person_id uuid NOT NULL,
        faculty text
    )
    """,
    "CREATE INDEX ix_goer_call_id_person_id ON goer (call_id, person_id)",
    "CREATE INDEX ix_goer_person_id ON goer (person_id)",
    "CREATE TABLE erased_person (digest bytea CONSTRAINT pk_erased_person PRIMARY KEY)",
)


def upgrade() -> None:
    create_chassis_tables(op)
    for statement in TABLES:
        op.execute(statement)
