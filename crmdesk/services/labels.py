"""Mailing labels for a set of contacts: who gets one, who is left out and why, and the pages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy.orm import Session

from crmdesk import i18n
from crmdesk.domain.channels import Address
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import OptOut
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.services import preferences
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.search import Row, rows_of
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.printing.labels import Printed


@dataclass(frozen=True, slots=True)
class Skipped:
    id: bytes
    name: str
    reason: str


@dataclass(slots=True)
class Batch:
    texts: list[list[str]] = field(default_factory=list)
    """The lines of each label, in printing order."""
    ids: list[bytes] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    country: str = ""
    """Where they are posted: letters that stay there do not name it."""


def prepare(store: Store, ids: Sequence[bytes] | None = None, *, order: str = "postal code") -> Batch:
    """Labels for these contacts and companies, for all contacts where None."""
    with store.read() as session:
        keys = list(ids) if ids is not None else list(_all_contacts(session))
        country = preferences.country(session)
        labels: list[tuple[tuple[Any, ...], Row, list[str]]] = []
        batch = Batch(country=country)
        for start in range(0, len(keys), bulk.CHUNK):
            for row, lines, address, reason in _labels(session, keys[start : start + bulk.CHUNK], country):
                if reason:
                    batch.skipped.append(Skipped(row.id, row.name, reason))
                else:
                    labels.append((_sort_key(order, row, address), row, lines))
    if order != "as listed":
        labels.sort(key=lambda label: label[0])
    batch.texts = [lines for _key, _row, lines in labels]
    batch.ids = [row.id for _key, row, _lines in labels]
    return batch


def _all_contacts(session: Session) -> Iterator[bytes]:
    from crmdesk.domain.contacts import Contact

    return (key for (key,) in bulk.fetch_all(session, Contact, "id"))


def _labels(session: Session, keys: list[bytes], country: str) -> Iterator[tuple[Row, list[str], dict[str, Any], str]]:
    from crmdesk.printing.addresses import format_lines

    addresses = _mailing(session, keys)
    no_mail = {
        row["owner_id"]: row["reason"]
        for row in bulk.fetch(session, OptOut, "owner_id", keys)
        if row["channel"] == "post"
    }
    companies = _companies(session, keys)
    language = i18n.language()
    for row in rows_of(session, keys):
        address = addresses.get(row.id, {})
        reason = _why_not(address, row.id in no_mail, no_mail.get(row.id))
        lines: list[str] = []
        if not reason:
            place = format_lines(address, to_country=address.get("country"), from_country=country, language=language)
            lines = [*_names(row, address, companies.get(row.id)), *place]
        yield row, lines, address, reason


def _why_not(address: dict[str, Any], refuses: bool, why: str | None) -> str:
    if refuses:
        return _("do not mail: {reason}").format(reason=why) if why else _("do not mail")
    if not any(address.get(name) for name in ("street", "street2", "street3", "po_box", "city", "postal_code")):
        return _("no mailing address")
    return ""


def _mailing(session: Session, keys: list[bytes]) -> dict[bytes, dict[str, Any]]:
    """The address marked for mail, else the primary, else the first."""
    best: dict[bytes, dict[str, Any]] = {}
    for row in bulk.fetch(session, Address, "owner_id", keys):
        rank = (not row["is_mailing"], not row["is_primary"], row["position"])
        if row["owner_id"] not in best or rank < best[row["owner_id"]]["rank"]:
            best[row["owner_id"]] = {**row, "rank": rank}
    return best


def _companies(session: Session, keys: list[bytes]) -> dict[bytes, str]:
    """The name of each contact's first company; households are not written on a label."""
    places = sorted(
        bulk.fetch(session, Affiliation, "contact_id", keys), key=lambda row: (not row["is_primary"], row["position"])
    )
    wanted = sorted({row["company_id"] for row in places if row["company_id"]})
    names = {row["id"]: row["name"] for row in bulk.fetch(session, Company, "id", wanted) if row["kind"] == "company"}
    found: dict[bytes, str] = {}
    for row in places:
        if row["company_id"] in names:
            found.setdefault(row["contact_id"], names[row["company_id"]])
    return found


def _names(row: Row, address: dict[str, Any], company: str | None) -> list[str]:
    """The person, and the company where the address is not the home."""
    at_work = company and address.get("label") != "home" and company != row.name
    return [row.name, str(company)] if at_work else [row.name]


def _sort_key(order: str, row: Row, address: dict[str, Any]) -> tuple[Any, ...]:
    name = (fold(row.filed_as), row.id)
    if order == "postal code":
        return (address.get("country") or "", address.get("postal_code") or "", *name)
    return (fold(row.detail), *name) if order == "company" else name


def render(
    batch: Batch, sheet: str, file: BinaryIO, *, start: int = 1, progress: Callable[[int], None] | None = None
) -> "Printed":
    """Write the pages as PDF; `start` is the first free label of the first sheet, from 1."""
    from crmdesk.printing import labels, sheets

    if batch.skipped and not batch.texts:
        why = tuple(f"{skipped.name}: {skipped.reason}" for skipped in batch.skipped)
        raise UserError(_("There are no labels to print: all that were chosen are left out."), why)
    return labels.render(batch.texts, sheets.by_name(sheet), file, start=start, progress=progress)


def save(batch: Batch, sheet: str, to: Path, *, start: int = 1) -> "Printed":
    """As a file, which appears when it is whole."""
    with whole_file(to) as file:
        return render(batch, sheet, file, start=start)
