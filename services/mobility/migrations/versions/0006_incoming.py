"""Those who come to us: their applications, beds, and bookings that never share a day of one bed."""

from alembic import op

revision = "0006"
down_revision = "0005"

STATEMENTS = (
    """
    CREATE TABLE incoming (
        id uuid CONSTRAINT pk_incoming PRIMARY KEY,
        version integer NOT NULL,
        person_id uuid NOT NULL,
        faculty text NOT NULL,
        partner_id uuid NOT NULL,
        programme text NOT NULL,
        call_year integer NOT NULL,
        academic_year text NOT NULL,
        kind text NOT NULL,
        eqf_level text,
        begins date NOT NULL,
        ends date NOT NULL,
        status text NOT NULL,
        received_on date NOT NULL,
        agreement_id uuid,
        decide_by date,
        decided_on date,
        mobility_id uuid CONSTRAINT fk_incoming_mobility_id REFERENCES mobility,
        buddy_id uuid
    )
    """,
    "CREATE INDEX ix_incoming_person ON incoming (person_id, id)",
    "CREATE INDEX ix_incoming_faculty ON incoming (faculty, id)",
    """
    CREATE TABLE housing_place (
        id uuid CONSTRAINT pk_housing_place PRIMARY KEY,
        version integer NOT NULL,
        building text NOT NULL,
        room text NOT NULL,
        bed text NOT NULL,
        available_from date NOT NULL,
        available_until date NOT NULL,
        CONSTRAINT ck_housing_place_days CHECK (available_until >= available_from)
    )
    """,
    "CREATE UNIQUE INDEX uq_housing_place_bed ON housing_place (building, room, bed)",
    # a range over ids: GiST then compares places without an extension
    "CREATE TYPE uuidrange AS RANGE (subtype = uuid)",
    """
    CREATE TABLE housing_booking (
        id uuid CONSTRAINT pk_housing_booking PRIMARY KEY
            CONSTRAINT fk_housing_booking_id REFERENCES mobility,
        version integer NOT NULL,
        place_id uuid NOT NULL CONSTRAINT fk_housing_booking_place_id REFERENCES housing_place,
        person_id uuid NOT NULL,
        faculty text,
        begins date NOT NULL,
        ends date NOT NULL,
        status text NOT NULL,
        CONSTRAINT ex_housing_booking_one_at_a_time EXCLUDE USING gist (
            uuidrange(place_id, place_id, '[]') WITH &&, daterange(begins, ends, '[]') WITH &&
        ) WHERE (status = 'booked')
    )
    """,
    "CREATE INDEX ix_housing_booking_person ON housing_booking (person_id, id)",
    "COMMENT ON TABLE housing_booking IS "
    "'ex_housing_booking_one_at_a_time: no two booked stays share a day of one place'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
