"""The quality of what is in a file: what is missing, wrong or spelled in many ways, and a fix for all in one step."""

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain import tidying
from crmdesk.domain.base import Record
from crmdesk.domain.channels import Address, Email, Phone
from crmdesk.domain.contacts import Contact
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.nicknames import GROUPS
from crmdesk.domain.values import emails
from crmdesk.domain.values.phones import to_e164
from crmdesk.i18n import _, language, mark, ngettext
from crmdesk.services import preferences
from crmdesk.services.reports import Progress
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

STALE_YEARS = 2
_PAUSE = 5_000
_FIRST_NAMES = frozenset(GROUPS.split())


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that should be looked at."""

    owner: bytes
    """The contact or company."""
    record: type[Record]
    row: bytes
    before: str
    values: tuple[tuple[str, Any], ...] = ()
    """What the fix sets, by column; nothing where only a person knows."""

    @property
    def after(self) -> str:
        return " ".join(str(value) for _name, value in self.values if isinstance(value, str) and value)


Findings = Iterator[Finding | None]
"""Nothing is a pause."""


@dataclass(frozen=True, slots=True)
class Check:
    key: str
    label: str
    hint: str
    """What the fix does, or why there is none."""
    find: Callable[[Session], Findings]
    can_fix: bool = True


def _contacts(session: Session) -> Iterator[dict[str, Any] | None]:
    for number, row in enumerate(bulk.whole(session, Contact)):
        yield row
        if number % _PAUSE == 0:
            yield None


def _parts(session: Session, record: type[Record]) -> Iterator[dict[str, Any] | None]:
    for number, row in enumerate(bulk.whole(session, record)):
        yield row
        if number % _PAUSE == 0:
            yield None


def _no_mailing_address(session: Session) -> Findings:
    """Where nothing says which address gets the letters, or there is none at all."""
    first: dict[bytes, dict[str, Any]] = {}
    has_one: set[bytes] = set()
    for row in _parts(session, Address):
        if row is None:
            yield None
        elif row["is_mailing"] and _is_whole(row):
            has_one.add(row["owner_id"])
        elif _is_whole(row) and row["owner_id"] not in first:
            first[row["owner_id"]] = row
    for contact in _contacts(session):
        if contact is None:
            yield None
        elif contact["id"] in has_one:
            continue
        elif found := first.get(contact["id"]):
            yield Finding(contact["id"], Address, found["id"], _one_line(found), (("is_mailing", True),))
        else:
            yield Finding(contact["id"], Contact, contact["id"], "")


def _is_whole(address: Mapping[str, Any]) -> bool:
    return bool(address["city"] and (address["street"] or address["po_box"]))


def _one_line(address: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (address["street"], address["postal_code"], address["city"], address["country"])))


def _wrong_phones(session: Session) -> Findings:
    country = preferences.country(session)
    for row in _parts(session, Phone):
        if row is None:
            yield None
        if row is None or row["e164"]:
            continue
        e164 = to_e164(row["value"], country)[0]
        better = None if e164 else tidying.phone(row["value"], country)
        new = better or row["value"]
        fixed = e164 or (to_e164(new, country)[0] if better else None)
        values = (("value", new), ("e164", fixed)) if fixed else ()
        yield Finding(row["owner_id"], Phone, row["id"], row["value"], values)


def _wrong_emails(session: Session) -> Findings:
    for row in _parts(session, Email):
        if row is None:
            yield None
            continue
        better = tidying.email(row["value"])
        if better or not emails.is_plausible(row["value"]):
            yield _better(row, Email, "value", better)


def _better(row: Mapping[str, Any], record: type[Record], name: str, better: str | None) -> Finding:
    owner = row[record.owner] if record.owner else row["id"]
    return Finding(owner, record, row["id"], row[name], ((name, better),) if better else ())


def _wrong_case(session: Session) -> Findings:
    for row in _contacts(session):
        if row is None:
            yield None
            continue
        names = ("given_name", "middle_name", "family_name", "full_name", "nickname")
        spoken = row["language"] or language()
        better = {
            name: fixed
            for name in names
            if row[name] and (fixed := tidying.name_case(row[name], spoken, is_family=name == "family_name"))
        }
        if better:
            before = " ".join(row[name] for name in names if row[name])
            yield Finding(row["id"], Contact, row["id"], before, tuple(better.items()))


def _swapped(session: Session) -> Findings:
    """By what the file itself says: a first name that others bear as their last, and the other way round."""
    rows = [row for row in _contacts(session) if row and row["given_name"] and row["family_name"]]
    yield None
    first = Counter(fold(row["given_name"]) for row in rows)
    last = Counter(fold(row["family_name"]) for row in rows)
    for row in rows:
        given, family = fold(row["given_name"]), fold(row["family_name"])
        names_first = first[family] - last[family] + 2 * (family in _FIRST_NAMES)
        names_last = last[given] - first[given] - 2 * (given in _FIRST_NAMES)
        if names_first > 0 and names_last >= 0 and names_first + names_last > 2:
            before = f"{row['given_name']} {row['family_name']}"
            values = (("given_name", row["family_name"]), ("family_name", row["given_name"]))
            yield Finding(row["id"], Contact, row["id"], before, values)


def _address_check(name: str, better: Callable[[str, str | None], str | None]) -> Callable[[Session], Findings]:
    def find(session: Session) -> Findings:
        home = preferences.country(session)
        for row in _parts(session, Address):
            if row is None:
                yield None
            elif row[name] and (fixed := better(row[name], row["country"] or home)):
                yield _better(row, Address, name, fixed)

    return find


def _prefixes(session: Session) -> Findings:
    for row in _contacts(session):
        if row is None:
            yield None
        elif row["prefix"] and (fixed := tidying.prefix(row["prefix"])):
            yield _better(row, Contact, "prefix", fixed)


def _stale(session: Session) -> Findings:
    today = date.today()  # noqa: DTZ011 - the user's own day
    limit = today.replace(year=today.year - STALE_YEARS, day=min(today.day, 28)).isoformat()
    for row in _contacts(session):
        if row is None:
            yield None
            continue
        since = row["confirmed_on"] or date.fromtimestamp(row["created_at"] / 1000).isoformat()  # noqa: DTZ012
        if since < limit:
            yield Finding(row["id"], Contact, row["id"], since, (("confirmed_on", today.isoformat()),))


CHECKS = (
    Check("mailing address", mark("No mailing address"),
          mark("Where there is one whole address, it becomes the mailing address."), _no_mailing_address),
    Check("phones", mark("Phones nobody can dial"), mark("Letters for digits and words before them are taken out."),
          _wrong_phones),
    Check("emails", mark("E-mail addresses nobody can write to"),
          mark("Blanks, doubled signs and slips in well-known hosts are mended."), _wrong_emails),
    Check("case", mark("Names in capitals"), mark("JOHN SMITH becomes John Smith."), _wrong_case),
    Check("swapped", mark("First and last name swapped"), mark("They change places."), _swapped),
    Check("countries", mark("Countries written in many ways"), mark("Each becomes the one country it means."),
          _address_check("country", lambda text, _of: tidying.country(text))),
    Check("regions", mark("States written out"), mark("São Paulo becomes SP, California CA."),
          _address_check("region", tidying.region)),
    Check("codes", mark("Postal codes without their gap"), mark("01304001 becomes 01304-001."),
          _address_check("postal_code", tidying.postal_code)),
    Check("prefixes", mark("Titles written in many ways"), mark("mr, MR. and Mister become Mr."), _prefixes),
    Check("stale", mark("Not confirmed for two years"), mark("They count as confirmed today."), _stale),
)  # fmt: skip
_BY_KEY = {check.key: check for check in CHECKS}


def check(key: str) -> Check:
    if key not in _BY_KEY:
        raise UserError(_("There is no check “{name}”.").format(name=key))
    return _BY_KEY[key]


@dataclass(frozen=True, slots=True)
class Result:
    check: Check
    count: int
    fixable: int


def survey(store: Store) -> Generator[Progress, None, list[Result]]:
    """How much each check finds."""
    results = []
    with store.read() as session:
        for number, each in enumerate(CHECKS):
            found = yield from _told(each.find(session), number / len(CHECKS), each)
            results.append(Result(each, len(found), sum(bool(finding.values) for finding in found)))
    return results


def _told(found: Findings, done: float, each: Check) -> Generator[Progress, None, list[Finding]]:
    kept = []
    for finding in found:
        if finding is None:
            yield Progress(done, _(each.label))
        else:
            kept.append(finding)
    return kept


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as a list shows it."""

    finding: Finding
    kind: str
    name: str


def findings(store: Store, key: str, limit: int = 1_000) -> Generator[Progress, None, list[Shown]]:
    with store.read() as session:
        found = (yield from _told(check(key).find(session), 0, check(key)))[:limit]
        rows = {row.id: row for row in rows_of(session, list(dict.fromkeys(each.owner for each in found)))}
    return [Shown(each, rows[each.owner].kind, rows[each.owner].name) for each in found if each.owner in rows]


def fix(store: Store, key: str, rows: set[bytes] | None = None) -> Generator[Progress, None, int]:
    """Set what the check proposes, of all or of the named rows, as one step; gives how many were set."""
    with store.read() as session:
        found = yield from _told(check(key).find(session), 0, check(key))
    chosen = [each for each in found if each.values and (rows is None or each.row in rows)]
    if not chosen:
        return 0
    text = ngettext("Clean up {count} record", "Clean up {count} records", len(chosen)).format(count=len(chosen))
    with store.write(text) as session:
        for (record, values), keys in _alike(chosen).items():
            bulk.update(session, record, keys, dict(values))
    return len(chosen)


def _alike(chosen: list[Finding]) -> dict[tuple[type[Record], tuple[tuple[str, Any], ...]], list[bytes]]:
    groups: defaultdict[tuple[type[Record], tuple[tuple[str, Any], ...]], list[bytes]] = defaultdict(list)
    for each in chosen:
        groups[each.record, each.values].append(each.row)
    return groups
