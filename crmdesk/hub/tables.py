"""What the hub keeps: logs of entries it cannot read, and who may have them.

Every key begins with the log or the workspace that it belongs to, so that a cluster can spread the tables by it. A
door alone is found by what somebody shows. Nothing counts by sequences, triggers or keys across logs.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, LargeBinary, MetaData, String, Table

metadata = MetaData()


def _key(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, primary_key=True)


def _place(name: str) -> Column[int]:
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def _bytes(name: str, *, nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, String, nullable=nullable)


def _yes(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


logs = Table(
    "logs",
    metadata,
    _key("log"),
    _bytes("workspace"),
    _bytes("person", nullable=True),  # whose own it is
    _number("head"),  # the last place
    _bytes("epochs"),  # those it has been through, packed
    _number("size"),  # bytes of its entries
    _number("floor"),  # up to where something may be in the grave
    Index("logs_by_workspace", "workspace"),
)

entries = Table(
    "entries",
    metadata,
    _key("log"),
    _place("place"),
    _number("epoch"),
    _bytes("id"),
    _bytes("device"),
    _number("number"),
    _number("clock"),
    _bytes("body"),
    _bytes("past", nullable=True),  # labels and places it had besides, packed
    _number("replaced_at", nullable=True),  # since when it counts no more
    _number("gone_at", nullable=True),  # since when it is in the grave
    Index("entries_by_id", "log", "id"),
)
Index(
    "entries_left",
    entries.c.log,
    entries.c.place,
    postgresql_where=entries.c.gone_at.is_(None),
    sqlite_where=entries.c.gone_at.is_(None),
)

writers = Table(
    "writers",
    metadata,
    _key("log"),
    _key("device"),  # as it calls itself in the log
    _bytes("pairing"),  # the device that it is here
    _number("last"),  # how many changes it told
    _bytes("chain"),  # after the last
)

told = Table(
    "told",
    metadata,
    _key("log"),
    _key("device"),
    _place("last"),  # number of the last of these
    _bytes("chain"),  # before the first
    _bytes("ids"),  # one after the other
)

blobs = Table(
    "blobs",
    metadata,
    _key("log"),
    _key("name"),
    _place("part"),
    _number("parts"),
    _number("size"),
)

keys = Table("keys", metadata, _key("log"), _key("device"), _place("number"), _bytes("sealed"))

workspaces = Table(
    "workspaces",
    metadata,
    _key("id"),
    _text("name"),
    _text("folded"),
    _yes("is_sealed"),
    _bytes("shared_log"),
    _number("quota", nullable=True),  # bytes of entries and files; none: as much as the disk holds
    _number("made_at"),
    Index("workspaces_by_name", "folded"),
)

people = Table(
    "people",
    metadata,
    _key("workspace"),
    _key("id"),
    _text("name"),
    _text("folded", nullable=True),  # none: the person left, and the name is free
    _text("role"),
    _text("password", nullable=True),
    _yes("may_export"),
    _yes("is_active"),
    _bytes("own_log"),
    _number("made_at"),
    _number("removed_at", nullable=True),
    Index("people_by_name", "workspace", "folded", unique=True),
)

devices = Table(
    "devices",
    metadata,
    _key("workspace"),
    _key("id"),
    _bytes("person"),
    _text("machine"),
    _bytes("public_key"),
    _bytes("token"),
    _bytes("next_token", nullable=True),  # from its first use on the only one
    _number("made_at"),
    _number("seen_at", nullable=True),
    _number("revoked_at", nullable=True),
)

invitations = Table(
    "invitations",
    metadata,
    _key("workspace"),
    _key("id"),
    _bytes("code"),
    _text("role"),
    _text("for_name"),
    _bytes("person", nullable=True),  # who is here already and gets another device
    _bytes("invited_by", nullable=True),
    _number("made_at"),
    _number("expires_at"),
    _bytes("used_by", nullable=True),  # the device
)

doors = Table("doors", metadata, _key("secret"), _bytes("workspace"), _bytes("of"))
"""By the digest of a token or a code: which device or invitation it is of."""

presence = Table("presence", metadata, _key("workspace"), _key("device"), _bytes("what"), _number("until"))
