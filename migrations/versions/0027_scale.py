"""In a country of learners: who was invited and has not been here, who holds a role where, cohorts by their first day."""

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
    op.create_index("ix_role_grant_place", "role_grant", ["place_kind", "place_id", "role"])


def downgrade() -> None:
    op.drop_index("ix_role_grant_place", table_name="role_grant")
    op.drop_index("ix_cohort_starts_on", table_name="cohort")
    op.drop_index("ix_person_waiting", table_name="person")
