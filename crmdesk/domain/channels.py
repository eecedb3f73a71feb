"""The ways to reach a contact or a company: phones, e-mails, postal addresses, web and social links."""

from sqlalchemy import BLOB
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark

PHONE_LABELS = (
    ("mobile", mark("mobile")),
    ("work", mark("work")),
    ("home", mark("home")),
    ("main", mark("main")),
    ("work fax", mark("work fax")),
    ("home fax", mark("home fax")),
    ("fax", mark("fax")),
    ("pager", mark("pager")),
    ("other", mark("other")),
)
PLACE_LABELS = (("work", mark("work")), ("home", mark("home")), ("other", mark("other")))
LINK_LABELS = (
    ("work", mark("work")),
    ("home", mark("home")),
    ("profile", mark("profile")),
    ("chat", mark("chat")),
    ("other", mark("other")),
)


class Phone(Record):
    __tablename__ = "phones"
    number = 6
    label = mark("Phone")
    owner = "owner_id"
    together = (("value", "e164", "extension"),)

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    label_: Mapped[str] = field(4, mark("Label"), name="label", choices=PHONE_LABELS, default="other")
    """One of PHONE_LABELS, or the user's own word; so with the labels of the other channels."""
    value: Mapped[str] = field(5, mark("Number"), searched=True, personal=True)
    """As typed."""
    e164: Mapped[str | None] = field(6, mark("International number"), searched=True, personal=True)
    """Where `value` can be understood; without extension (ITU-T E.164)."""
    extension: Mapped[str | None] = field(7, mark("Extension"), personal=True)
    is_primary: Mapped[bool] = field(8, mark("Primary"), Kind.YES_NO, default=False)
    position: Mapped[int] = field(9, mark("Order"), Kind.NUMBER, default=0)


class Email(Record):
    __tablename__ = "emails"
    number = 7
    label = mark("E-mail")
    owner = "owner_id"

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    label_: Mapped[str] = field(4, mark("Label"), name="label", choices=PLACE_LABELS, default="other")
    value: Mapped[str] = field(5, mark("Address"), searched=True, personal=True)
    """As typed."""
    is_primary: Mapped[bool] = field(6, mark("Primary"), Kind.YES_NO, default=False)
    position: Mapped[int] = field(7, mark("Order"), Kind.NUMBER, default=0)


class Address(Record):
    """A postal address in parts; `printing.addresses` puts them in the order of the destination."""

    __tablename__ = "addresses"
    number = 8
    label = mark("Postal address")
    owner = "owner_id"
    together = (("street", "street2", "street3", "po_box", "city", "region", "postal_code", "country"),)

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    label_: Mapped[str] = field(4, mark("Label"), name="label", choices=PLACE_LABELS, default="other")
    street: Mapped[str | None] = field(5, mark("Street"), searched=True, personal=True)
    street2: Mapped[str | None] = field(6, mark("Street 2"), searched=True, personal=True)
    street3: Mapped[str | None] = field(7, mark("Street 3"), searched=True, personal=True)
    po_box: Mapped[str | None] = field(8, mark("PO box"), searched=True, personal=True)
    city: Mapped[str | None] = field(9, mark("City"), searched=True, personal=True)
    region: Mapped[str | None] = field(10, mark("Region"), searched=True, personal=True)
    postal_code: Mapped[str | None] = field(11, mark("Postal code"), searched=True, personal=True)
    country: Mapped[str | None] = field(12, mark("Country"), Kind.COUNTRY, personal=True)
    """A code where the country is known, else as it was written."""
    is_mailing: Mapped[bool] = field(13, mark("Mailing address"), Kind.YES_NO, default=False)
    """The one address that labels and letters go to."""
    is_primary: Mapped[bool] = field(14, mark("Primary"), Kind.YES_NO, default=False)
    position: Mapped[int] = field(15, mark("Order"), Kind.NUMBER, default=0)


class Link(Record):
    """A web page, a profile or the name in a chat service."""

    __tablename__ = "links"
    number = 9
    label = mark("Web link")
    owner = "owner_id"
    together = (("value", "service"),)

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    label_: Mapped[str] = field(4, mark("Label"), name="label", choices=LINK_LABELS, default="other")
    value: Mapped[str] = field(5, mark("Address"), searched=True, personal=True)
    service: Mapped[str | None] = field(6, mark("Service"))
    """The chat or social service in lower case (`skype`, `linkedin`); nothing for a plain page."""
    is_primary: Mapped[bool] = field(7, mark("Primary"), Kind.YES_NO, default=False)
    position: Mapped[int] = field(8, mark("Order"), Kind.NUMBER, default=0)
