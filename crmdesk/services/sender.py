"""The own business as letters, envelopes and quotes name it: the company of the file that was chosen for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from crmdesk import i18n
from crmdesk.domain.base import Record
from crmdesk.domain.channels import Address, Email, Link, Phone
from crmdesk.domain.companies import Company
from crmdesk.domain.contacts import Photo
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.preferences import Preference
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _
from crmdesk.services import preferences, records
from crmdesk.services.cards import Writer
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk
from crmdesk.store.store import Store

OWN, FOOT = "own_company", "letter_foot"
_WAYS: dict[str, type[Record]] = {"phones": Phone, "emails": Email, "links": Link, "addresses": Address}
_PLACE = ("street", "street2", "street3", "po_box", "postal_code", "city", "region", "country")
_LOGO_SIDE = 1200
"""Pixels: 10 cm in print, and no more than that in the file."""


@dataclass(frozen=True, slots=True)
class Sender:
    id: bytes
    name: str
    lines: list[str] = field(default_factory=list)
    """Of the address as its own country writes it, without the name and the country."""
    country: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    tax_number: str = ""
    logo: bytes | None = None
    """PNG or JPEG."""
    foot: str = ""
    """What stands at the foot of letters, such as bank and register."""
    address: dict[str, str] = field(default_factory=dict)
    """By column."""

    @property
    def line(self) -> str:
        """The whole sender in one line, for the window of an envelope."""
        return " · ".join([self.name, *self.lines])


def of(session: Session) -> Sender | None:
    """Nothing where none was chosen, or the company is gone."""
    key = _chosen(session, OWN)
    row = next(bulk.fetch(session, Company, "id", [bytes.fromhex(key)]), None) if key else None
    if row is None:
        return None
    address = {name: value for name in _PLACE if (value := _first(session, Address, row["id"]).get(name))}
    home = preferences.country(session)
    phone, email, web = (str(_first(session, record, row["id"]).get("value", "")) for record in (Phone, Email, Link))
    return Sender(
        id=row["id"], name=row["name"], lines=_lines(address, home), country=address.get("country") or home,
        phone=phone, email=email, web=web, tax_number=row["tax_number"] or "",
        logo=_logo(session, row["id"]), foot=_chosen(session, FOOT), address=address,
    )  # fmt: skip


def _chosen(session: Session, name: str) -> str:
    found = session.get(Preference, named_id("preference", name))
    return found.value if found and found.deleted_at is None else ""


def _lines(address: Mapping[str, str], home: str) -> list[str]:
    from crmdesk.printing.addresses import plain_lines

    return plain_lines(address, from_country=address.get("country") or home, language=i18n.language())


def _first(session: Session, record: type[Record], owner: bytes) -> dict[str, Any]:
    """Of its ways of one kind: the primary one, else the first."""
    rows = bulk.fetch(session, record, "owner_id", [owner])
    return min(rows, key=lambda row: (not row["is_primary"], row["position"], row["id"]), default={})


def _logo(session: Session, owner: bytes) -> bytes | None:
    photo = next(bulk.fetch(session, Photo, "owner_id", [owner]), None)
    return photo["data"] if photo else None


# Choosing


def choose(store: Store, company_id: bytes | str) -> None:
    """A company of the file is the own business from now on."""
    with store.write(_("Choose your business")) as session:
        _keep(session, OWN, as_id(company_id).hex())


def make(store: Store, name: str) -> bytes:
    """The company of this name is the own business from now on; one that is not there is added."""
    if not tidy(name):
        raise UserError(_("A business needs a name."))
    with store.write(_("Choose your business")) as session:
        writer = Writer(session, preferences.country(session))
        key = writer.company(tidy(name))
        writer.flush()
        _keep(session, OWN, key.hex())
    return key


def _keep(session: Session, name: str, value: str) -> None:
    bulk.revive(session, Preference, [{"id": named_id("preference", name), "name": name, "value": value}])


def set_foot(store: Store, text: str) -> None:
    with store.write(_("Change the foot of letters")) as session:
        _keep(session, FOOT, text.strip())


# Changing what it says


def set_way(store: Store, table: str, values: Mapping[str, Any]) -> None:
    """The first phone, e-mail, link or address becomes this one; with no values it is removed."""
    with store.read() as session:
        sender = _required(session)
        now = _first(session, _WAYS[table], sender.id).get("id")
    if not any(values.values()):
        records.remove(store, table, [now] if now else [])
    elif now:
        records.set_values(store, table, now, values)
    else:
        records.add_part(store, table, sender.id, {"label": "work", **values})


def set_address(store: Store, values: Mapping[str, str]) -> None:
    """All parts of it: those that are not given are emptied."""
    given = {name: values.get(name, "") for name in _PLACE}
    set_way(store, "addresses", given if any(given.values()) else {})


def set_logo(store: Store, picture: tuple[str, bytes] | None) -> None:
    with store.read() as session:
        key = _required(session).id
    records.set_photo(store, key, *(picture or (None, None)))


def _required(session: Session) -> Sender:
    if sender := of(session):
        return sender
    raise UserError(_("It is not chosen yet which company is your business."))


def read_logo(path: Path) -> tuple[str, bytes]:
    """Media type and data of a picture: whole, and small enough to be kept; what is transparent stays so."""
    from io import BytesIO

    from PIL import Image, ImageOps

    try:
        with Image.open(path) as picture:
            whole = ImageOps.exif_transpose(picture)
            whole.thumbnail((_LOGO_SIDE, _LOGO_SIDE))
            file, has_holes = BytesIO(), "A" in whole.getbands() or "transparency" in whole.info
            if has_holes or picture.format == "PNG":
                whole.convert("RGBA").save(file, "PNG", optimize=True)
            else:
                whole.convert("RGB").save(file, "JPEG", quality=92)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        message = _("“{name}” is not a picture that CRMDesk can read. Choose a PNG or JPEG file.")
        raise UserError(message.format(name=path.name)) from error
    return ("image/png" if file.getvalue().startswith(b"\x89PNG") else "image/jpeg"), file.getvalue()
