"""What mobility keeps of others: agreements with their places, and partners' countries."""

from __future__ import annotations

from chassis.consuming.projection import Projection
from contracts import topics
from services.mobility.adapters.agreements import merge

AGREEMENTS = Projection("mobility.agreements", (topics.AGREEMENT, topics.PARTNER), merge)
