"""Export: the current set or everything, in a format that other programs read."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QFileDialog, QRadioButton, QVBoxLayout

from crmdesk.i18n import _, mark
from crmdesk.ui.lookups import CurrentSet, count_in_words
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.ui.window import Window

_FORMATS = (
    ("vcard", "vCard", ".vcf", mark("For phones, mail programs and other address books.")),
    ("csv", "CSV", ".csv", mark("For spreadsheets and mail merge: a row each.")),
    ("json", "JSON", ".json", mark("Everything, to be imported into another CRMDesk file.")),
)


class Export(Sheet):
    def __init__(self, window: "Window", chosen: CurrentSet | None) -> None:
        super().__init__(window, _("Export"), width=440)
        self._window, self._chosen = window, chosen
        self.add_text(_what(chosen))
        self._group = QButtonGroup(self)
        for number, (_key, name, ending, detail) in enumerate(_FORMATS):
            self._add_format(number, f"{name} ({ending})", _(detail))
        self.set_primary(_("Choose a place…"), self._choose)

    def _add_format(self, number: int, text: str, detail: str) -> None:
        choice = QRadioButton(text)
        choice.setFont(theme.font("strong"))
        choice.setChecked(number == 0)
        choice.setAccessibleDescription(detail)
        self._group.addButton(choice, number)
        words = label(detail, "second", "muted", wraps=True)
        words.setContentsMargins(theme.margins(22, 0, 0, 4))
        holder = QVBoxLayout()
        holder.setSpacing(2)
        holder.addWidget(choice)
        holder.addWidget(words)
        self.body.addLayout(holder)

    def _choose(self) -> None:
        kind, _name, ending, _detail = _FORMATS[self._group.checkedId()]
        proposed = (self._chosen.words if self._chosen else "") or _("Contacts")
        name, _filter = QFileDialog.getSaveFileName(self, _("Export"), f"{proposed}{ending}", f"(*{ending})")
        if name:
            self.accept()
            run(self._window, Path(name), kind, self._chosen)


def run(window: "Window", to: Path, kind: str, chosen: CurrentSet | None) -> None:
    from crmdesk.services import exporting

    ids = chosen.ids if chosen else None

    def done(count: int) -> None:
        window.desk.say(_("Exported {count} to “{name}”").format(count=grouped(count), name=to.name))

    window.work.begin(_("Exporting"), lambda store: exporting.export(store, to, kind, ids), done)


def _what(chosen: CurrentSet | None) -> str:
    if chosen is None or chosen.ids is None:
        return _("Everything in this file.")
    words = count_in_words(chosen.kind, chosen.count)
    return f"{words}: {chosen.words}" if chosen.words else words
