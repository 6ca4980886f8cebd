"""Alembic's entry: the chassis runs the history on a connection it already holds."""

from chassis.migrations import run

run()
