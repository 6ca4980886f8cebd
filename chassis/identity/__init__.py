"""Who is asking: bearer tokens, roles, and the issuer that signs tokens on a laptop."""
