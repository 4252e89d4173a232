"""Those who were invited and have not been here, and cohorts by their first day, in a country of learners."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

WAITING = sa.text("password_hash IS NULL AND is_active")


def upgrade() -> None:
    op.create_index("ix_person_waiting", "person", ["name"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_index("ix_cohort_starts_on", "cohort", ["starts_on"])


def downgrade() -> None:
    op.drop_index("ix_cohort_starts_on", table_name="cohort")
    op.drop_index("ix_person_waiting", table_name="person")
