"""Those who come to us: their applications, beds and bookings."""

from alembic import op

revision = "0019"
down_revision = "0018"

TABLES = (
    """
    CREATE TABLE mirror_incoming (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        person_id UUID,
        partner_id UUID,
        mobility_id UUID,
        buddy_id UUID,
        CONSTRAINT pk_mirror_incoming PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE mirror_housing_place (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_housing_place PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE mirror_housing_booking (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        place_id UUID,
        person_id UUID,
        CONSTRAINT pk_mirror_housing_booking PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE incoming_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        person_id UUID NOT NULL,
        faculty TEXT NOT NULL,
        partner_id UUID NOT NULL,
        agreement_id UUID,
        programme TEXT NOT NULL,
        call_year INTEGER NOT NULL,
        academic_year TEXT NOT NULL,
        kind TEXT NOT NULL,
        eqf_level TEXT,
        begins DATE NOT NULL,
        ends DATE NOT NULL,
        status TEXT NOT NULL,
        received_on DATE NOT NULL,
        decide_by DATE,
        due_by DATE NOT NULL,
        decided_on DATE,
        mobility_id UUID,
        buddy_id UUID,
        CONSTRAINT pk_incoming_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    """
    CREATE TABLE housing_place_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        building TEXT NOT NULL,
        room TEXT NOT NULL,
        bed TEXT NOT NULL,
        available_from DATE NOT NULL,
        available_until DATE NOT NULL,
        CONSTRAINT pk_housing_place_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    """
    CREATE TABLE housing_booking_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        place_id UUID NOT NULL,
        person_id UUID NOT NULL,
        faculty TEXT,
        begins DATE NOT NULL,
        ends DATE NOT NULL,
        status TEXT NOT NULL,
        CONSTRAINT pk_housing_booking_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_housing_place_view_building_room_bed_id ON housing_place_view (building, room, bed, id)",
)

MIRRORED = {
    "mirror_incoming": ("person_id", "partner_id", "mobility_id", "buddy_id"),
    "mirror_housing_booking": ("place_id", "person_id"),
}
LISTED = {
    "incoming_view": ("person_id", "partner_id", "faculty", "status", "academic_year", "due_by"),
    "housing_booking_view": ("place_id", "person_id", "faculty", "status", "begins"),
}


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
    for table, columns in MIRRORED.items():
        for column in columns:
            op.execute(f"CREATE INDEX ix_{table}_{column} ON {table} ({column})")
    for table, columns in LISTED.items():
        for column in columns:
            op.execute(f"CREATE INDEX ix_{table}_{column}_id ON {table} ({column}, id)")
