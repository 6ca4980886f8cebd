"""PostgreSQL behind the use cases."""
