"""``python -m gateway [api|consumer|all|migrate|schema|rebuild|parked]``."""

from gateway.cli import app

app()
