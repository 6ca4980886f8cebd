"""person_reading: who of the staff read whom here. Facts of the gateway's own; no event makes them."""

from chassis.readings import reading_table
from gateway.views.metadata import METADATA
from gateway.views.view import View

TABLE = reading_table(METADATA)

VIEW = View(type="PersonReading", table=TABLE, reads=(), rows="", order=("hour", "id"))
