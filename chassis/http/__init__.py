"""The HTTP edge every service shares: problems, idempotent commands, versions, pages, health, serving."""
