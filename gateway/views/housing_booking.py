"""housing_booking_view: which stay has which bed."""

from sqlalchemy import Column, Date, Text, Uuid

from gateway.views.mirrors import HOUSING_BOOKING
from gateway.views.view import View, view_table

TABLE = view_table(
    "housing_booking_view",
    Column("place_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text),
    Column("begins", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("status", Text, nullable=False),
    indexed=[("place_id", "id"), ("person_id", "id"), ("faculty", "id"), ("status", "id"), ("begins", "id")],
)

VIEW = View(
    type="HousingBooking",
    table=TABLE,
    reads=(HOUSING_BOOKING,),
    rows="""
    SELECT b.id, b.version, b.place_id, b.person_id, b.state->>'faculty',
           (b.state->>'begins')::date, (b.state->>'ends')::date, b.state->>'status'
    FROM mirror_housing_booking b
    WHERE b.id = ANY(:housing_booking)
    """,
)
