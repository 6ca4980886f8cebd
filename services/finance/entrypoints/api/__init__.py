"""Finance over HTTP, one file a thing."""
