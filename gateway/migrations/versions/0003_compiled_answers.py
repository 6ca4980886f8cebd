"""What compiled statements call: a required value that is missing ends them; the first of a list."""

from alembic import op

revision = "0003"
down_revision = "0002"

FUNCTIONS = (
    """
    CREATE FUNCTION kervan_missing(nothing anyelement, place text) RETURNS anyelement
    LANGUAGE plpgsql VOLATILE PARALLEL SAFE AS $$
    BEGIN
        RAISE EXCEPTION '%', place USING ERRCODE = 'KV001';
    END
    $$
    """,
    "CREATE FUNCTION kervan_first(values_ text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE "
    "RETURN values_[1]",
)


def upgrade() -> None:
    for statement in FUNCTIONS:
        op.execute(statement)
