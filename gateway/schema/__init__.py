"""The GraphQL schema: one file a type, with its filters and its roots; ``schema`` puts them together."""
