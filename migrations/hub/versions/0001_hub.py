"""Logs, who tells them, files; workspaces, people, their devices, invitations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _logs()
    _what_was_told()
    _people()
    _devices()


def _logs() -> None:
    op.create_table(
        "logs",
        _key("log"),
        _bytes("workspace"),
        _bytes("person", nullable=True),
        _number("head"),
        _bytes("epochs"),
        _number("size"),
        _number("floor"),
    )
    op.create_index("logs_by_workspace", "logs", ["workspace"])
    op.create_table(
        "entries",
        _key("log"),
        _place("place"),
        _number("epoch"),
        _bytes("id"),
        _bytes("device"),
        _number("number"),
        _number("clock"),
        _bytes("body"),
        _bytes("past", nullable=True),
        _number("replaced_at", nullable=True),
        _number("gone_at", nullable=True),
    )
    op.create_index("entries_by_id", "entries", ["log", "id"])
    is_left = sa.column("gone_at").is_(None)
    op.create_index("entries_left", "entries", ["log", "place"], postgresql_where=is_left, sqlite_where=is_left)


def _what_was_told() -> None:
    op.create_table("writers", _key("log"), _key("device"), _bytes("pairing"), _number("last"), _bytes("chain"))
    op.create_table("told", _key("log"), _key("device"), _place("last"), _bytes("chain"), _bytes("ids"))
    op.create_table("blobs", _key("log"), _key("name"), _place("part"), _number("parts"), _number("size"))
    op.create_table("keys", _key("log"), _key("device"), _place("number"), _bytes("sealed"))


def _people() -> None:
    op.create_table(
        "workspaces",
        _key("id"),
        _text("name"),
        _text("folded"),
        _yes("is_sealed"),
        _bytes("shared_log"),
        _number("quota", nullable=True),
        _number("made_at"),
    )
    op.create_index("workspaces_by_name", "workspaces", ["folded"])
    op.create_table(
        "people",
        _key("workspace"),
        _key("id"),
        _text("name"),
        _text("folded", nullable=True),
        _text("role"),
        _text("password", nullable=True),
        _yes("may_export"),
        _yes("is_active"),
        _bytes("own_log"),
        _number("made_at"),
        _number("removed_at", nullable=True),
    )
    op.create_index("people_by_name", "people", ["workspace", "folded"], unique=True)


def _devices() -> None:
    op.create_table(
        "devices",
        _key("workspace"),
        _key("id"),
        _bytes("person"),
        _text("machine"),
        _bytes("public_key"),
        _bytes("token"),
        _bytes("next_token", nullable=True),
        _number("made_at"),
        _number("seen_at", nullable=True),
        _number("revoked_at", nullable=True),
    )
    op.create_table(
        "invitations",
        _key("workspace"),
        _key("id"),
        _bytes("code"),
        _text("role"),
        _text("for_name"),
        _bytes("person", nullable=True),
        _bytes("invited_by", nullable=True),
        _number("made_at"),
        _number("expires_at"),
        _bytes("used_by", nullable=True),
    )
    op.create_table("doors", _key("secret"), _bytes("workspace"), _bytes("of"))
    op.create_table("presence", _key("workspace"), _key("device"), _bytes("what"), _number("until"))


def _key(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), primary_key=True)


def _place(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), primary_key=True, autoincrement=False)


def _bytes(name: str, *, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _yes(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)
