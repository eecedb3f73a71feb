"""Contacts, companies and all that hangs on them; the journal; the finder."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

JOURNAL = """
CREATE TABLE journal (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    step INTEGER,
    hlc INTEGER NOT NULL DEFAULT 0,
    ctx INTEGER NOT NULL DEFAULT 0,
    device BLOB NOT NULL
);
CREATE TABLE steps (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    device BLOB NOT NULL,
    ctx INTEGER NOT NULL,
    undoes INTEGER,
    undone_by INTEGER,
    can_undo INTEGER NOT NULL,
    first_change INTEGER NOT NULL,
    last_change INTEGER NOT NULL
);
CREATE INDEX ix_steps_undone_by ON steps (undone_by) WHERE undone_by IS NOT NULL;
CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    step INTEGER NOT NULL,
    tbl INTEGER NOT NULL,
    row BLOB NOT NULL,
    hlc INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    mask INTEGER NOT NULL,
    old TEXT
);
CREATE INDEX ix_changes_row ON changes (row);
INSERT INTO journal (one, device) VALUES (1, randomblob(8))
"""

FINDER = """
CREATE TABLE finder (
    doc INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    filed_as TEXT NOT NULL,
    spoken TEXT NOT NULL,
    sorted TEXT NOT NULL,
    detail TEXT NOT NULL,
    place TEXT NOT NULL
);
CREATE INDEX ix_finder_kind ON finder (kind);
CREATE INDEX ix_finder_sorted ON finder (kind, sorted, doc);
CREATE INDEX ix_finder_spoken ON finder (kind, spoken, doc);
CREATE VIRTUAL TABLE finder_names USING fts5 (
    words, content = '', contentless_delete = 1, prefix = '1 2 3', detail = none,
    tokenize = 'ascii'
);
CREATE VIRTUAL TABLE finder_words USING fts5 (
    words, content = '', contentless_delete = 1, prefix = '1 2 3 4 5 6', detail = none,
    tokenize = 'ascii'
);
INSERT INTO finder_names (finder_names, rank) VALUES ('deletemerge', 0);
INSERT INTO finder_words (finder_words, rank) VALUES ('deletemerge', 0)
"""


def upgrade() -> None:
    for statement in (JOURNAL + ";" + FINDER).split(";"):
        op.execute(statement)
    op.create_table(
        "addresses",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("owner_id", sa.BLOB(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=True),
        sa.Column("street2", sa.String(), nullable=True),
        sa.Column("street3", sa.String(), nullable=True),
        sa.Column("po_box", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("postal_code", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("is_mailing", sa.Boolean(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_owner_id"), "addresses", ["owner_id"], unique=False)
    op.create_table(
        "affiliations",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("contact_id", sa.BLOB(), nullable=False),
        sa.Column("company_id", sa.BLOB(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("since", sa.String(), nullable=True),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliations")),
    )
    op.create_index(op.f("ix_affiliations_company_id"), "affiliations", ["company_id"], unique=False)
    op.create_index(op.f("ix_affiliations_contact_id"), "affiliations", ["contact_id"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("owner_id", sa.BLOB(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.BLOB(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_owner_id"), "attachments", ["owner_id"], unique=False)
    op.create_table(
        "companies",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phonetic_name", sa.String(), nullable=True),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("salutation", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("id_status", sa.String(), nullable=True),
        sa.Column("tax_number", sa.String(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companies")),
    )
    op.create_table(
        "contacts",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("given_name", sa.String(), nullable=True),
        sa.Column("middle_name", sa.String(), nullable=True),
        sa.Column("family_name", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.Column("full_name", sa.String(), nullable=True),
        sa.Column("nickname", sa.String(), nullable=True),
        sa.Column("phonetic_given_name", sa.String(), nullable=True),
        sa.Column("phonetic_family_name", sa.String(), nullable=True),
        sa.Column("salutation", sa.String(), nullable=True),
        sa.Column("birthday", sa.String(), nullable=True),
        sa.Column("anniversary", sa.String(), nullable=True),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("marital_status", sa.String(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("id_status", sa.String(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_table(
        "custom_fields",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("choices", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_fields")),
    )
    op.create_table(
        "custom_values",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("owner_id", sa.BLOB(), nullable=False),
        sa.Column("field_id", sa.BLOB(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_values")),
    )
    op.create_index(op.f("ix_custom_values_field_id_value"), "custom_values", ["field_id", "value"], unique=False)
    op.create_index(op.f("ix_custom_values_owner_id"), "custom_values", ["owner_id"], unique=False)
    op.create_table(
        "emails",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("owner_id", sa.BLOB(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emails")),
    )
    op.create_index(op.f("ix_emails_owner_id"), "emails", ["owner_id"], unique=False)
    op.create_table(
        "external_ids",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("owner_id", sa.BLOB(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_ids")),
    )
    op.create_index(op.f("ix_external_ids_key"), "external_ids", ["key"], unique=False)
    op.create_index(op.f("ix_external_ids_owner_id"), "external_ids", ["owner_id"], unique=False)
    op.create_table(
        "groups",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("criteria", sa.String(), nullable=True),
        sa.Column("colour", sa.String(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
    )
    op.create_table(
        "leftovers",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("owner_id", sa.BLOB(), nullable=False),
        sa.Column("lines", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leftovers")),
    )
    op.create_index(op.f("ix_leftovers_owner_id"), "leftovers", ["owner_id"], unique=False)
    op.create_table(
        "links",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("owner_id", sa.BLOB(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_owner_id"), "links", ["owner_id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("owner_id", sa.BLOB(), nullable=False),
        sa.Column("group_id", sa.BLOB(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_group_id_deleted_at"), "memberships", ["group_id", "deleted_at"], unique=False)
    op.create_index(op.f("ix_memberships_owner_id"), "memberships", ["owner_id"], unique=False)
    op.create_table(
        "notes",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("owner_id", sa.BLOB(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("is_html", sa.Boolean(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_owner_id"), "notes", ["owner_id"], unique=False)
    op.create_table(
        "opt_outs",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("owner_id", sa.BLOB(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("since", sa.String(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opt_outs")),
    )
    op.create_index(op.f("ix_opt_outs_owner_id"), "opt_outs", ["owner_id"], unique=False)
    op.create_table(
        "phones",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("owner_id", sa.BLOB(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("e164", sa.String(), nullable=True),
        sa.Column("extension", sa.String(), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phones")),
    )
    op.create_index(op.f("ix_phones_owner_id"), "phones", ["owner_id"], unique=False)
    op.create_table(
        "photos",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("owner_id", sa.BLOB(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
    )
    op.create_index(op.f("ix_photos_owner_id"), "photos", ["owner_id"], unique=False)
    op.create_table(
        "preferences",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preferences")),
    )
    op.create_table(
        "relation_types",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("inverse", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation_types")),
    )
    op.create_table(
        "relations",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("from_id", sa.BLOB(), nullable=False),
        sa.Column("to_id", sa.BLOB(), nullable=True),
        sa.Column("to_name", sa.String(), nullable=True),
        sa.Column("type_id", sa.BLOB(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relations")),
    )
    op.create_index(op.f("ix_relations_from_id"), "relations", ["from_id"], unique=False)
    op.create_index(op.f("ix_relations_to_id"), "relations", ["to_id"], unique=False)
    op.create_table(
        "taggings",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("owner_id", sa.BLOB(), nullable=False),
        sa.Column("tag_id", sa.BLOB(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taggings")),
    )
    op.create_index(op.f("ix_taggings_owner_id"), "taggings", ["owner_id"], unique=False)
    op.create_index(op.f("ix_taggings_tag_id"), "taggings", ["tag_id"], unique=False)
    op.create_table(
        "tags",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
    )
