"""The service's tables. Roots are columns, what hangs on one root only is JSON beside it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, Numeric, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from chassis.database import new_metadata

METADATA = new_metadata()

PERSON = Table(
    "person",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("given_name", Text, nullable=False),
    Column("family_name", Text, nullable=False),
    Column("email", Text),
    Column("iban", Text, doc="Sealed"),
    Column("national_id", Text, doc="Sealed"),
    Column("nationality", Text),
    Column("student_number", Text),
    Column("faculty", Text),
    Column("department", Text),
    Column("eqf_level", Text),
    Column("staff", Boolean, nullable=False),
    Index("uq_person_student_number", "student_number", unique=True),
    Index("ix_person_faculty", "faculty", "id"),
)

CALL = Table(
    "call",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("programme", Text, nullable=False),
    Column("call_year", Integer, nullable=False),
    Column("academic_year", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", JSONB, nullable=False),
    Column("opens_at", DateTime(timezone=True), nullable=False),
    Column("closes_at", DateTime(timezone=True), nullable=False),
    Column("status", Text, nullable=False),
    Column("stay_begins", Date, nullable=False),
    Column("stay_ends", Date, nullable=False),
    Column("settings", JSONB, nullable=False),
    Column("blended", Boolean, nullable=False),
    Column("agreement_ids", JSONB, nullable=False),
)

APPLICATION = Table(
    "application",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("call_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text, nullable=False),
    Column("department", Text),
    Column("eqf_level", Text, nullable=False),
    Column("isced_code", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    Column("record", JSONB, nullable=False),
    Column("preferences", JSONB, nullable=False),
    Column("claims", JSONB, nullable=False),
    Column("verifications", JSONB, nullable=False),
    Column("score", Numeric(8, 2)),
    Column("score_lines", JSONB, nullable=False),
    Column("rank", Integer),
    Column("refused_by", JSONB, nullable=False),
    Index(
        "uq_application_one_each",
        "call_id",
        "person_id",
        unique=True,
        postgresql_where=text("status NOT IN ('withdrawn', 'ineligible')"),
    ),
    Index("ix_application_call", "call_id", "id"),
    Index("ix_application_person", "person_id", "id"),
    Index("ix_application_faculty", "faculty", "id"),
)

STANDING = Table(
    "standing",
    METADATA,
    Column("call_id", Uuid, primary_key=True),
    Column("rank", Integer, primary_key=True),
    Column("unit_rank", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("application_id", Uuid, nullable=False),
    Column("application_version", Integer, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text, nullable=False),
    Column("score", Numeric(8, 2), nullable=False),
    Column("place", Uuid),
    Column("reserve", JSONB, nullable=False),
)

PLACEMENT = Table(
    "placement",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("call_id", Uuid, nullable=False),
    Column("application_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text, nullable=False),
    Column("agreement_id", Uuid, nullable=False),
    Column("condition_id", Uuid, nullable=False),
    Column("partner_id", Uuid, nullable=False),
    Column("list", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("score", Numeric(8, 2), nullable=False),
    Column("status", Text, nullable=False),
    Column("reply_by", Date),
    Column("promoted", Boolean, nullable=False),
    Index("uq_placement_once", "application_id", "condition_id", unique=True),
    Index(
        "uq_placement_one_held",
        "application_id",
        unique=True,
        postgresql_where=text("status IN ('offered', 'accepted')"),
    ),
    Index("ix_placement_turn", "condition_id", "status", "call_id", "rank"),
    Index("ix_placement_call", "call_id", "id"),
    Index("ix_placement_person", "person_id", "id"),
    Index("ix_placement_faculty", "faculty", "id"),
)

MOBILITY = Table(
    "mobility",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("programme", Text, nullable=False),
    Column("call_year", Integer, nullable=False),
    Column("academic_year", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("status", Text, nullable=False),
    Column("faculty", Text),
    Column("eqf_level", Text),
    Column("call_id", Uuid),
    Column("placement_id", Uuid),
    Column("agreement_id", Uuid),
    Column("partner_id", Uuid),
    Column("host_country", Text),
    Column("rank", Integer),
    Column("begins", Date),
    Column("ends", Date),
    Column("days", Integer),
    Column("blended", Boolean, nullable=False),
    Column("imported", Boolean, nullable=False),
    Column("record_id", Text),
    Column("withdrawal_reason", Text),
    Index("uq_mobility_placement", "placement_id", unique=True),
    Index("uq_mobility_record", "record_id", unique=True),
    Index("ix_mobility_call", "call_id", "id"),
    Index("ix_mobility_person", "person_id", "id"),
    Index("ix_mobility_faculty", "faculty", "id"),
)

AGREEMENT = Table(
    "agreement",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("programme", Text, nullable=False),
    Column("partner_id", Uuid, nullable=False),
    Column("status", Text, nullable=False),
    Column("first_year", Text, nullable=False),
    Column("last_year", Text, nullable=False),
    Column("conditions", JSONB, nullable=False),
    comment="Copy of agreements.agreement.v1",
)

PARTNER = Table(
    "partner",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("country", Text, nullable=False),
    Column("name", Text, nullable=False),
    comment="Copy of agreements.partner.v1",
)

DESTRUCTION = Table(
    "destruction",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("destroyed_at", DateTime(timezone=True), nullable=False),
    Column("what", Text, nullable=False),
    Column("rows", JSONB, nullable=False),
    comment="KVKK art. 7: every destruction is logged, without personal data; kept three years",
)
