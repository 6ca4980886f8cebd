"""Traces, metrics and logs: one trace follows an event through every service, and nothing names a person."""
