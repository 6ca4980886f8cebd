"""What every process of Kervan stands on: outbox, consumers, identity, HTTP edge, telemetry."""
