"""first

Step 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sqltypes.AutoString(), nullable=False),
        sa.Column("password_hash", sqltypes.AutoString(), nullable=False),
        sa.Column("seed", sqltypes.AutoString(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "area",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
    )
    op.create_table(
        "arrival",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=False),
        sa.Column("provider_id", sqltypes.AutoString(), nullable=False),
        sa.Column("to_number", sqltypes.AutoString(), nullable=False),
        sa.Column("from_number", sqltypes.AutoString(), nullable=False),
        sa.Column("body", sqltypes.AutoString(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("taken_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("sorted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("result", sqltypes.AutoString(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failure", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_arrival_provider_id")),
    )
    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.create_index(
            "ix_arrival_unsorted",
            ["taken_at"],
            unique=False,
            sqlite_where=sa.text("sorted_at IS NULL"),
            postgresql_where=sa.text("sorted_at IS NULL"),
        )

    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=False),
        sa.Column("key", sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_kind_key_at", ["kind", "key", "at"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("actor_kind", sqltypes.AutoString(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("verb", sqltypes.AutoString(), nullable=False),
        sa.Column("about_kind", sqltypes.AutoString(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("whose_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("where_from", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_about_id"), ["about_id"], unique=False)
        batch_op.create_index(
            "ix_audit_entry_by_the_service",
            ["at", "id"],
            unique=False,
            sqlite_where=sa.text("actor_kind IN ('operator', 'command', 'clock')"),
            postgresql_where=sa.text("actor_kind IN ('operator', 'command', 'clock')"),
        )
        batch_op.create_index("ix_audit_entry_of_contact", ["contact_id", "at"], unique=False)
        batch_op.create_index("ix_audit_entry_of_organisation", ["organisation_id", "at"], unique=False)

    op.create_table(
        "job_run",
        sa.Column("job", sqltypes.AutoString(), nullable=False),
        sa.Column("started_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("failed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("failure", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_job_run")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("holder", sqltypes.AutoString(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "reset_wish",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset_wish")),
    )
    op.create_table(
        "wish",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("job", sqltypes.AutoString(), nullable=False),
        sa.Column("wanted_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("done_at", sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
    )
    op.create_table(
        "audit_detail",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("words", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_detail_entry_id_audit_entry")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_detail")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sqltypes.AutoString(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("words", sqltypes.AutoString(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("seen_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("remembered_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_device_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_device_secret_hash")),
    )
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_account_id"), ["account_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=False),
        sa.Column("secret_hash", sqltypes.AutoString(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("used_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invitation_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_invitation_secret_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_account_id"), ["account_id"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=False),
        sa.Column("slug", sqltypes.AutoString(), nullable=False),
        sa.Column("zone", sqltypes.AutoString(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=False),
        sa.Column("working_days", sqltypes.AutoString(), nullable=False),
        sa.Column("public_phone", sqltypes.AutoString(), nullable=False),
        sa.Column("public_website", sqltypes.AutoString(), nullable=False),
        sa.Column("welcome_who", sqltypes.AutoString(), nullable=False),
        sa.Column("welcome_door", sqltypes.AutoString(), nullable=False),
        sa.Column("welcome_more", sqltypes.AutoString(), nullable=False),
        sa.Column("holiday_reader_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_organisation_area_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sqltypes.AutoString(), nullable=False),
        sa.Column("used_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_account_id"), ["account_id"], unique=False)

    op.create_table(
        "closed_day",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_closed_day_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "day", name=op.f("pk_closed_day")),
    )
    op.create_table(
        "freeze",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sqltypes.AutoString(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_freeze_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freeze")),
    )
    with op.batch_alter_table("freeze", schema=None) as batch_op:
        batch_op.create_index(
            "uq_freeze_standing",
            ["organisation_id", "number"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "household",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_household_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
    )
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_household_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("first_name", sqltypes.AutoString(), nullable=False),
        sa.Column("last_name", sqltypes.AutoString(), nullable=False),
        sa.Column("role_words", sqltypes.AutoString(), nullable=False),
        sa.Column("email", sqltypes.AutoString(), nullable=False),
        sa.Column("work_phone", sqltypes.AutoString(), nullable=False),
        sa.Column("ping_by", sqltypes.AutoString(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("is_enforcing", sa.Boolean(), nullable=False),
        sa.Column("languages", sqltypes.AutoString(), nullable=False),
        sa.Column("helps_with", sqltypes.AutoString(), nullable=False),
        sa.Column("reads_when", sqltypes.AutoString(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.Column("cleared_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("cleared_for_young_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["cover_id"], ["membership.id"], name=op.f("fk_membership_cover_id_membership")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "phone_number",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_phone_number_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_number")),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("uq_phone_number_organisation_id_number")),
    )
    op.create_table(
        "term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_term_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
    )
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "account_membership",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_membership_account_id_account")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_account_membership_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("account_id", "membership_id", name=op.f("pk_account_membership")),
    )
    with op.batch_alter_table("account_membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_membership_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "clearance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=False),
        sa.Column("lapses_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["membership.id"], name=op.f("fk_clearance_confirmed_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_clearance_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["membership.id"], name=op.f("fk_clearance_recorded_by_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance")),
    )
    with op.batch_alter_table("clearance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clearance_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("first_name", sqltypes.AutoString(), nullable=False),
        sa.Column("last_name", sqltypes.AutoString(), nullable=False),
        sa.Column("relation", sqltypes.AutoString(), nullable=False),
        sa.Column("is_known", sa.Boolean(), nullable=False),
        sa.Column("is_young", sa.Boolean(), nullable=False),
        sa.Column("search_text", sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_contact_household_id_household")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contact_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "cover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["membership.id"], name=op.f("fk_cover_by_id_membership")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_cover_membership_id_membership")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
    )
    with op.batch_alter_table("cover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cover_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cover_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "drop_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sqltypes.AutoString(), nullable=False),
        sa.Column("place", sqltypes.AutoString(), nullable=False),
        sa.Column("video_link", sqltypes.AutoString(), nullable=False),
        sa.Column("for_whom", sqltypes.AutoString(), nullable=False),
        sa.Column("in_the_room", sqltypes.AutoString(), nullable=False),
        sa.Column("walk_ins", sa.Boolean(), nullable=False),
        sa.Column("is_weekly", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("gap", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("zone", sqltypes.AutoString(), nullable=False),
        sa.Column("welcome_who", sqltypes.AutoString(), nullable=False),
        sa.Column("welcome_door", sqltypes.AutoString(), nullable=False),
        sa.Column("welcome_way", sqltypes.AutoString(), nullable=False),
        sa.Column("welcome_more", sqltypes.AutoString(), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("baby", sa.Boolean(), nullable=False),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("tea", sa.Boolean(), nullable=False),
        sa.Column("no_uniform", sa.Boolean(), nullable=False),
        sa.Column("no_fines", sa.Boolean(), nullable=False),
        sa.Column("made_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["host_id"], ["membership.id"], name=op.f("fk_drop_in_host_id_membership")),
        sa.ForeignKeyConstraint(["made_by_id"], ["membership.id"], name=op.f("fk_drop_in_made_by_id_membership")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_drop_in_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drop_in")),
    )
    with op.batch_alter_table("drop_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drop_in_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_drop_in_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "leaving",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("goodbye", sqltypes.AutoString(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_leaving_membership_id_membership")),
        sa.ForeignKeyConstraint(["started_by_id"], ["membership.id"], name=op.f("fk_leaving_started_by_id_membership")),
        sa.PrimaryKeyConstraint("membership_id", name=op.f("pk_leaving")),
    )
    op.create_table(
        "local_words",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sqltypes.AutoString(), nullable=False),
        sa.Column("language", sqltypes.AutoString(), nullable=False),
        sa.Column("words", sqltypes.AutoString(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("read_by", sqltypes.AutoString(), nullable=False),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("why_ended", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["membership.id"], name=op.f("fk_local_words_approved_by_id_membership")
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["membership.id"], name=op.f("fk_local_words_ended_by_id_membership")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_local_words_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["membership.id"], name=op.f("fk_local_words_proposed_by_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_words")),
    )
    with op.batch_alter_table("local_words", schema=None) as batch_op:
        batch_op.create_index("ix_local_words_place", ["organisation_id", "purpose", "language"], unique=False)
        batch_op.create_index(
            "uq_local_words_counts",
            ["organisation_id", "purpose", "language"],
            unique=True,
            sqlite_where=sa.text("approved_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("approved_at IS NOT NULL AND ended_at IS NULL"),
        )

    op.create_table(
        "membership_role",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("role", sqltypes.AutoString(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_membership_role_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("membership_id", "role", name=op.f("pk_membership_role")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=False),
        sa.Column("by", sqltypes.AutoString(), nullable=False),
        sa.Column("subject", sqltypes.AutoString(), nullable=False),
        sa.Column("body", sqltypes.AutoString(), nullable=False),
        sa.Column("opens", sqltypes.AutoString(), nullable=False),
        sa.Column("not_before", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("not_after", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("once", sqltypes.AutoString(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "claimed",
                "sent",
                "failed",
                "withdrawn",
                name="notice_state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("claimed_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("made_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_notice_membership_id_membership")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("once", name=op.f("uq_notice_once")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_membership_id"), ["membership_id"], unique=False)
        batch_op.create_index(
            "ix_notice_waiting",
            ["not_before"],
            unique=False,
            sqlite_where=sa.text("state IN ('waiting', 'claimed')"),
            postgresql_where=sa.text("state IN ('waiting', 'claimed')"),
        )

    op.create_table(
        "our_times",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("young_modes", sqltypes.AutoString(), nullable=False),
        sa.Column("no_fines_by_id", sa.Uuid(), nullable=True),
        sa.Column("no_fines_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["no_fines_by_id"], ["membership.id"], name=op.f("fk_our_times_no_fines_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_our_times_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_our_times")),
    )
    op.create_table(
        "phone_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sqltypes.AutoString(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_phone_line_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_phone_line_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_line")),
        sa.UniqueConstraint("number", name=op.f("uq_phone_line_number")),
    )
    with op.batch_alter_table("phone_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phone_line_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "picture",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_picture_membership_id_membership")),
        sa.PrimaryKeyConstraint("membership_id", name=op.f("pk_picture")),
    )
    op.create_table(
        "signed_off",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("language", sqltypes.AutoString(), nullable=False),
        sa.Column("purpose", sqltypes.AutoString(), nullable=False),
        sa.Column("digest", sqltypes.AutoString(), nullable=False),
        sa.Column("read_by", sqltypes.AutoString(), nullable=False),
        sa.Column("signed_by_id", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_signed_off_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["membership.id"], name=op.f("fk_signed_off_signed_by_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_off")),
        sa.UniqueConstraint(
            "organisation_id",
            "language",
            "purpose",
            "digest",
            name=op.f("uq_signed_off_organisation_id_language_purpose_digest"),
        ),
    )
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sqltypes.AutoString(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("started_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("seen_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_staff_session_account_id_account")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_staff_session_device_id_device")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_staff_session_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_staff_session_secret_hash")),
    )
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_session_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_session_device_id"), ["device_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_session_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "translator_choice",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("translator", sqltypes.AutoString(), nullable=False),
        sa.Column("chosen_by_id", sa.Uuid(), nullable=False),
        sa.Column("chosen_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chosen_by_id"], ["membership.id"], name=op.f("fk_translator_choice_chosen_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_translator_choice_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_translator_choice")),
    )
    op.create_table(
        "young_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("first_name", sqltypes.AutoString(), nullable=False),
        sa.Column("last_name", sqltypes.AutoString(), nullable=False),
        sa.Column("school_name", sqltypes.AutoString(), nullable=False),
        sa.Column("year_group", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_young_person_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_young_person_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_young_person")),
    )
    with op.batch_alter_table("young_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_young_person_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_young_person_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "co_host",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("drop_in_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("answered_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("says_yes", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["drop_in_id"], ["drop_in.id"], name=op.f("fk_co_host_drop_in_id_drop_in")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_co_host_membership_id_membership")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_host")),
        sa.UniqueConstraint("drop_in_id", "membership_id", name=op.f("uq_co_host_drop_in_id_membership_id")),
    )
    with op.batch_alter_table("co_host", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_co_host_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "contact_phone",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("phone_number_id", sa.Uuid(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_contact_phone_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["phone_number_id"], ["phone_number.id"], name=op.f("fk_contact_phone_phone_number_id_phone_number")
        ),
        sa.PrimaryKeyConstraint("contact_id", "phone_number_id", name=op.f("pk_contact_phone")),
    )
    with op.batch_alter_table("contact_phone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_phone_phone_number_id"), ["phone_number_id"], unique=False)

    op.create_table(
        "conversation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=True),
        sa.Column("at_front_door", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("waiting_since", sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "waiting_channel",
            sa.Enum(
                "text",
                "web",
                "call",
                "visit",
                "meeting",
                "staff_note",
                name="waiting_channel",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("left_unanswered_since", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("urgent_since", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("older_open_until", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_conversation_contact_id_contact")),
        sa.ForeignKeyConstraint(["line_id"], ["phone_line.id"], name=op.f("fk_conversation_line_id_phone_line")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_conversation_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_conversation_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("contact_id", "membership_id", name=op.f("uq_conversation_contact_id_membership_id")),
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index("ix_conversation_desk_last", ["membership_id", "last_at"], unique=False)
        batch_op.create_index("ix_conversation_desk_waiting", ["membership_id", "waiting_since"], unique=False)
        batch_op.create_index(batch_op.f("ix_conversation_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "family_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sqltypes.AutoString(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=True),
        sa.Column("number", sqltypes.AutoString(), nullable=False),
        sa.Column("handed_by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("used_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_family_link_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["handed_by_id"], ["membership.id"], name=op.f("fk_family_link_handed_by_id_membership")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["phone_line.id"], name=op.f("fk_family_link_line_id_phone_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_link")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_family_link_secret_hash")),
    )
    with op.batch_alter_table("family_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_link_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "family_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sqltypes.AutoString(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=True),
        sa.Column("number", sqltypes.AutoString(), nullable=False),
        sa.Column("handed_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_only_mine", sa.Boolean(), nullable=False),
        sa.Column("started_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("older_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_family_session_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["handed_by_id"], ["membership.id"], name=op.f("fk_family_session_handed_by_id_membership")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["phone_line.id"], name=op.f("fk_family_session_line_id_phone_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_session")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_family_session_secret_hash")),
    )
    with op.batch_alter_table("family_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_session_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "family_word",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("word_hash", sqltypes.AutoString(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_family_word_contact_id_contact")),
        sa.ForeignKeyConstraint(["set_by_id"], ["membership.id"], name=op.f("fk_family_word_set_by_id_membership")),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_family_word")),
    )
    op.create_table(
        "gathering",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("drop_in_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("called_off_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("moved_to_id", sa.Uuid(), nullable=True),
        sa.Column("first_choice_until", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["drop_in_id"], ["drop_in.id"], name=op.f("fk_gathering_drop_in_id_drop_in")),
        sa.ForeignKeyConstraint(["moved_to_id"], ["gathering.id"], name=op.f("fk_gathering_moved_to_id_gathering")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering")),
    )
    with op.batch_alter_table("gathering", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gathering_drop_in_id"), ["drop_in_id"], unique=False)

    op.create_table(
        "held_back",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("from_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("made_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["membership.id"], name=op.f("fk_held_back_by_id_membership")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_held_back_contact_id_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_back")),
    )
    with op.batch_alter_table("held_back", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_back_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "needs",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("needs", sqltypes.AutoString(), nullable=False),
        sa.Column("asked_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_needs_contact_id_contact")),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_needs")),
    )
    op.create_table(
        "next_person",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("next_id", sa.Uuid(), nullable=False),
        sa.Column("starts_fresh", sa.Boolean(), nullable=False),
        sa.Column("told_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_next_person_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["leaving.membership_id"], name=op.f("fk_next_person_membership_id_leaving")
        ),
        sa.ForeignKeyConstraint(["next_id"], ["membership.id"], name=op.f("fk_next_person_next_id_membership")),
        sa.PrimaryKeyConstraint("membership_id", "contact_id", name=op.f("pk_next_person")),
    )
    op.create_table(
        "relationship",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("chosen_by", sqltypes.AutoString(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_relationship_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_relationship_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationship")),
    )
    with op.batch_alter_table("relationship", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relationship_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_relationship_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "stop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("number", sqltypes.AutoString(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["line_id"], ["phone_line.id"], name=op.f("fk_stop_line_id_phone_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop")),
    )
    with op.batch_alter_table("stop", schema=None) as batch_op:
        batch_op.create_index(
            "uq_stop_standing",
            ["line_id", "number"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "wishes",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("reads", sqltypes.AutoString(), nullable=False),
        sa.Column("speaks", sqltypes.AutoString(), nullable=False),
        sa.Column("closed_from", sa.Time(), nullable=True),
        sa.Column("closed_until", sa.Time(), nullable=True),
        sa.Column("wants_links", sa.Boolean(), nullable=False),
        sa.Column("wants_translation", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_wishes_contact_id_contact")),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_wishes")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum("in", "out", "aside", name="direction", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "text",
                "web",
                "call",
                "visit",
                "meeting",
                "staff_note",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("author_membership_id", sa.Uuid(), nullable=True),
        sa.Column("author_contact_id", sa.Uuid(), nullable=True),
        sa.Column("body", sqltypes.AutoString(), nullable=False),
        sa.Column("search_text", sqltypes.AutoString(), nullable=False),
        sa.Column("happened_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("stored_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("answers_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sqltypes.AutoString(), nullable=False),
        sa.Column("once", sqltypes.AutoString(), nullable=True),
        sa.Column("may_be_either", sa.Boolean(), nullable=False),
        sa.Column("pictures", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "kept",
                "queued",
                "claimed",
                "attempting",
                "unknown",
                "accepted",
                "sent",
                "delivered",
                "undelivered",
                "failed",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("state_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("line_id", sa.Uuid(), nullable=True),
        sa.Column("number", sqltypes.AutoString(), nullable=True),
        sa.Column("not_before", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("not_after", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("claimed_by", sqltypes.AutoString(), nullable=True),
        sa.Column("claimed_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("attempted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("look_ups", sa.Integer(), nullable=False),
        sa.Column("resends", sa.Integer(), nullable=False),
        sa.Column("wire_digest", sqltypes.AutoString(), nullable=True),
        sa.Column("provider_id", sqltypes.AutoString(), nullable=True),
        sa.Column("earlier_provider_ids", sqltypes.AutoString(), nullable=False),
        sa.Column("error_code", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "direction != 'out' OR author_membership_id IS NOT NULL", name=op.f("ck_message_outbound_has_author")
        ),
        sa.CheckConstraint(
            "direction != 'out' OR by_hand OR answers_id IS NOT NULL",
            name=op.f("ck_message_outbound_by_hand_or_an_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["author_contact_id"], ["contact.id"], name=op.f("fk_message_author_contact_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["author_membership_id"], ["membership.id"], name=op.f("fk_message_author_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_message_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["phone_line.id"], name=op.f("fk_message_line_id_phone_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("once", name=op.f("uq_message_once")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_message_provider_id")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_message_last_written",
            ["number", "line_id", "happened_at"],
            unique=False,
            sqlite_where=sa.text("direction = 'out'"),
            postgresql_where=sa.text("direction = 'out'"),
        )
        batch_op.create_index(
            "ix_message_never_arrived",
            ["author_membership_id", "conversation_id", "state_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('undelivered', 'failed', 'withdrawn')"),
            postgresql_where=sa.text("state IN ('undelivered', 'failed', 'withdrawn')"),
        )
        batch_op.create_index(
            "ix_message_outbox",
            ["state", "not_before", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('queued', 'claimed', 'attempting', 'unknown')"),
            postgresql_where=sa.text("state IN ('queued', 'claimed', 'attempting', 'unknown')"),
        )
        batch_op.create_index("ix_message_thread", ["conversation_id", "happened_at", "id"], unique=False)

    op.create_table(
        "slot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("drop_in_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("wall", sa.Time(), nullable=False),
        sa.Column("starts_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ends_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("taken_out_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["drop_in_id"], ["drop_in.id"], name=op.f("fk_slot_drop_in_id_drop_in")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_slot_gathering_id_gathering")),
        sa.ForeignKeyConstraint(["host_id"], ["membership.id"], name=op.f("fk_slot_host_id_membership")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_slot_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint("gathering_id", "starts_at", name=op.f("uq_slot_gathering_id_starts_at")),
    )
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.create_index("ix_slot_of_host", ["host_id", "starts_at"], unique=False)
        batch_op.create_index("ix_slot_soonest", ["starts_at", "id"], unique=False)

    op.create_table(
        "booking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("made_by", sqltypes.AutoString(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("met_by_id", sa.Uuid(), nullable=True),
        sa.Column("reminded_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("told_of", sqltypes.AutoString(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_how", sqltypes.AutoString(), nullable=False),
        sa.Column("moved_to_id", sa.Uuid(), nullable=True),
        sa.Column("came", sqltypes.AutoString(), nullable=False),
        sa.Column("came_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_booking_contact_id_contact")),
        sa.ForeignKeyConstraint(["met_by_id"], ["membership.id"], name=op.f("fk_booking_met_by_id_membership")),
        sa.ForeignKeyConstraint(["moved_to_id"], ["booking.id"], name=op.f("fk_booking_moved_to_id_booking")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_booking_slot_id_slot")),
        sa.ForeignKeyConstraint(["staff_id"], ["membership.id"], name=op.f("fk_booking_staff_id_membership")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_slot_id"), ["slot_id"], unique=False)
        batch_op.create_index(
            "uq_booking_seat",
            ["slot_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("number", sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_offer_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["phone_line.id"], name=op.f("fk_offer_line_id_phone_line")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_offer_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_message_id"), ["message_id"], unique=False)
        batch_op.create_index(
            "uq_offer_open",
            ["line_id", "number"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "translation",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("language", sqltypes.AutoString(), nullable=False),
        sa.Column("words", sqltypes.AutoString(), nullable=True),
        sa.Column("by", sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_translation_message_id_message")),
        sa.PrimaryKeyConstraint("message_id", "language", name=op.f("pk_translation")),
    )
    with op.batch_alter_table("translation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_translation_wanted",
            ["next_try_at"],
            unique=False,
            sqlite_where=sa.text("next_try_at IS NOT NULL"),
            postgresql_where=sa.text("next_try_at IS NOT NULL"),
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("translation", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_translation_wanted",
            sqlite_where=sa.text("next_try_at IS NOT NULL"),
            postgresql_where=sa.text("next_try_at IS NOT NULL"),
        )

    op.drop_table("translation")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_offer_open", sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_offer_message_id"))
        batch_op.drop_index(batch_op.f("ix_offer_conversation_id"))

    op.drop_table("offer")
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_booking_seat", sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_booking_slot_id"))
        batch_op.drop_index(batch_op.f("ix_booking_contact_id"))

    op.drop_table("booking")
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.drop_index("ix_slot_soonest")
        batch_op.drop_index("ix_slot_of_host")

    op.drop_table("slot")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_thread")
        batch_op.drop_index(
            "ix_message_outbox",
            sqlite_where=sa.text("state IN ('queued', 'claimed', 'attempting', 'unknown')"),
            postgresql_where=sa.text("state IN ('queued', 'claimed', 'attempting', 'unknown')"),
        )
        batch_op.drop_index(
            "ix_message_never_arrived",
            sqlite_where=sa.text("state IN ('undelivered', 'failed', 'withdrawn')"),
            postgresql_where=sa.text("state IN ('undelivered', 'failed', 'withdrawn')"),
        )
        batch_op.drop_index(
            "ix_message_last_written",
            sqlite_where=sa.text("direction = 'out'"),
            postgresql_where=sa.text("direction = 'out'"),
        )

    op.drop_table("message")
    op.drop_table("wishes")
    with op.batch_alter_table("stop", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_stop_standing", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")
        )

    op.drop_table("stop")
    with op.batch_alter_table("relationship", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_relationship_membership_id"))
        batch_op.drop_index(batch_op.f("ix_relationship_contact_id"))

    op.drop_table("relationship")
    op.drop_table("next_person")
    op.drop_table("needs")
    with op.batch_alter_table("held_back", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_held_back_contact_id"))

    op.drop_table("held_back")
    with op.batch_alter_table("gathering", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gathering_drop_in_id"))

    op.drop_table("gathering")
    op.drop_table("family_word")
    with op.batch_alter_table("family_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_session_contact_id"))

    op.drop_table("family_session")
    with op.batch_alter_table("family_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_link_contact_id"))

    op.drop_table("family_link")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_organisation_id"))
        batch_op.drop_index("ix_conversation_desk_waiting")
        batch_op.drop_index("ix_conversation_desk_last")

    op.drop_table("conversation")
    with op.batch_alter_table("contact_phone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_phone_phone_number_id"))

    op.drop_table("contact_phone")
    with op.batch_alter_table("co_host", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_co_host_membership_id"))

    op.drop_table("co_host")
    with op.batch_alter_table("young_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_young_person_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_young_person_household_id"))

    op.drop_table("young_person")
    op.drop_table("translator_choice")
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_session_membership_id"))
        batch_op.drop_index(batch_op.f("ix_staff_session_device_id"))
        batch_op.drop_index(batch_op.f("ix_staff_session_account_id"))

    op.drop_table("staff_session")
    op.drop_table("signed_off")
    op.drop_table("picture")
    with op.batch_alter_table("phone_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phone_line_organisation_id"))

    op.drop_table("phone_line")
    op.drop_table("our_times")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notice_waiting",
            sqlite_where=sa.text("state IN ('waiting', 'claimed')"),
            postgresql_where=sa.text("state IN ('waiting', 'claimed')"),
        )
        batch_op.drop_index(batch_op.f("ix_notice_membership_id"))

    op.drop_table("notice")
    op.drop_table("membership_role")
    with op.batch_alter_table("local_words", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_local_words_counts",
            sqlite_where=sa.text("approved_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("approved_at IS NOT NULL AND ended_at IS NULL"),
        )
        batch_op.drop_index("ix_local_words_place")

    op.drop_table("local_words")
    op.drop_table("leaving")
    with op.batch_alter_table("drop_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drop_in_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_drop_in_host_id"))

    op.drop_table("drop_in")
    with op.batch_alter_table("cover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cover_membership_id"))
        batch_op.drop_index(batch_op.f("ix_cover_by_id"))

    op.drop_table("cover")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_contact_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_contact_household_id"))

    op.drop_table("contact")
    with op.batch_alter_table("clearance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clearance_membership_id"))

    op.drop_table("clearance")
    with op.batch_alter_table("account_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_membership_membership_id"))

    op.drop_table("account_membership")
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_term_organisation_id"))

    op.drop_table("term")
    op.drop_table("phone_number")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))

    op.drop_table("membership")
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_household_organisation_id"))

    op.drop_table("household")
    with op.batch_alter_table("freeze", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_freeze_standing", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")
        )

    op.drop_table("freeze")
    op.drop_table("closed_day")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_account_id"))

    op.drop_table("recovery_code")
    op.drop_table("organisation")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_account_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_device_account_id"))

    op.drop_table("device")
    op.drop_table("audit_detail")
    op.drop_table("wish")
    op.drop_table("reset_wish")
    op.drop_table("lease")
    op.drop_table("job_run")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_of_organisation")
        batch_op.drop_index("ix_audit_entry_of_contact")
        batch_op.drop_index(
            "ix_audit_entry_by_the_service",
            sqlite_where=sa.text("actor_kind IN ('operator', 'command', 'clock')"),
            postgresql_where=sa.text("actor_kind IN ('operator', 'command', 'clock')"),
        )
        batch_op.drop_index(batch_op.f("ix_audit_entry_about_id"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_attempt_kind_key_at")

    op.drop_table("attempt")
    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_arrival_unsorted",
            sqlite_where=sa.text("sorted_at IS NULL"),
            postgresql_where=sa.text("sorted_at IS NULL"),
        )

    op.drop_table("arrival")
    op.drop_table("area")
    op.drop_table("account")
