"""Files of other programs into ours: looked at first, taken in as one step, and the same file again changes nothing."""

import gc
import marshal
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record
from crmdesk.domain.card import Card, Reject
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.groups import Group
from crmdesk.domain.ids import parse_id
from crmdesk.domain.sources import ExternalId
from crmdesk.i18n import _
from crmdesk.services import group_cards, preferences
from crmdesk.services.cards import OWNERS, Writer, display_name
from crmdesk.services.updating import Updater
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk, locks
from crmdesk.store.steps import Step
from crmdesk.store.store import Store

CARDS_AT_ONCE = 500
LARGEST_FILE = 2 * 1024**3


class Verdict(StrEnum):
    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Item:
    """What becomes of one card of a file."""

    file: str
    line: int
    name: str
    verdict: Verdict
    reason: str = ""
    """Why it was rejected, or what will change."""
    text: str = ""
    """The rejected piece itself."""


@dataclass(slots=True)
class Report:
    """`read` is the sum of the counts."""

    counts: Counter[Verdict] = field(default_factory=Counter)
    items: list[Item] = field(default_factory=list)
    """Every rejected one and, of a preview, all others too."""
    warnings: list[Item] = field(default_factory=list)
    """Cards that came in without some part of them."""

    @property
    def read(self) -> int:
        return self.counts.total()

    @property
    def rejected(self) -> list[Item]:
        return [item for item in self.items if item.verdict is Verdict.REJECTED]


@dataclass(frozen=True, slots=True)
class Progress:
    done: float
    """0 to 1."""
    text: str = ""


def format_of(data: bytes, path: Path) -> str:
    """Which of `formats.IMPORTED` a file is, by its content first and its name second."""
    from crmdesk.formats import json_file, vcard

    if json_file.looks_like(data):
        return "json"
    if vcard.looks_like(data) or path.suffix.lower() in (".vcf", ".vcard"):
        return "vcard"
    return "csv"


def read_file(path: Path) -> bytes:
    with opened(path) as file:
        return file.read()


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    try:
        if path.is_dir():
            raise UserError(_("“{name}” is a folder. Choose the files in it.").format(name=path.name))
        if path.stat().st_size > LARGEST_FILE:
            raise UserError(_("“{name}” is larger than 2 GB. Export it in parts.").format(name=path.name))
        locks.refuse_ours(path)
        with path.open("rb") as file:
            yield file
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(
            _("“{name}” cannot be read: {reason}. Nothing was imported.").format(name=path.name, reason=reason)
        ) from error


def cards_in(data: bytes, path: Path, kind: str | None = None) -> Iterator[Card | Reject]:
    """The cards of a vCard or CSV file."""
    from crmdesk.formats import csv_read, vcard

    return vcard.read(data) if (kind or format_of(data, path)) == "vcard" else csv_read.read(data)


def preview(store: Store, paths: Iterable[Path], kind: str | None = None) -> Generator[Progress, None, Report]:
    """What `run` would do, card by card: done in earnest and taken back, so that both say the same."""
    with store.trial() as session, _without_collector():
        intake = Intake(store, session, is_trial=True)
        yield from intake.take_files(list(paths), kind)
    return intake.report


def run(store: Store, paths: Iterable[Path], kind: str | None = None) -> Generator[Progress, None, Report]:
    """Take the files in as one step; closing the generator takes everything back."""
    from crmdesk.services import files

    sources = list(paths)
    if store.listing("contact").count() and not files.is_backed_up(store):
        files.backup(store)
    text = _("Import {name}").format(name=", ".join(path.name for path in sources))
    with store.write_in_parts(text) as (session, step), _without_collector():
        intake = Intake(store, session, is_trial=False)
        yield from intake.take_files(sources, kind)
        yield from renew_search(session, step)
    return intake.report


def renew_search(session: Session, step: Step) -> Generator[Progress, None, None]:
    """The last part of long work: what was written can be found."""
    session.flush()
    total = 0
    for left in step.renew_search():
        total = max(total, left)
        yield Progress(1 - 0.3 * left / (total or 1), _("Making it searchable"))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of small live objects make each collection long and none is garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Intake:
    """Cards into records, with a verdict for each."""

    def __init__(self, store: Store, session: Session, *, is_trial: bool) -> None:
        self.report = Report()
        self._store = store
        self._session = session
        self._is_trial = is_trial
        self._writer = Writer(session, preferences.country(session))
        self._keys: dict[str, str] = {}
        """The likenesses of this run, each with its digest."""
        self._settled: defaultdict[str, set[str]] = defaultdict(set)
        """The digests of this run by key."""
        self._owners: dict[str, bytes] = {}
        """Whom the keys of this run belong to, where they are new or changed."""
        self._groups: list[tuple[bytes, Card]] = []
        self._is_alone = True

    def take_files(self, paths: list[Path], kind: str | None) -> Generator[Progress, None, None]:
        self._is_alone = len(paths) == 1
        for number, path in enumerate(paths):
            share = 0.7 / len(paths)
            for part in self._take_file(path, kind):
                yield Progress(share * (number + part), path.name)
        self._join_groups()

    def _take_file(self, path: Path, kind: str | None) -> Iterator[float]:
        from crmdesk.formats import json_file

        with opened(path) as file:
            if kind == "json" or (not kind and json_file.looks_like(file.peek(200))):
                yield from self._take_json(path, file)
                return
        data = read_file(path)
        if reason := self._why_unreadable(data, path):
            self.take(path.name, [Reject(1, reason)])
            return
        lines = data.count(b"\n") + 1
        cards = cards_in(data, path, kind)
        while part := list(islice(cards, CARDS_AT_ONCE)):
            self.take(path.name, part)
            yield min(part[-1].line / lines, 1)

    def _why_unreadable(self, data: bytes, path: Path) -> str:
        """A file that is none is refused where it is the only one, and rejected beside others."""
        from crmdesk.formats import text, vcard

        reason = text.why_no_text(data)
        if not reason or (data.strip() and vcard.looks_like(data)):
            return ""
        if self._is_alone:
            raise UserError(_("“{name}”: {reason} Nothing was imported.").format(name=path.name, reason=reason))
        return reason

    def _take_json(self, path: Path, file: BinaryIO) -> Iterator[float]:
        from crmdesk.services import complete

        taken, size = complete.Taken(), path.stat().st_size
        for _part in complete.take_in(self._store, self._session, file, taken, is_trial=self._is_trial):
            yield min(file.tell() / size, 1)
        self.report.counts += taken.counts
        for name in taken.missing:
            reason = _("The content of this file is not in the export.")
            self.report.warnings.append(Item(path.name, 0, name, Verdict.ADDED, reason))

    def take(self, file: str, cards: list[Card | Reject]) -> None:
        keyed = {id(card): self._key(card) for card in cards if isinstance(card, Card)}
        keys = [key for key, _digest in keyed.values()]
        known = self._known(keys)
        for card in cards:
            if isinstance(card, Reject):
                self._note(file, card, Verdict.REJECTED, card.reason)
            else:
                key, digest = keyed[id(card)]
                self._settle(file, card, key, digest, known[key])
        self._writer.flush()

    def _known(self, keys: list[str]) -> dict[str, list[dict[str, Any]]]:
        """Whom the keys belong to: as remembered, or by their own ids, as in our own exports."""
        known: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in bulk.fetch(self._session, ExternalId, "key", keys):
            known[row["key"]].append(row)
        own = {key_id: key for key in keys if (key_id := _own_id(key))}
        kinds: list[type[Record]] = [*OWNERS.values(), Group]
        for record in kinds:
            for row in bulk.fetch(self._session, record, "id", list(own)):
                known[own[row["id"]]].append({"owner_id": row["id"], "digest": ""})
        return known

    def _key(self, card: Card) -> tuple[str, str]:
        """A card without a name of its own is known by its likeness; the second like it in a file is number 2."""
        digest = digest_of(card)
        key = plain = f"uid:{card.uid}" if card.uid else f"like:{card.kind}:{likeness(card)}"
        number = 1
        while not card.uid and self._keys.setdefault(key, digest) != digest:
            number += 1
            key = f"{plain}#{number}"
        return key, digest

    def _settle(self, file: str, card: Card, key: str, digest: str, rows: list[dict[str, Any]]) -> None:
        seen = self._settled[key]
        owner = self._owners.get(key) or (rows[0]["owner_id"] if rows else None)
        if digest in seen or any(row["digest"] == digest for row in rows):
            verdict, words = Verdict.UNCHANGED, ""
        else:
            verdict, words = self._take_card(card, key, digest, owner)
        seen.add(digest)
        self._note(file, card, verdict, words)
        for warning in card.warnings:
            self.report.warnings.append(Item(file, card.line, display_name(card), verdict, warning))

    def _take_card(self, card: Card, key: str, digest: str, owner: bytes | None) -> tuple[Verdict, str]:
        if card.kind == "company" and owner is None:
            owner = self._writer.known_company(display_name(card))
        if card.kind == "group":
            return self._take_group(card, key, digest, owner)
        if owner:
            self._writer.flush()
            updater = Updater(self._session, self._writer, owner, card)
            if updater.is_there:
                return self._update(updater, key, digest, owner)
        self._owners[key] = self._writer.add(card)
        self._writer.remember(self._owners[key], key, digest)
        return Verdict.ADDED, ""

    def _take_group(self, card: Card, key: str, digest: str, owner: bytes | None) -> tuple[Verdict, str]:
        if owner and not group_cards.news(self._session, owner, card):
            return Verdict.UNCHANGED, ""
        group = self._owners[key] = self._writer.add_group(card)
        self._writer.remember(group, key, digest)
        self._groups.append((group, card))
        return Verdict.UPDATED if owner else Verdict.ADDED, ""

    def _update(self, updater: Updater, key: str, digest: str, owner: bytes) -> tuple[Verdict, str]:
        """A file may hold one card twice, old and new: then both are remembered, so that neither is news again."""
        self._owners[key] = owner
        stored = list(bulk.fetch(self._session, ExternalId, "key", [key]))
        if updater.changes or not (stored or _own_id(key) == owner):
            updater.apply()
            past = [row["id"] for row in stored if row["digest"] not in self._settled[key]]
            bulk.mark_deleted(self._session, ExternalId, "id", past)
            self._writer.remember(owner, key, digest)
        return Verdict.UPDATED if updater.changes else Verdict.UNCHANGED, "; ".join(updater.changes)

    def _join_groups(self) -> None:
        """At the end, since members may stand before or after their group."""
        for group, card in self._groups:
            known = self._known([f"uid:{uid}" for uid in card.members])
            for rows in known.values():
                for row in rows:
                    self._writer.add_member(group, row["owner_id"])
            strangers = [uid for uid in card.members if not known.get(f"uid:{uid}")]
            group_cards.keep_rest(self._session, group, replace(card, members=strangers))
        self._writer.flush()

    def _note(self, file: str, card: Card | Reject, verdict: Verdict, reason: str) -> None:
        self.report.counts[verdict] += 1
        if isinstance(card, Reject):
            self.report.items.append(Item(file, card.line, "", verdict, reason, card.text))
        elif self._is_trial:
            self.report.items.append(Item(file, card.line, display_name(card), verdict, reason))


def _own_id(key: str) -> bytes | None:
    """The id of a record, where a key looks like one."""
    if len(key) == len("uid:") + 36:
        with suppress(ValueError):
            return parse_id(key.removeprefix("uid:"))
    return None


def likeness(card: Card) -> str:
    """What stays the same of a card between two exports where its source gives it no name."""
    first = [entry["value"] for entry in (*card.emails, *card.phones)][:1]
    company = [entry.get("company", "") for entry in card.affiliations][:1]
    return "|".join(fold(text) for text in (display_name(card), *(first or company)))


def digest_of(card: Card) -> str:
    """Equal for equal cards, on every machine: version 0 of marshal knows no references."""
    content = (
        card.fields, card.affiliations, card.phones, card.emails, card.addresses, card.links, card.opt_outs,
        card.relations, card.notes, card.tags, card.groups, card.members, card.custom, card.photo, card.leftover,
    )  # fmt: skip
    return blake2b(marshal.dumps(content, 0), digest_size=12).hexdigest()


def write_rejects(report: Report, to: Path) -> None:
    """What was rejected as CSV: reason, file, line and the piece itself, to be mended and imported again."""
    import csv
    from io import TextIOWrapper

    with whole_file(to) as file:
        text = TextIOWrapper(file, "utf-8-sig", newline="")
        rows = csv.writer(text)
        rows.writerow(["Reason", "File", "Line", "Text"])
        rows.writerows([item.reason, item.file, item.line, item.text] for item in report.rejected)
        text.detach()
