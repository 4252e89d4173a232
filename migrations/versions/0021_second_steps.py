"""Second steps of sign-in: secrets, passkeys, recovery codes; reviews of who may do what."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("browser_session", sa.Column("second_step_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("browser_session", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    _half_sign_in()
    _factors()
    _codes()
    _by_others()


def downgrade() -> None:
    for table in (
        "access_review",
        "step_reset",
        "step_draft",
        "recovery_code",
        "passkey",
        "app_secret",
        "half_sign_in",
    ):
        op.drop_table(table)
    op.drop_column("browser_session", "confirmed_at")
    op.drop_column("browser_session", "second_step_at")


def _half_sign_in() -> None:
    op.create_table(
        "half_sign_in",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("going", sa.String(length=2000), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_half_sign_in_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_half_sign_in"),
        sa.UniqueConstraint("token_hash", name="uq_half_sign_in_token_hash"),
    )
    op.create_index("ix_half_sign_in_person_id", "half_sign_in", ["person_id"])


def _factors() -> None:
    op.create_table(
        "app_secret",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_app_secret_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_app_secret"),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_passkey_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
    )
    op.create_index("ix_passkey_person_id", "passkey", ["person_id"])


def _codes() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_recovery_code_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        sa.UniqueConstraint("person_id", "code_hash", name="uq_recovery_code_person_id_code_hash"),
    )
    op.create_table(
        "step_draft",
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_step_draft_person_id"),
        sa.PrimaryKeyConstraint("browser_hash", "kind", name="pk_step_draft"),
    )
    op.create_index("ix_step_draft_person_id", "step_draft", ["person_id"])


def _by_others() -> None:
    op.create_table(
        "step_reset",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_step_reset_by_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_step_reset_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_step_reset"),
    )
    op.create_index("ix_step_reset_person_id", "step_reset", ["person_id"])
    op.create_table(
        "access_review",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_access_review_by_id"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_access_review_institution_id"),
        sa.PrimaryKeyConstraint("id", name="pk_access_review"),
    )
    op.create_index("ix_access_review_institution_id_at", "access_review", ["institution_id", "at"])
