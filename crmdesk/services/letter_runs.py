"""A letter to many: each in the language of its reader, as one document or one each, and what is kept of it."""

import re
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from crmdesk import i18n
from crmdesk.domain import letter_look, merge, merge_rich
from crmdesk.domain.errors import UserError
from crmdesk.domain.letter_look import Look
from crmdesk.domain.notes import Attachment
from crmdesk.domain.values import file_names, html
from crmdesk.domain.values.rich_text import Rich, write
from crmdesk.i18n import _
from crmdesk.services import addressing, letter_templates, lookup, merge_fields, own_history, preferences, print_runs
from crmdesk.services import sender as senders
from crmdesk.services.addressing import Addressee
from crmdesk.services.labels import Skipped
from crmdesk.services.letter_templates import Template
from crmdesk.services.print_runs import Piece, Run
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.printing.letter_head import Head
    from crmdesk.printing.letters import Letter
    from crmdesk.printing.press import Making, Printed

_NUMBER = re.compile(r"\+[\d\s().-]+")
"""A telephone number is no formula, and letters would show what guards it."""
KEEPS = ("line", "text", "pdf")
"""What the history of each keeps of the letter: that there was one, its words, or the pages as a file."""


@dataclass(frozen=True, slots=True)
class Wanted:
    family: Sequence[Template]
    """The languages of one letter."""
    kind: str = "contact"
    ids: Sequence[bytes] | None = None
    """None: all of the kind."""
    by_post: bool = True
    """Who has no postal address, or wants no post, is left out."""
    per_household: bool = False
    on: date = field(default_factory=date.today)


@dataclass(frozen=True, slots=True)
class Written:
    """One letter, filled in."""

    id: bytes
    name: str
    language: str
    """That it is written in."""
    wished: str
    """That its reader speaks."""
    subject: str
    body: str
    address: list[str]
    date: str
    enclosures: list[str]
    owners: tuple[bytes, ...] = ()
    """All for whom it is, of a household several."""

    @property
    def is_fallback(self) -> bool:
        return bool(self.wished) and _base(self.wished) != _base(self.language)

    def piece(self) -> Piece:
        """As a run keeps it."""
        enclosures = "\n".join(self.enclosures)
        return self.id, [
            self.name,
            "\n".join(self.address),
            self.date,
            self.subject,
            self.body,
            enclosures,
            self.language,
        ]


@dataclass(slots=True)
class Batch:
    letters: list[Written] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    sharing: list[Skipped] = field(default_factory=list)
    """Who gets one with others: in place of a reason the names on it."""
    look: Look = field(default_factory=Look)
    head: "Head | None" = None
    unknown: list[str] = field(default_factory=list)
    """Fields that the text names and no file has."""
    again: int = 0
    """From which letter of an earlier run on; 0 where they are printed for the first time."""

    def languages(self) -> Counter[str]:
        return Counter(_base(letter.language) for letter in self.letters if not letter.is_fallback)

    def fallbacks(self) -> Counter[tuple[str, str]]:
        """How many who speak the first got it in the second."""
        return Counter((_base(each.wished), _base(each.language)) for each in self.letters if each.is_fallback)


def _base(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def gather(store: Store, wanted: Wanted) -> Generator[float, None, Batch]:
    """Yields how far it is."""
    batch = Batch()
    keys = lookup.keys_of(store, wanted.kind, wanted.ids)
    with store.read() as session:
        me = senders.of(session)
        home = preferences.country(session)
    batch.head, batch.look = head_of(me), _look(wanted.family, me.country if me else home)
    writer = _Writer(wanted)
    batch.unknown = writer.unknown()
    size = len(keys) if wanted.per_household else bulk.CHUNK  # who shares a home may stand anywhere
    for start in range(0, len(keys), max(size, 1)):
        yield start / len(keys)
        some = keys[start : start + size]
        with store.read() as session:
            told = merge_fields.values(session, some)
            for person in addressing.addressed(session, some, per_household=wanted.per_household):
                if person.reason and wanted.by_post:
                    batch.skipped.append(Skipped(person.id, person.name, person.reason))
                else:
                    batch.letters.append(writer.write(person, told.get(person.id, {})))
                    batch.sharing += [Skipped(key, name, person.name) for key, name in person.sharing]
    return batch


def head_of(me: senders.Sender | None) -> "Head":
    from crmdesk.printing.letter_head import Head

    if me is None:
        return Head()
    ways = [way for way in (me.phone, me.email, me.web) if way]
    return Head(me.name, me.lines, ways, [line for line in me.foot.splitlines() if line.strip()], me.logo)


def _look(family: Sequence[Template], country: str) -> Look:
    from crmdesk.printing import letter_forms

    look = family[0].look if family else Look()
    return look if look.form else replace(look, form=letter_forms.of_country(country).key)


class _Writer:
    """Fills the letter in the language of each; what is the same for many is found once."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._bodies = {template.id: Rich(template.body, is_html=True).lines() for template in wanted.family}
        self._dates: dict[str, str] = {}

    def unknown(self) -> list[str]:
        texts = (f"{template.subject} {Rich(template.body, is_html=True).plain()}" for template in self._wanted.family)
        return merge.unknown(" ".join(texts))

    def write(self, person: Addressee, values: dict[str, str]) -> Written:
        wished = person.language or i18n.language()
        template = letter_templates.for_language(self._wanted.family, wished)
        language = wished if letter_templates.is_in(template, wished) else template.language
        greeting = merge_fields.salutation(person, person.record, language)
        values = {**values, "name": person.name, "today": self.date(language), "salutation": greeting}
        body = write(merge_rich.fill(self._bodies[template.id], values))
        return Written(
            person.id, person.name, language, person.language, merge.fill(template.subject, values), body,
            person.lines or [person.name], self.date(language),
            [line for line in template.look.enclosures.splitlines() if line.strip()],
            (person.id, *(key for key, _name in person.sharing if key != person.id)),
        )  # fmt: skip

    def date(self, language: str) -> str:
        if language not in self._dates:
            self._dates[language] = long_date(self._wanted.on, language)
        return self._dates[language]


def long_date(day: date, language: str) -> str:
    """As letters of that language have it."""
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en", "GB")
    return format_date(day, "long", locale)


# The pages


def _as_letter(each: Written) -> "Letter":
    from crmdesk.printing.letters import Letter

    return Letter(
        each.name, each.address, each.date, each.subject, html.read(each.body), each.enclosures,
        letter_look.words_in(each.language),
    )  # fmt: skip


def render(batch: Batch, file: BinaryIO, letters: Sequence[Written] | None = None) -> "Making":
    """All of them, or some, as one document."""
    from crmdesk.printing import letters as printing
    from crmdesk.printing.letter_head import Head

    chosen = batch.letters if letters is None else letters
    return printing.render(map(_as_letter, chosen), len(chosen), batch.look, batch.head or Head(), file)


def pdf_of(batch: Batch, letter: Written) -> bytes:
    from io import BytesIO

    file = BytesIO()
    for _share in render(batch, file, [letter]):
        pass
    return file.getvalue()


def save(batch: Batch, to: Path) -> "Making":
    with whole_file(to) as file:
        return (yield from render(batch, file))


def save_each(batch: Batch, folder: Path, name: str) -> Generator[float, None, "Printed"]:
    """A file each, named by whom it is to; what is there already is not written over."""
    from crmdesk.printing.press import Printed

    _require(batch)
    whole = Printed()
    for number, letter in enumerate(batch.letters):
        yield number / len(batch.letters)
        with whole_file(_free(folder, f"{letter.name} – {name}")) as file:
            file.write(pdf_of(batch, letter))
        whole.labels += 1
    return whole


def _free(folder: Path, name: str) -> Path:
    stem = file_names.safe(name)
    number, to = 1, folder / f"{stem}.pdf"
    while to.exists():
        number += 1
        to = folder / f"{stem} {number}.pdf"
    return to


def _require(batch: Batch) -> None:
    if not batch.letters:
        raise UserError(_("There are no letters to print: all that were chosen are left out."))


# The list for other programs


def save_list(store: Store, batch: Batch, to: Path) -> int:
    """The fields of everybody as CSV, which the mail merge of an office program reads."""
    import csv
    from io import StringIO

    from crmdesk.formats.csv_own import guard

    ids = [letter.id for letter in batch.letters]
    with store.read() as session:
        fields = merge_fields.all_fields(session)
        told = merge_fields.values(session, ids)
    used = [each for each in fields if any(told.get(key, {}).get(each.key) for key in ids)]
    rows = [[_heading(each) for each in used]]
    for letter in batch.letters:
        values = {**told.get(letter.id, {}), "today": letter.date}
        rows.append([values.get(each.key, "").replace("\n", ", ") for each in used])
    text = StringIO()
    csv.writer(text).writerows(
        [[cell if _NUMBER.fullmatch(cell) else guard(cell, True) for cell in row] for row in rows]
    )
    with whole_file(to) as file:
        file.write(text.getvalue().encode("utf-8-sig"))  # by its sign office programs know UTF-8
    return len(ids)


def _heading(each: merge.Field) -> str:
    group = f"{_(each.group)}: " if each.key.startswith(merge.OWN) else ""
    return group + _(each.label)


# What is kept


def keep(store: Store, batch: Batch, name: str, keeps: str = "line") -> Generator[float, None, bytes]:
    """The run, and a line in the history of everybody it was for: with the letter's words or its pages, if wanted."""
    files = []
    if keeps == "pdf":
        for number, letter in enumerate(batch.letters):
            yield number / len(batch.letters)
            files += _files(store, batch, letter, name)
    yield 1.0
    choices = {"look": letter_look.write(batch.look), "name": name, "again": batch.again}
    owners = dict(_owners(batch.letters))
    with store.write(_("Print letters")) as session:
        run = print_runs.made("letters", name, choices, [letter.piece() for letter in batch.letters])
        session.add(run)
        there = [row.id for row in rows_of(session, list(owners))]
        subjects = {key: _("Letter: {subject}").format(subject=owners[key].subject or name) for key in there}
        texts = {key: _plain(owners[key]) for key in there} if keeps == "text" else {}
        own_history.add(session, "letters", subjects, store.author, texts)
        bulk.insert(session, Attachment, [row for row in files if row["owner_id"] in subjects])
        session.flush()
        return run.id


def _owners(letters: Sequence[Written]) -> Iterator[tuple[bytes, Written]]:
    for letter in letters:
        for key in letter.owners or (letter.id,):
            yield key, letter


def _files(store: Store, batch: Batch, letter: Written, name: str) -> "list[dict[str, object]]":
    from crmdesk.services import attachments

    pdf = pdf_of(batch, letter)
    return [attachments.kept(store, key, pdf, f"{name} {letter.date}.pdf") for key in letter.owners or (letter.id,)]


def _plain(letter: Written) -> str:
    return Rich(letter.body, is_html=True).plain()


def again(store: Store, run: Run, first: int = 1, last: int | None = None) -> Batch:
    """Letters of a run from one to another, as they were printed, on the letterhead of today."""
    with store.read() as session:
        head = head_of(senders.of(session))
    batch = Batch(look=letter_look.read(run.choices.get("look")), head=head, again=first)
    for key, (name, address, day, subject, body, enclosures, language) in print_runs.again(store, run.id, first, last):
        listed = [line for line in enclosures.split("\n") if line]
        batch.letters.append(Written(key, name, language, "", subject, body, address.split("\n"), day, listed))
    return batch
