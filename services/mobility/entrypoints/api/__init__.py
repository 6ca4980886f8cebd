"""The service's HTTP routes, one file a resource."""
