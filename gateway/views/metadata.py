"""The metadata that every table of the gateway hangs on."""

from chassis.database import new_metadata

METADATA = new_metadata()
