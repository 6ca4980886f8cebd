"""How commands and events come in: HTTP, Kafka, the command line."""
