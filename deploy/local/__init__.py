"""Kervan on one machine without containers: PostgreSQL, Kafka, the services and the gateway."""
