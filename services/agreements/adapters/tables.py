"""The service's tables as queries see them; ``migrations/`` makes them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Computed, Date, DateTime, ForeignKey, Integer, Numeric, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR, UUID

from chassis.database import new_metadata

metadata = new_metadata()

PARTNER = Table(
    "partner",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("city", Text),
    Column("website", Text),
    Column("erasmus_code", Text),
    Column("pic", Text),
    Column("oid", Text),
    Column("charter_start", Date),
    Column("charter_end", Date),
    Column("latitude", Numeric),
    Column("longitude", Numeric),
    Column("merged_into", UUID, ForeignKey("partner.id")),
    Column("folded_name", Text, Computed("kervan_fold(name)")),
    Column("search", TSVECTOR, Computed("kervan_fold(name, code, city)")),
)

AGREEMENT = Table(
    "agreement",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("reference", Text, nullable=False),
    Column("programme", Text, nullable=False),
    Column("partner_id", UUID, ForeignKey("partner.id"), nullable=False),
    Column("kind", Text),
    Column("particulars", JSONB(none_as_null=True)),
    Column("agreed_with", UUID),
    Column("expiring_since", Date),
    Column("status", Text, nullable=False),
    Column("first_year", Integer, nullable=False),
    Column("last_year", Integer, nullable=False),
    Column("conditions", JSONB, nullable=False),
    Column("signatures", JSONB, nullable=False),
    Column("imported", Boolean, nullable=False),
    Column("publication_version", Integer),
    Column("published_at", DateTime(timezone=True)),
    Column("termination_reason", Text),
    Column("amended_from_year", Integer),
    Column("amendment_content", JSONB(none_as_null=True)),
    Column("earlier_contents", JSONB, nullable=False),
    Column("notice", JSONB(none_as_null=True)),
    Column("ended_by", Text),
    Column("ends_on", Date),
    Column("renews", UUID, ForeignKey("agreement.id")),
)

ISCED_FIELD = Table(
    "isced_field",
    metadata,
    Column("code", Text, primary_key=True),
    Column("level", Text, nullable=False),
    Column("label_tr", Text, nullable=False),
    Column("label_en", Text, nullable=False),
    Column("search", TSVECTOR, Computed("kervan_fold(code, labels)")),
)

PARTNER_CONTACT = Table(
    "partner_contact",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("partner_id", UUID, ForeignKey("partner.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("valid_until", Date),
    Column("person", Text, nullable=False, doc="Sealed"),
)

PARTNER_NOTE = Table(
    "partner_note",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("partner_id", UUID, ForeignKey("partner.id"), nullable=False),
    Column("author", Text, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
    Column("words", Text, nullable=False, doc="Sealed"),
)

LETTER = Table(
    "letter",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("direction", Text, nullable=False),
    Column("written_on", Date, nullable=False),
    Column("subject", JSONB, nullable=False),
    Column("party", Text, nullable=False),
    Column("partner_id", UUID, ForeignKey("partner.id")),
    Column("agreement_id", UUID, ForeignKey("agreement.id")),
    Column("their_reference", Text),
    Column("attachments", ARRAY(Text), nullable=False),
    Column("template", Text),
    Column("body", JSONB(none_as_null=True)),
    Column("annulled", Boolean, nullable=False),
    Column("annulment_reason", Text),
)

LETTER_REGISTER = Table(
    "letter_register",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)
