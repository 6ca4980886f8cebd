"""Run by the chassis on the connection it opened."""

from chassis.migrations import run

run()
