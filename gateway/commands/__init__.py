"""Commands: mutations carried out by the owning service over HTTP, their answers read back from the views."""
