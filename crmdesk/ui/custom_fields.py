"""The fields that users add: made, named, put in order, archived; and what those offer that choose."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.custom import CUSTOM_KINDS
from crmdesk.domain.fields import Kind
from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.ui.preference_panes import Pane
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.parts import icon_button, label
from crmdesk.widgets.tabs import TextTabs
from crmdesk.widgets.word_list import Word, Wording, WordList

if TYPE_CHECKING:
    from crmdesk.services.custom import OwnField
    from crmdesk.services.files import Store

_TABLES = ("contacts", "companies")
_KIND_WIDTH = 168


class CustomFields(Pane):
    """Of contacts or of companies; one that chooses opens its choices in place of the list."""

    tables = ("custom_fields",)

    def __init__(self, desk: Desk) -> None:
        hint = _("They stand with the other details, and are found, grouped and exported like them.")
        super().__init__(desk, _("Custom fields"), hint)
        self._fields: dict[bytes, OwnField] = {}
        self.of = TextTabs((_("Contacts"), _("Companies")))
        self.of.changed.connect(lambda _number: self._show_list())
        self.words = WordList(Wording((_("Name"),), (_("New field"),), _("Archive")))
        self.kind = Chooser(_("Kind"), [(key, _(text)) for key, text in CUSTOM_KINDS])
        self.kind.setFixedWidth(theme.px(_KIND_WIDTH))
        self.offers = QLineEdit()
        self.choices = Choices(self)
        self._pages = QStackedWidget()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.offers.setPlaceholderText(_("What it offers, with commas between"))
        self.offers.setAccessibleName(self.offers.placeholderText())
        self.offers.hide()
        self.words.add_beside(self.kind)
        self.words.add_below(self.offers)
        fields = QWidget()
        down = QVBoxLayout(fields)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.of)
        down.addWidget(self.words)
        down.addStretch(1)
        for page in (fields, self.choices):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.kind.chosen.connect(self._show_offers)
        self.offers.returnPressed.connect(self.words.add)
        words = self.words
        words.added.connect(lambda texts: self._add(texts[0]))
        words.renamed.connect(lambda key, texts: self._rename(key, texts[0]))
        words.moved.connect(self._move)
        words.put_away.connect(lambda key: self._archive(key, archived=True))
        words.brought_back.connect(lambda key: self._archive(key, archived=False))
        words.opened.connect(self._open)

    # Showing

    def load(self) -> None:
        table = self._table()

        def read(store: "Store") -> "list[OwnField]":
            from crmdesk.services import custom

            return custom.fields(store, table)

        self.desk.ask(read, self._show, replace=self)

    def _show(self, fields: "list[OwnField]") -> None:
        self._fields = {field.id: field for field in fields}
        kinds = dict(CUSTOM_KINDS)
        self.words.show_words(
            [
                Word(field.id, (field.name,), _(kinds[field.kind]), field.is_archived, _open_text(field))
                for field in fields
            ]
        )
        if self.choices.field and (field := self._fields.get(self.choices.field.id)):
            self.choices.show_field(field)
        elif self.choices.field:
            self._show_list()

    def _table(self) -> str:
        return _TABLES[self.of.current()]

    def _show_offers(self) -> None:
        self.offers.setVisible(self.kind.value() in (Kind.CHOICE, Kind.CHOICES))

    def _show_list(self) -> None:
        self.choices.field = None
        self._pages.setCurrentIndex(0)
        self.load()

    def _open(self, key: bytes) -> None:
        self.choices.show_field(self._fields[key])
        self._pages.setCurrentIndex(1)
        self.choices.words.lines[0].setFocus()

    def go_back(self) -> None:
        self._show_list()
        self.words.lines[0].setFocus()

    # Changing

    def _add(self, name: str) -> None:
        from crmdesk.services import custom

        table, kind = self._table(), Kind(self.kind.value())
        offers = self.offers.text().split(",") if self.offers.isVisible() else []
        self.keep(self.words, None, lambda store: custom.add_field(store, table, name, kind, offers))

    def _rename(self, key: bytes, name: str) -> None:
        from crmdesk.services import custom

        self.keep(self.words, key, lambda store: custom.rename_field(store, key, name))

    def _move(self, key: bytes, place: int) -> None:
        from crmdesk.services import custom

        self.keep(self.words, key, lambda store: custom.move_field(store, key, place))

    def _archive(self, key: bytes, *, archived: bool) -> None:
        from crmdesk.services import custom

        name = self._fields[key].name
        text = _("“{name}” is archived; its values stay.") if archived else _("“{name}” is back.")
        self.keep(
            self.words,
            key,
            lambda store: custom.archive_field(store, key, archived=archived),
            lambda _none: text.format(name=name),
        )


class Choices(QWidget):
    """What one field offers."""

    def __init__(self, pane: CustomFields) -> None:
        super().__init__()
        self._pane = pane
        self.field: OwnField | None = None
        self._name = label("", "strong")
        self.words = WordList(Wording((_("Choice"),), (_("New choice"),), _("Remove"), icon="x"))
        head = QHBoxLayout()
        head.addWidget(icon_button("chevron-left", _("Back to the fields"), pane.go_back))
        head.addWidget(self._name, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addLayout(head)
        down.addWidget(self.words)
        down.addStretch(1)
        self.words.added.connect(lambda texts: self._add(texts[0]))
        self.words.renamed.connect(lambda key, texts: self._rename(key, texts[0]))
        self.words.moved.connect(self._move)
        self.words.put_away.connect(self._remove)

    def show_field(self, field: "OwnField") -> None:
        self.field = field
        self._name.setText(field.name)
        self.words.show_words([Word(choice, (choice,)) for choice in field.choices])

    def _key(self) -> bytes:
        assert self.field
        return self.field.id

    def _add(self, word: str) -> None:
        from crmdesk.services import custom

        key = self._key()
        self._pane.keep(self.words, None, lambda store: custom.add_choice(store, key, word))

    def _rename(self, old: str, new: str) -> None:
        from crmdesk.services import custom

        key = self._key()
        self._pane.keep(self.words, old, lambda store: custom.rename_choice(store, key, old, new), renamed_in)

    def _move(self, word: str, place: int) -> None:
        from crmdesk.services import custom

        key = self._key()
        self._pane.keep(self.words, word, lambda store: custom.move_choice(store, key, word, place))

    def _remove(self, word: str) -> None:
        from crmdesk.services import custom

        key, text = self._key(), _("“{name}” is no longer offered.").format(name=word)
        self._pane.keep(self.words, word, lambda store: custom.remove_choice(store, key, word), lambda _none: text)


def renamed_in(count: int) -> str:
    return ngettext("Renamed in {count} record", "Renamed in {count} records", count).format(count=count)


def _open_text(field: "OwnField") -> str:
    if not field.chooses:
        return ""
    count = len(field.choices)
    return ngettext("{count} choice", "{count} choices", count).format(count=count)
