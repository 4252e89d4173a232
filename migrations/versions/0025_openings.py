"""What must stand before a cohort or a site opens; those that are open already have thirty days."""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

GRACE = timedelta(days=30)
TEXTS = {"contact_hours": 120, "stand_in_name": 120, "stand_in_phone": 40}


def upgrade() -> None:
    op.add_column("cohort", sa.Column("duty_due_on", sa.Date(), nullable=True))
    for name, length in TEXTS.items():
        op.add_column("site", sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    op.add_column("site", sa.Column("contact_rung_on", sa.Date(), nullable=True))
    op.add_column("site", sa.Column("duty_due_on", sa.Date(), nullable=True))
    with op.batch_alter_table("site") as table:
        for name, length in TEXTS.items():
            table.alter_column(name, server_default=None, existing_type=sa.String(length=length))
    _give_time(datetime.now(UTC).date())


def downgrade() -> None:
    for name in ("duty_due_on", "contact_rung_on", *TEXTS):
        op.drop_column("site", name)
    op.drop_column("cohort", "duty_due_on")


def _give_time(day: date) -> None:
    """To running cohorts for which nobody with a stand-in is on duty, and to every open site: none has its hours."""
    cohort = sa.table("cohort", *map(sa.column, ("id", "institution_id", "ends_on", "duty_due_on")))
    contact = sa.table("duty_contact", *map(sa.column, ("cohort_id", "institution_id", "replaced_at", "backup_phone")))
    site = sa.table("site", sa.column("is_open", sa.Boolean()), sa.column("duty_due_on"))
    in_force = sa.exists().where(contact.c.replaced_at.is_(None))
    own = in_force.where(contact.c.cohort_id == cohort.c.id)
    with_stand_in = contact.c.backup_phone != ""
    of_all = in_force.where(contact.c.cohort_id.is_(None), contact.c.institution_id == cohort.c.institution_id)
    stands = sa.or_(own.where(with_stand_in), sa.and_(~own, of_all.where(with_stand_in)))
    due = sa.literal(day + GRACE, sa.Date())
    op.execute(cohort.update().where(cohort.c.ends_on >= sa.literal(day, sa.Date()), ~stands).values(duty_due_on=due))
    op.execute(site.update().where(site.c.is_open).values(duty_due_on=due))
