"""Tags and groups: the sets that users make."""

from sqlalchemy import BLOB, Index
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark


class Tag(Record):
    """Its id follows from its name (`named_id("tag", name)`), so that two laptops make the same one."""

    __tablename__ = "tags"
    number = 14
    label = mark("Tag")

    name: Mapped[str] = field(3, mark("Name"))


class Tagging(Record):
    """`named_id("tagging", tag id, owner id)`."""

    __tablename__ = "taggings"
    number = 15
    label = mark("Tagging")
    owner = "owner_id"
    __table_args__ = (Index(None, "owner_id"), Index(None, "tag_id"))

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    tag_id: Mapped[bytes] = field(4, mark("Tag"), Kind.LINK, BLOB)


class Group(Record):
    """Static members, live criteria, or both."""

    __tablename__ = "groups"
    number = 16
    label = mark("Group")

    name: Mapped[str] = field(3, mark("Name"))
    criteria: Mapped[str | None] = field(4, mark("Criteria"), Kind.LONG_TEXT)
    """JSON of `domain.criteria`."""
    colour: Mapped[str | None] = field(5, mark("Colour"))
    parent_id: Mapped[bytes | None] = field(6, mark("Part of"), Kind.LINK, BLOB)
    """The group that it is a sub-group of."""


class Membership(Record):
    """`named_id("membership", group id, owner id)`."""

    __tablename__ = "memberships"
    number = 17
    label = mark("Membership")
    owner = "owner_id"
    __table_args__ = (Index(None, "owner_id"), Index(None, "group_id", "deleted_at"))

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    group_id: Mapped[bytes] = field(4, mark("Group"), Kind.LINK, BLOB)
