"""Alembic runs this; how is the chassis's business."""

from chassis.migrations import run

run()
