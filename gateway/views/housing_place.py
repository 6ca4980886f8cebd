"""housing_place_view: beds, and the days on which they can be had."""

from sqlalchemy import Column, Date, Text

from gateway.views.mirrors import HOUSING_PLACE
from gateway.views.view import View, view_table

TABLE = view_table(
    "housing_place_view",
    Column("building", Text, nullable=False),
    Column("room", Text, nullable=False),
    Column("bed", Text, nullable=False),
    Column("available_from", Date, nullable=False),
    Column("available_until", Date, nullable=False),
    indexed=[("building", "room", "bed", "id")],
)

VIEW = View(
    type="HousingPlace",
    table=TABLE,
    reads=(HOUSING_PLACE,),
    rows="""
    SELECT p.id, p.version, p.state->>'building', p.state->>'room', p.state->>'bed',
           (p.state->>'available_from')::date, (p.state->>'available_until')::date
    FROM mirror_housing_place p
    WHERE p.id = ANY(:housing_place)
    """,
)
