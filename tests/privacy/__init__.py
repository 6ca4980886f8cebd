"""Personal data where it does not belong: in which forms it hides, and where it was found.

``python -m tests.privacy FOLDER`` searches a run that still stands: logs, traces, metrics, topics and
databases. FOLDER is the run's own (``.run``): it has ``logs``, ``traces`` and ``endpoints.json`` in it.
"""
