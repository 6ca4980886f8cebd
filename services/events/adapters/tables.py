"""The service's tables as queries see them. Constraints and indexes stand in ``migrations``."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB

from chassis.database import new_metadata

METADATA = new_metadata()

GATHERING = Table(
    "gathering",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer),
    Column("kind", Text),
    Column("title_tr", Text),
    Column("title_en", Text),
    Column("begins_at", DateTime(timezone=True)),
    Column("ends_at", DateTime(timezone=True)),
    Column("venue", Text),
    Column("capacity", Integer),
    Column("registered", Integer),
    Column("waiting", Integer),
    Column("last_in_line", Integer),
    Column("attended", Integer),
    Column("rated", Integer),
    Column("rating_total", Integer),
    Column("call_id", Uuid),
    Column("status", Text),
    Column("course", JSONB(none_as_null=True)),
    Column("hours", Numeric),
    Column("confirmed_hours", Numeric),
)

REGISTRATION = Table(
    "registration",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer),
    Column("event_id", Uuid),
    Column("person_id", Uuid),
    Column("faculty", Text),
    Column("status", Text),
    Column("place_in_line", Integer),
    Column("placement", Text),
    Column("attended", ARRAY(Integer)),
    Column("completion", JSONB(none_as_null=True)),
    Column("check_in_code", Text),
    Column("checked_in_at", DateTime(timezone=True)),
    Column("rating", Integer),
    Column("comment", Text),
    Column("hours", Numeric),
)

GOER = Table(
    "goer",
    METADATA,
    Column("mobility_id", Uuid, primary_key=True),
    Column("call_id", Uuid),
    Column("person_id", Uuid),
    Column("faculty", Text),
)

ERASED_PERSON = Table("erased_person", METADATA, Column("digest", LargeBinary, primary_key=True))

ANNOUNCEMENT = Table(
    "announcement",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer),
    Column("title_tr", Text),
    Column("title_en", Text),
    Column("body_tr", Text),
    Column("body_en", Text),
    Column("audience", Text),
    Column("publish_at", DateTime(timezone=True)),
    Column("until", DateTime(timezone=True)),
    Column("begins_at", DateTime(timezone=True)),
    Column("ends_at", DateTime(timezone=True)),
    Column("venue", Text),
    Column("status", Text),
    Column("published_at", DateTime(timezone=True)),
    Column("changed_at", DateTime(timezone=True)),
)

ANNOUNCEMENT_REACH = Table(
    "announcement_reach",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer),
    Column("page", BigInteger),
    Column("feed", BigInteger),
    Column("poster", BigInteger),
    Column("mail", BigInteger),
    Column("calendar", BigInteger),
)

ANNOUNCEMENT_OPENED = Table(
    "announcement_opened",
    METADATA,
    Column("announcement_id", Uuid, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("count", BigInteger),
)

OPPORTUNITY = Table(
    "opportunity",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer),
    Column("kind", Text),
    Column("title_tr", Text),
    Column("title_en", Text),
    Column("body_tr", Text),
    Column("body_en", Text),
    Column("source", Text),
    Column("url", Text),
    Column("deadline", DateTime(timezone=True)),
    Column("faculties", ARRAY(Text)),
    Column("eqf_levels", ARRAY(Text)),
    Column("languages", ARRAY(Text)),
    Column("status", Text),
    Column("untold", Boolean),
    Column("told_up_to", Uuid),
)

INTEREST = Table(
    "interest",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer),
    Column("person_id", Uuid),
    Column("kinds", ARRAY(Text)),
    Column("languages", ARRAY(Text)),
    Column("mail_kinds", ARRAY(Text)),
    Column("untold", Boolean),
)

MAIL_CONSENT = Table(
    "mail_consent",
    METADATA,
    Column("person_id", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("given_at", DateTime(timezone=True), primary_key=True),
    Column("taken_back_at", DateTime(timezone=True)),
)

RECIPIENT = Table(
    "recipient",
    METADATA,
    Column("person_id", Uuid, primary_key=True),
    Column("version", Integer),
    Column("faculty", Text),
    Column("eqf_level", Text),
    Column("email", Text),
    Column("name", Text),
    Column("bounced", Boolean),
)

MAIL = Table(
    "mail",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid),
    Column("opportunity_id", Uuid),
    Column("kind", Text),
    Column("token", Uuid),
    Column("due_at", DateTime(timezone=True)),
    Column("state", Text),
    Column("attempts", Integer),
)

REMINDER = Table(
    "reminder",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer),
    Column("kind", Text),
    Column("about", Uuid),
    Column("part", Text),
    Column("name", postgresql.JSONB(none_as_null=True)),
    Column("waits_for", Text),
    Column("person_id", Uuid),
    Column("due_at", DateTime(timezone=True)),
    Column("remind_at", DateTime(timezone=True)),
    Column("status", Text),
)

VISIT = Table(
    "visit",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer),
    Column("status", Text),
    Column("begins_on", Date),
    Column("ends_on", Date),
    Column("person_ids", postgresql.ARRAY(Uuid)),
    Column("document", JSONB),
)

VISIT_GUESTS = Table(
    "visit_guests",
    METADATA,
    Column("visit_id", Uuid, primary_key=True),
    Column("guests", Text),
)

PROJECT = Table(
    "project",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer),
    Column("status", Text),
    Column("apply_by", Date),
    Column("person_ids", postgresql.ARRAY(Uuid)),
    Column("document", JSONB),
)

EVENT_PLAN = Table(
    "event_plan",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer),
    Column("person_ids", postgresql.ARRAY(Uuid)),
    Column("document", JSONB),
)
