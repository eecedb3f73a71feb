"""What was understood of a text, line by line, to be mended before it is saved; what was mended stays as it is."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from crmdesk import i18n
from crmdesk.domain.card import Card
from crmdesk.domain.channels import PHONE_LABELS
from crmdesk.i18n import _, inside, worded
from crmdesk.ui.places import ADDRESS_COLUMNS
from crmdesk.widgets import theme
from crmdesk.widgets.entries import LabelButton
from crmdesk.widgets.parts import label

_LABELS = 92
_NOTE = 64
_ALWAYS = ("name", "company", "title", "phones", "emails", "street", "postal_code", "city")
"""Lines that stand there even while they are empty."""


class Row(QWidget):
    """A word and a line. `source` is what was read when the line was last filled."""

    changed = Signal()

    def __init__(self, name: str, head: QWidget) -> None:
        super().__init__()
        self.entry: dict[str, Any] = {}
        self.source = ""
        self.is_edited = False
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        self.edit.setProperty("inline", True)
        self.edit.textEdited.connect(self._mark)
        head.setFixedWidth(theme.px(_LABELS))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(head)
        across.addWidget(self.edit, 1)

    def _mark(self) -> None:
        self.is_edited = True
        self.changed.emit()

    def offer(self, value: str, entry: dict[str, Any] | None = None) -> None:
        """What is read now; what the user typed stays."""
        if not self.is_edited:
            self.source, self.entry = value, entry or {}
            self.edit.setText(value)
            self.edit.setCursorPosition(0)

    def value(self) -> str:
        return " ".join(self.edit.text().split())


class _PhoneRow(Row):
    """Its word is a menu of what numbers are."""

    def __init__(self) -> None:
        self._button = LabelButton([(key, _(words)) for key, words in PHONE_LABELS])
        self._button.relabelled.connect(self._relabel)
        self._label = "work"
        super().__init__(_("Phone"), self._button)
        self._button.open_from(self.edit)
        self._button.show_label(self._label)

    def offer(self, value: str, entry: dict[str, Any] | None = None) -> None:
        super().offer(value, entry)
        if not self.is_edited:
            self._label = (entry or {}).get("label", "work")
            self._button.show_label(self._label)
            self.edit.setAccessibleName(f"{_('Phone')}, {worded(PHONE_LABELS, self._label)}")

    def _relabel(self, word: str) -> None:
        self._label = word
        self._button.show_label(word)
        self._mark()

    def part(self) -> dict[str, Any]:
        kept = {} if self.is_edited else self.entry
        return {**kept, "label": self._label, "value": self.value()}


class Proposal(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._read = Card()
        self.rows: dict[str, Row] = {}
        self.lists: dict[str, list[Row]] = {"phones": [], "emails": [], "links": []}
        self._holders: dict[str, QVBoxLayout] = {}
        self.note = QPlainTextEdit()
        self._note_edited = False
        self._note_row = self._make_note()
        self._arrange()
        self.show_card(Card())

    def _arrange(self) -> None:
        """A line each, as on a page."""
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(3))
        for key, text in (("name", _("Name")), ("company", _("Company")), ("title", _("Job title"))):
            down.addWidget(self._single(key, text))
        for key in self.lists:
            holder = self._holders[key] = QVBoxLayout()
            holder.setSpacing(theme.px(3))
            down.addLayout(holder)
        for key, text in _address_words():
            down.addWidget(self._single(key, text))
        down.addWidget(self._note_row)
        down.addStretch(1)

    def _single(self, key: str, text: str) -> Row:
        row = self.rows[key] = Row(text, _head(text))
        row.changed.connect(self.changed)
        return row

    def _make_note(self) -> QWidget:
        self.note.setAccessibleName(_("Note"))
        self.note.setFixedHeight(theme.px(_NOTE))
        self.note.setTabChangesFocus(True)
        self.note.textChanged.connect(self._mark_note)
        words = _head(_("Note"))
        words.setFixedWidth(theme.px(_LABELS))
        below = QVBoxLayout()
        below.setSpacing(theme.px(4))
        below.addWidget(self.note)
        below.addWidget(label(_("Not understood, so it is kept as a note."), "second", "muted", wraps=True))
        words.setContentsMargins(0, theme.px(7), 0, 0)
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, theme.px(6), 0, 0)
        across.setSpacing(0)
        across.addWidget(words, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(below, 1)
        return row

    def _mark_note(self) -> None:
        self._note_edited = True
        self.changed.emit()

    # What is read

    def show_card(self, card: Card) -> None:
        """What is read now, around what was mended."""
        from crmdesk.services import quick_entry

        self._read = card
        place = next(iter(card.affiliations), {})
        address = next(iter(card.addresses), {})
        self._offer("name", quick_entry.name_of(Card(fields=card.fields)) if card.fields else "")
        for key in ("company", "title"):
            self._offer(key, place.get(key, ""))
        for key in ADDRESS_COLUMNS:
            self._offer(key, _shown(key, address.get(key, "")))
        for key, make in _MAKERS.items():
            self._offer_list(key, getattr(card, key), make)
        self._show_note("\n".join(note["text"] for note in card.notes))

    def _offer(self, key: str, value: str) -> None:
        row = self.rows[key]
        row.offer(value)
        row.setVisible(key in _ALWAYS or row.is_edited or bool(value))

    def _offer_list(self, key: str, entries: Sequence[dict[str, Any]], make: Callable[[], Row]) -> None:
        """Those not mended yet take what is left, in its order."""
        rows = self.lists[key]
        mended = [row.source for row in rows if row.is_edited]
        left = [entry for entry in entries if entry["value"] not in mended]
        free = [row for row in rows if not row.is_edited]
        least = 1 if key in _ALWAYS and not mended else 0
        while len(free) < max(len(left), least):
            free.append(self._add_row(key, make()))
        for place, row in enumerate(free):
            entry = left[place] if place < len(left) else {}
            row.offer(entry.get("value", ""), entry)
            row.setVisible(bool(entry) or place < least)

    def _add_row(self, key: str, row: Row) -> Row:
        row.changed.connect(self.changed)
        self._holders[key].addWidget(row)
        self.lists[key].append(row)
        return row

    def _show_note(self, text: str) -> None:
        if not self._note_edited:
            self.note.blockSignals(True)
            self.note.setPlainText(text)
            self.note.blockSignals(False)
        self._note_row.setVisible(bool(text) or self._note_edited)

    def is_touched(self) -> bool:
        """Something was typed here."""
        rows = [*self.rows.values(), *(row for some in self.lists.values() for row in some)]
        return self._note_edited or any(row.is_edited for row in rows)

    # What is to be saved

    def card(self) -> Card:
        name = self.rows["name"]
        fields = _split(name.value()) if name.is_edited else dict(self._read.fields)
        place = {key: value for key in ("company", "title") if (value := self.rows[key].value())}
        made = Card(fields=fields, affiliations=[place] if place else [])
        made.phones = [row.part() for row in self.lists["phones"] if isinstance(row, _PhoneRow) and row.value()]
        made.emails = [{"label": "work", "value": row.value()} for row in self.lists["emails"] if row.value()]
        made.links = [{"label": "work", "value": row.value()} for row in self.lists["links"] if row.value()]
        made.addresses = self._addresses(is_work=bool(place))
        if note := self.note.toPlainText().strip():
            made.notes = [{"text": note}]
        return made if fields or not place.get("company") or place.get("title") else _firm(made)

    def _addresses(self, *, is_work: bool) -> list[dict[str, Any]]:
        values = {key: value for key in ADDRESS_COLUMNS if (value := self.rows[key].value())}
        if "country" in values:
            from crmdesk.domain.values import countries

            values["country"] = countries.to_code(values["country"]) or values["country"]
        return [{"label": "work" if is_work else "home", **values}] if values else []


def _firm(card: Card) -> Card:
    """Nobody is named: it is the company itself."""
    made = Card(kind="company", fields={"name": card.affiliations[0]["company"]})
    made.phones, made.emails, made.links = card.phones, card.emails, card.links
    made.addresses, made.notes = card.addresses, card.notes
    return made


def _split(name: str) -> dict[str, str]:
    from crmdesk.domain.values.names import split_name

    return dict(split_name(name)) if name else {}


def _shown(key: str, value: str) -> str:
    """A country by its name."""
    if key != "country" or len(value) != 2:
        return value
    from crmdesk.domain.values import countries

    return countries.name(value, i18n.language())


def _head(text: str) -> QWidget:
    return label(inside(text), "second", "muted", wraps=True)


def _address_words() -> list[tuple[str, str]]:
    words = (
        _("Street"), _("Street 2"), _("Street 3"), _("PO box"), _("Postal code"), _("City"), _("Region"), _("Country"),
    )  # fmt: skip
    return list(zip(ADDRESS_COLUMNS, words, strict=True))


_MAKERS: dict[str, Callable[[], Row]] = {
    "phones": _PhoneRow,
    "emails": lambda: Row(_("E-mail"), _head(_("E-mail"))),
    "links": lambda: Row(_("Web"), _head(_("Web"))),
}
