"""Who serves answers from a cache, and until when: writers of views wait for these before they commit."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE cache_lease (
            holder UUID NOT NULL,
            until TIMESTAMP WITH TIME ZONE NOT NULL,
            asked UUID,
            CONSTRAINT pk_cache_lease PRIMARY KEY (holder)
        )
        """
    )
