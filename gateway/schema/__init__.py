"""The GraphQL schema: one file a type, with its filters and its roots; ``schema`` puts them together."""

from gateway.schema import enums as enums  # names the shared words before a type uses one
