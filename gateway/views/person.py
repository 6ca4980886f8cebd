"""person_view: students and staff. The row goes with the person's erasure."""

from sqlalchemy import Boolean, Column, Index, Text
from sqlalchemy.dialects.postgresql import TSVECTOR

from gateway.views.mirrors import PERSON
from gateway.views.view import View, view_table

TABLE = view_table(
    "person_view",
    Column("given_name", Text, nullable=False),
    Column("family_name", Text, nullable=False),
    Column("email", Text),
    Column("iban", Text, doc="Masked"),
    Column("national_id", Text, doc="Masked"),
    Column("nationality", Text),
    Column("student_number", Text),
    Column("faculty", Text),
    Column("department", Text),
    Column("eqf_level", Text),
    Column("staff", Boolean, nullable=False),
    Column(
        "search",
        TSVECTOR,
        nullable=False,
        doc="Names, folded for search: what every reader of the row sees",
    ),
    indexed=[
        ("faculty", "id"),
        ("family_name", "given_name", "id"),
        ("student_number", "id"),
        ("staff", "id"),
    ],
)
Index("ix_person_view_search", TABLE.c.search, postgresql_using="gin")

VIEW = View(
    type="Person",
    table=TABLE,
    reads=(PERSON,),
    rows="""
    SELECT p.id, p.version,
           p.state->>'given_name', p.state->>'family_name', p.state->>'email', p.state->>'iban',
           p.state->>'national_id',
           p.state->>'nationality', p.state->>'student_number', p.state->>'faculty', p.state->>'department',
           p.state->>'eqf_level', (p.state->>'staff')::boolean,
           to_tsvector('simple', kervan_fold(concat_ws(' ', p.state->>'given_name', p.state->>'family_name')))
    FROM mirror_person p
    WHERE p.id = ANY(:person) AND p.state IS NOT NULL
    """,
)
