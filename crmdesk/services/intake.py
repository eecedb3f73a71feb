"""Cards into records, with a verdict for each: known by their names in the source, or likely by their likeness."""

import marshal
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record
from crmdesk.domain.card import Card, Reject
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.groups import Group
from crmdesk.domain.happening import Happening
from crmdesk.domain.ids import parse_id
from crmdesk.domain.sources import ExternalId
from crmdesk.i18n import _
from crmdesk.services import group_cards, preferences
from crmdesk.services.cards import OWNERS, Writer, display_name
from crmdesk.services.diary import Diary
from crmdesk.services.mappings import Mapping as ListMapping
from crmdesk.services.matching import Matcher
from crmdesk.services.other_files import Secrets
from crmdesk.services.reports import Item, Progress, Report, Twin, Verdict
from crmdesk.services.sources import Source
from crmdesk.services.updating import Updater
from crmdesk.store import bulk
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.services.complete import Taken

CARDS_AT_ONCE = 150
"""Between two pauses, in which a search is answered."""
Piece = Card | Happening | Reject


class OnDuplicate(StrEnum):
    """What is done with a card that nothing but its likeness links to somebody who is there."""

    UPDATE = "update"
    """What the card says is set."""
    MERGE = "merge"
    """Only what is missing is added."""
    SKIP = "skip"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Options:
    kind: str = ""
    """One of `formats.IMPORTED`; detected where it is not said."""
    mapping: ListMapping = field(default_factory=ListMapping)
    mappings: Mapping[str, ListMapping] = field(default_factory=dict)
    """By the name of a source, where one is read otherwise than the others."""
    country: str = ""
    """Where numbers are read from; else the user's own."""
    on_duplicate: OnDuplicate = OnDuplicate.MERGE
    decisions: Mapping[int, OnDuplicate] = field(default_factory=dict)
    """By `Item.place`, where the rule does not hold."""
    secrets: Mapping[Path, Secrets] = field(default_factory=dict)
    """Of files of CRMDesk that the keyring does not open."""
    start: int = 0
    """So many pieces are left out: they came in before."""

    def mapping_for(self, source: str) -> ListMapping:
        return self.mappings.get(source, self.mapping)


class Intake:
    def __init__(
        self,
        store: Store,
        session: Session,
        options: Options,
        *,
        is_trial: bool,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.report = Report()
        self._store, self._session, self._options = store, session, options
        self._is_trial = is_trial
        self._stop = stop
        country = options.country or preferences.country(session)
        self._writer = Writer(session, country)
        self._matcher = Matcher(store, session, country)
        self._diary = Diary(session)
        self._keys: dict[str, str] = {}
        """The likenesses of this run, each with its digest."""
        self._settled: defaultdict[str, set[str]] = defaultdict(set)
        """The digests of this run by key."""
        self._owners: dict[str, bytes] = {}
        """Whom the keys of this run belong to, where they are new or changed."""
        self._groups: list[tuple[bytes, Card]] = []
        self._is_alone = True
        self.is_by_tables = False
        """What belongs to a record comes after all records have: they are found once everything is there."""
        self._place = 0

    # Files

    def take_sources(self, sources: list[Source]) -> Generator[Progress, None, None]:
        self._is_alone = len(sources) == 1
        if self._options.on_duplicate is not OnDuplicate.NEW or self._options.decisions:
            for _pause in self._matcher.prepare():
                yield Progress(0, _("Looking at who is there"))
        for number, source in enumerate(sources):
            share = 1 / len(sources)
            for part in self._take_source(source):
                yield Progress(share * (number + part), source.name)
                if self._stop():
                    self.report.stopped_at = self._place
                    break
            if self.report.stopped_at is not None:
                break
        self._join_groups()

    def let_go(self) -> Iterator[None]:
        """Of what was read to compare with."""
        return self._matcher.let_go()

    def _take_source(self, source: Source) -> Iterator[float]:
        self.is_by_tables = source.is_ours or source.is_json()
        if self.is_by_tables:
            yield from self._take_file(source) if source.is_ours else self._take_json(source)
            return
        mapping = self._options.mapping_for(source.name)
        for _pause in source.read_ahead(mapping):
            yield 0
        if reason := source.why_unreadable():
            self._refuse_file(source, reason)
            return
        if layout := source.layout(mapping):
            self.report.layouts[source.name] = layout
            self.report.program = self.report.program or layout.dialect
        lines = source.data.count(b"\n") + 1
        pieces = source.happenings() if source.format == "ics" else source.cards(mapping)
        while part := list(islice(pieces, CARDS_AT_ONCE)):
            self._take_part(source.name, part)
            yield min(part[-1].line / lines, 1)

    def _take_part(self, name: str, part: Sequence[Piece]) -> None:
        """Without those that came in before this import was stopped."""
        before = max(0, min(self._options.start - self._place, len(part)))
        self._place += before
        if len(part) > before:
            self.take(name, part[before:])

    def _refuse_file(self, source: Source, reason: str) -> None:
        """A file that is none is refused where it is the only one, and rejected beside others."""
        if self._is_alone:
            raise UserError(_("“{name}”: {reason} Nothing was imported.").format(name=source.name, reason=reason))
        self.take(source.name, [Reject(1, reason)])

    def _take_json(self, source: Source) -> Iterator[float]:
        from crmdesk.services import complete

        with source.stream() as file:
            taken, size = complete.Taken(), source.size or 1
            for _part in complete.take_in(self._store, self._session, file, taken, is_trial=self._is_trial):
                yield min(file.tell() / size, 1)
        self._count(source, taken)

    def _take_file(self, source: Source) -> Iterator[float]:
        """Of CRMDesk itself."""
        from crmdesk.services import complete, other_files

        secrets = self._options.secrets.get(source.path, (None, None))
        with other_files.opened(source.path, secrets) as other, other.read() as others:
            taken, size = complete.Taken(), sum(other.listing(kind).count() for kind in OWNERS) or 1
            both = self._store, self._session, other, others
            for _part in complete.take_over(*both, taken, is_trial=self._is_trial):
                yield min(taken.counts.total() / size, 1)
        self._count(source, taken)

    def _count(self, source: Source, taken: "Taken") -> None:
        self.report.counts += taken.counts
        for name in taken.missing:
            reason = _("The content of this file is not in the export.")
            self.report.warnings.append(Item(source.name, 0, name, Verdict.ADDED, reason))

    # Cards

    def take(self, file: str, pieces: Sequence[Piece]) -> None:
        """A file has cards or entries of a calendar, never both."""
        keyed = {id(card): self._key(card) for card in pieces if isinstance(card, Card)}
        known = self._known([key for key, _digest in keyed.values()])
        entered = self._diary.take([piece for piece in pieces if isinstance(piece, Happening)])
        for piece in pieces:
            if isinstance(piece, Reject):
                self._note(file, piece, Verdict.REJECTED, piece.reason)
            elif isinstance(piece, Card):
                key, digest = keyed[id(piece)]
                self._settle(file, piece, key, digest, known[key])
            else:
                self._note(file, piece, *next(entered))
            self._place += 1
        next(entered, None)  # writes what is left
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
        twin: Twin | None = None
        if digest in seen or any(row["digest"] == digest for row in rows):
            verdict, words = Verdict.UNCHANGED, ""
        else:
            if owner is None and card.kind == "contact" and (twin := self._matcher.twin_of(card)):
                self.report.duplicates += 1
            verdict, words = self._take_card(card, key, digest, owner, twin)
        seen.add(digest)
        self._note(file, card, verdict, words, twin)

    def _take_card(
        self, card: Card, key: str, digest: str, owner: bytes | None, twin: Twin | None
    ) -> tuple[Verdict, str]:
        if card.kind == "company" and owner is None:
            owner = self._writer.known_company(display_name(card))
        if card.kind == "group":
            return self._take_group(card, key, digest, owner)
        if twin and (taken := self._take_twin(card, key, digest, twin)):
            return taken
        if owner:
            self._writer.flush()
            updater = Updater(self._session, self._writer, owner, card)
            if updater.is_there:
                return self._update(updater, key, digest, owner)
        self._owners[key] = self._writer.add(card)
        self._writer.remember(self._owners[key], key, digest)
        return Verdict.ADDED, ""

    def _take_twin(self, card: Card, key: str, digest: str, twin: Twin) -> tuple[Verdict, str] | None:
        """By the rule, or as was decided for this one; nothing where it is to be new."""
        rule = self._options.decisions.get(self._place, self._options.on_duplicate)
        if rule is OnDuplicate.NEW:
            return None
        if rule is OnDuplicate.SKIP:
            return Verdict.UNCHANGED, _("left out: {name} is there").format(name=twin.name)
        self._writer.flush()
        updater = Updater(self._session, self._writer, twin.id, card, only_missing=rule is OnDuplicate.MERGE)
        return self._update(updater, key, digest, twin.id) if updater.is_there else None

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

    def _note(self, file: str, piece: Piece, verdict: Verdict, reason: str, twin: Twin | None = None) -> None:
        self.report.counts[verdict] += 1
        if isinstance(piece, Reject):
            self.report.items.append(Item(file, piece.line, "", verdict, reason, piece.text, place=self._place))
            return
        if isinstance(piece, Happening) and verdict is Verdict.ADDED:
            self.report.days.append(piece.fields.get("starts", ""))
        if not self._is_trial and not piece.warnings:
            return
        name, detail = _named(piece)
        if self._is_trial:
            kind = piece.kind if isinstance(piece, Card) else "entry"
            item = Item(file, piece.line, name, verdict, reason, "", twin, self._place, detail, kind)
            self.report.items.append(item)
        self.report.warnings += (Item(file, piece.line, name, verdict, warning) for warning in piece.warnings)


def _named(piece: Card | Happening) -> tuple[str, str]:
    """And what tells it from others: company and first number or address, or when it is."""
    if isinstance(piece, Happening):
        return piece.fields.get("subject", ""), piece.fields.get("starts", "").replace("T", " ")
    company = [entry["company"] for entry in piece.affiliations[:1] if entry.get("company")]
    return display_name(piece), " · ".join(
        [*company, *(entry["value"] for entry in (*piece.emails, *piece.phones)[:1])]
    )


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
