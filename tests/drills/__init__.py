"""Drills: what goes wrong one day, brought about on the real processes, and mended by the runbook's commands.

A drill reads the commands from its page in ``docs/runbook`` and runs them as they stand there: a page that
lies fails. ``make drills`` runs all and prints a line of figures for each; `make test` runs the quick ones.
"""
