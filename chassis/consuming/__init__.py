"""Consuming: effects once, order per key, and what cannot be handled parked out of the way.

``reactor`` and ``projection`` say what a group does with events; ``runtime`` fetches, delivers and commits;
``parking`` keeps what failed for good; ``health`` tells progress from standing still.
"""
