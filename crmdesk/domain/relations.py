"""Who is what to whom: people among themselves, companies among themselves."""

from sqlalchemy import BLOB, Index
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark


class RelationType(Record):
    """A user-defined pair of words such as parent / child. Its id follows from its name."""

    __tablename__ = "relation_types"
    number = 10
    label = mark("Relation type")
    together = (("name", "inverse"),)

    name: Mapped[str] = field(3, mark("Name"))
    inverse: Mapped[str | None] = field(4, mark("Seen from the other side"))
    """Nothing where both sides say the same (spouse / spouse)."""
    kind: Mapped[str] = field(
        5,
        mark("Between"),
        Kind.CHOICE,
        choices=(("contacts", mark("People")), ("companies", mark("Companies"))),
        default="contacts",
    )


class Relation(Record):
    """`from` has `to` as its `type`: Ana's spouse is Rui."""

    __tablename__ = "relations"
    number = 11
    label = mark("Relation")
    owner = "from_id"
    together = (("to_id", "to_name"),)
    __table_args__ = (Index(None, "from_id"), Index(None, "to_id"))

    from_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    to_id: Mapped[bytes | None] = field(4, mark("To"), Kind.LINK, BLOB)
    """Nothing while the other is known by name only."""
    to_name: Mapped[str | None] = field(5, mark("Name"), personal=True)
    type_id: Mapped[bytes] = field(6, mark("Relation type"), Kind.LINK, BLOB)
