"""How the files of an import are read: their columns, how they are written, and what holds for all who come in."""

import codecs
from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _, mark
from crmdesk.ui.desk import Desk
from crmdesk.ui.import_choices import Choices
from crmdesk.ui.import_columns import Columns
from crmdesk.ui.import_dates import dates_in
from crmdesk.ui.import_everyone import ForEveryone
from crmdesk.ui.preference_panes import SettingRow
from crmdesk.widgets import theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.choosers import Chooser, Segments
from crmdesk.widgets.parts import label, quiet, rule
from crmdesk.widgets.tabs import TabbedPages

if TYPE_CHECKING:
    from crmdesk.services.looking import Found

ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("cp1252", mark("Western Europe (Windows)")),
    ("cp1250", mark("Central Europe (Windows)")),
    ("cp1251", mark("Cyrillic (Windows)")),
    ("cp1253", mark("Greek (Windows)")),
    ("cp1254", mark("Turkish (Windows)")),
    ("cp1255", mark("Hebrew (Windows)")),
    ("cp1256", mark("Arabic (Windows)")),
    ("iso8859-1", mark("Western Europe (ISO)")),
    ("iso8859-15", mark("Western Europe with € (ISO)")),
    ("mac-roman", mark("Western Europe (old Mac)")),
    ("cp850", mark("Western Europe (DOS)")),
    ("koi8-r", mark("Cyrillic (KOI8)")),
    ("shift_jis", mark("Japanese")),
    ("gb18030", mark("Chinese, simplified")),
    ("big5", mark("Chinese, traditional")),
    ("euc_kr", mark("Korean")),
    ("utf-16", "UTF-16"),
)
_DELIMITERS = ((",", mark("Comma")), (";", mark("Semicolon")), ("\t", mark("Tab")), ("|", mark("Bar")))
_UNKNOWN = (
    ("custom", mark("Fields of their own"), mark("A field of its own")),
    ("note", mark("In a note"), mark("A line of a note")),
    ("ignore", mark("Left out"), mark("Left out")),
)
"""What becomes of columns that nobody knows: of all of them, and of one."""


class HowRead(QWidget):
    """Where there are several lists, one of them is chosen at the top; each is read in its own way."""

    def __init__(self, desk: Desk, choices: Choices) -> None:
        super().__init__()
        self._found: dict[str, Found] = {}
        self.files = Chooser(_("File"), ())
        self.columns = ColumnsPane(choices)
        self.written = WrittenPane(desk, choices)
        self.everyone = ForEveryone(desk, choices)
        self.pages = TabbedPages()
        for text, page in ((_("Columns"), self.columns), (_("File"), self.written), (_("For everyone"), self.everyone)):
            self.pages.add_page(text, page if page is self.columns else scroller(page))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        down.addWidget(self.files)
        down.addWidget(self.pages, 1)
        self.files.chosen.connect(lambda _name: self._show())

    def show_found(self, found: "Sequence[Found]") -> None:
        lists = {each.name: each for each in found if each.layout}
        if list(lists) != list(self._found):
            self.files.clear()
            for name in lists:
                self.files.addItem(name, name)
        self._found = lists
        self.files.setVisible(len(lists) > 1)
        self.pages.tabs.setVisible(bool(lists))
        if lists:
            self._show()
        else:
            self.pages.tabs.choose(2)

    def _show(self) -> None:
        found = self._found[self.files.value()]
        self.columns.show_found(found)
        self.written.show_found(found)


class ColumnsPane(QWidget):
    def __init__(self, choices: Choices) -> None:
        from crmdesk.services import mappings

        super().__init__()
        self._choices = choices
        self._found: Found | None = None
        self.table = Columns([(key, words) for key, words in mappings.targets()])
        self.unknown = Segments(_("Unknown columns"), [(key, _(words)) for key, words, _one in _UNKNOWN])
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        down.addWidget(self.table, 1)
        across = QHBoxLayout()
        across.addWidget(label(_("Columns that are not known become"), "second", "muted", wraps=True), 1)
        across.addWidget(self.unknown)
        down.addLayout(across)
        self.table.chosen.connect(self._choose)
        self.unknown.chosen.connect(lambda key: choices.set_for_all(unknown=key))

    def show_found(self, found: "Found") -> None:
        from crmdesk.services import mappings

        self._found, layout = found, found.layout
        assert layout
        unknown = self._choices.mapping(found.name).unknown
        self.unknown.set_value(unknown)
        names = {target: mappings.target_name(target) for column in layout.columns if (target := column.target)}
        one = next(words for key, _all, words in _UNKNOWN if key == unknown)
        self.table.show_layout(layout, names, _(one))

    def _choose(self, heading: str, target: str) -> None:
        """Of fields there is one each; of phones and the like there may be several."""
        assert self._found
        assert self._found.layout
        is_single = "@" not in target and target not in ("note", "tags", "groups", "ignore", "custom")
        columns = self._found.layout.columns if is_single else ()
        others = [column.heading for column in columns if column.target == target and column.heading != heading]
        self._choices.set_column(self._found.name, heading, target, others)


class WrittenPane(QWidget):
    """Encoding, separator, headings and dates of one list, and the ways of reading that were kept."""

    def __init__(self, desk: Desk, choices: Choices) -> None:
        super().__init__()
        self._desk, self._choices = desk, choices
        self._name = ""
        self.encoding = Chooser(_("Characters"), [(key, _(words)) for key, words in ENCODINGS])
        self.delimiter = Segments(_("Columns are parted by"), [(key, _(words)) for key, words in _DELIMITERS])
        self.header = Segments(_("The first row"), ((True, _("Headings")), (False, _("A contact"))))
        self.days = Segments(_("Dates"), ((True, _("Day, month")), (False, _("Month, day"))))
        self.saved = Chooser(_("Kept ways of reading"), ())
        self.name = QLineEdit()
        self._accents = label("", "second", "muted", wraps=True)
        self._rows = self._make_rows()
        self._arrange()
        self._connect()

    def _make_rows(self) -> dict[str, SettingRow]:
        self.encoding.setFixedWidth(theme.px(232))
        self.saved.setFixedWidth(theme.px(232))
        return {
            "encoding": SettingRow(_("Characters"), "", self.encoding),
            "delimiter": SettingRow(_("Columns are parted by"), "", self.delimiter),
            "header": SettingRow(_("The first row holds"), "", self.header),
            "days": SettingRow(_("4/12 in dates means"), _("Day, month: 4 December. Month, day: April 12."), self.days),
            "saved": SettingRow(_("Read as kept before"), "", self.saved),
        }

    def _arrange(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(0, 0, 8, 0))
        down.setSpacing(0)
        for row in self._rows.values():
            down.addWidget(row)
        self._accents.setContentsMargins(theme.margins(0, 0, 0, 12))
        down.insertWidget(1, self._accents)
        down.addWidget(rule())
        down.addWidget(SettingRow(_("Keep this way of reading"), _("For the next file of this kind."), self._keeper()))
        down.addStretch(1)

    def _keeper(self) -> QWidget:
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        self.name.setPlaceholderText(_("Name"))
        self.name.setAccessibleName(_("Name of this way of reading"))
        self.name.setFixedWidth(theme.px(160))
        self.name.returnPressed.connect(self._keep)
        across.addWidget(self.name)
        across.addWidget(quiet(_("Keep"), self._keep))
        return holder

    def _connect(self) -> None:
        self.encoding.chosen.connect(lambda key: self._read(encoding=key))
        self.delimiter.chosen.connect(lambda key: self._read(delimiter=key, columns={}))
        self.header.chosen.connect(lambda has: self._read(header=has, columns={}))
        self.days.chosen.connect(lambda first: self._read(days_first=first))
        self.saved.chosen.connect(self._use)

    def _read(self, **values: Any) -> None:
        self._choices.read_as(self._name, replace(self._choices.mapping(self._name), **values))

    def show_found(self, found: "Found") -> None:
        self._name, layout = found.name, found.layout
        assert layout
        _choose(self.encoding, _plain_name(layout.encoding))
        self.delimiter.set_value(layout.delimiter)
        self.header.set_value(layout.has_header)
        self.days.set_value(layout.days_first)
        self._accents.setText(_("For example: {words}").format(words=" · ".join(found.accents)))
        is_text = found.format == "csv"
        shown = {"encoding": is_text, "delimiter": is_text, "header": True, "days": bool(dates_in(layout))}
        for key, on in shown.items():
            self._rows[key].setVisible(on)
        self._accents.setVisible(is_text and bool(found.accents))
        self._show_saved()

    def _show_saved(self) -> None:
        from crmdesk.services import mappings

        names = mappings.saved()
        self._rows["saved"].setVisible(bool(names))
        if self.saved.count() != len(names) + 1:
            _fill(self.saved, names)

    def _use(self, path: Path | None) -> None:
        from crmdesk.services import mappings

        def use(kept: mappings.Mapping) -> None:
            self._choices.read_as(self._name, kept)
            self._choices.set_for_all(unknown=kept.unknown, defaults=kept.defaults)

        if path:
            self._desk.run(lambda: mappings.read(path), use)

    def _keep(self) -> None:
        """With what was detected left out: another file of the kind may be written in another way."""
        from crmdesk.services import mappings

        name, kept = self.name.text().strip(), self._choices.mapping(self._name)
        if name:
            self._desk.run(lambda: mappings.save(kept, name), lambda _none: self._kept(name))

    def _kept(self, name: str) -> None:
        self.name.clear()
        self.name.setPlaceholderText(_("Kept as “{name}”").format(name=name))
        self._show_saved()


def _fill(chooser: Chooser, names: "Named[str, Path]") -> None:
    chooser.clear()
    chooser.addItem(_("As it was detected"), None)
    for name, path in names.items():
        chooser.addItem(name, path)


def _choose(chooser: Chooser, value: str) -> None:
    """Also what nobody would choose from the list."""
    if chooser.findData(value) < 0:
        chooser.addItem(value, value)
    chooser.set_value(value)


def _plain_name(encoding: str) -> str:
    name = codecs.lookup(encoding).name
    return "utf-8" if name == "utf-8-sig" else next((key for key, _t in ENCODINGS if _same(key, name)), encoding)


def _same(key: str, name: str) -> bool:
    return codecs.lookup(key).name == name


def encoding_words(encoding: str) -> str:
    return _(dict(ENCODINGS).get(_plain_name(encoding), encoding))
