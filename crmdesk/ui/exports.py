"""Export: the current set or everything, in a format that other programs read; or all about one person."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog

from crmdesk.i18n import _
from crmdesk.ui import own_history
from crmdesk.ui.export_formats import Format, Formats
from crmdesk.ui.lookups import CurrentSet, count_in_words
from crmdesk.ui.numbers import grouped
from crmdesk.ui.preference_panes import show_folder
from crmdesk.widgets import theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.choosers import Segments
from crmdesk.widgets.messages import Action
from crmdesk.widgets.parts import label
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.exporting import Shape
    from crmdesk.services.files import Store
    from crmdesk.ui.window import Window

WIDTH, HEIGHT = 560, 680
_AROUND = 40


class Export(Sheet):
    def __init__(self, window: "Window", chosen: CurrentSet | None) -> None:
        super().__init__(window, _("Export"))
        self._window = window
        self._set = chosen if chosen and chosen.ids is not None else None
        self.what = Segments(_("What"), self._choices()) if self._set else None
        self._everything = _("Everything in this file.")
        self._words = label("", wraps=True)
        self.formats = Formats()
        if self.what:
            self.body.addWidget(self.what, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._words)
        self.body.addWidget(scroller(self.formats), 1)
        not_locked = _("What is written is not locked: whoever has the file can read it.")
        self.body.addWidget(label(not_locked, "second", "muted", wraps=True))
        self._choose_place = self.set_primary(_("Choose a place…"), self._choose)
        self.formats.chosen.connect(self._show_what)
        if self.what:
            self.what.set_value(True)
            self.what.chosen.connect(lambda _is_set: self._show_words())
        self._show_words()
        window.desk.ask(_count, self._show_count)

    def _choices(self) -> list[tuple[bool, str]]:
        assert self._set
        return [(True, self._set.in_words()), (False, _("Everything"))]

    def _show_what(self, chosen: Format) -> None:
        if self.what:
            self.what.setEnabled(chosen.key != "sqlite")
        self._show_words()

    def _show_words(self) -> None:
        """What it is: the lookup, or how many there are in all."""
        if chosen := self._chosen():
            self._words.setText(chosen.words)
        else:
            self._words.setText(self._everything)
        self._words.setVisible(bool(self._words.text()))

    def _show_count(self, counts: tuple[int, int]) -> None:
        parts = [count_in_words(kind, count) for kind, count in zip(("contact", "company"), counts, strict=True)]
        self._everything = _("Everything in this file: {what}.").format(what=", ".join(parts))
        self._show_words()

    def _chosen(self) -> CurrentSet | None:
        is_set = self.what is None or (self.what.value() and self.formats.format().key != "sqlite")
        return self._set if is_set else None

    def _choose(self) -> None:
        chosen, ending = self._chosen(), self.formats.ending()
        proposed = (chosen.words if chosen else "") or _("Contacts")
        name, _filter = QFileDialog.getSaveFileName(self, _("Export"), _file_name(proposed, ending), f"(*{ending})")
        if name:
            kind, shape = self.formats.kind(), self.formats.shape()
            self.accept()
            run(self._window, Path(name), kind, chosen, shape)

    def refit(self) -> None:
        if window := self.parentWidget():
            room = window.size() - QSize(_AROUND, _AROUND)
            self.setFixedSize(QSize(theme.px(WIDTH), theme.px(HEIGHT)).boundedTo(room))
            self.move(window.mapToGlobal(self._place(window)))


def about_person(window: "Window", chosen: CurrentSet) -> None:
    """Everything kept about them, for themselves: as an archive that people and programs can read."""
    name, _filter = QFileDialog.getSaveFileName(
        window, _("Export everything about this person"), _file_name(chosen.words, ".zip"), "(*.zip)"
    )
    if name:
        run(window, Path(name), "zip", chosen)


def run(window: "Window", to: Path, kind: str, chosen: CurrentSet | None, shape: "Shape | None" = None) -> None:
    from crmdesk.services import exporting

    ids, desk = chosen.ids if chosen else None, window.desk
    wanted = shape or exporting.Shape()

    def done(count: int) -> None:
        words = _("Exported {count} to “{name}”").format(count=grouped(count), name=to.name)
        desk.say(words, Action(_("Show"), lambda: show_folder(desk, to.parent)))
        if chosen:
            own_history.note(desk, "exports", chosen.kind, ids)

    window.work.begin(_("Exporting"), lambda store: exporting.export(store, to, kind, ids, wanted), done)


def _count(store: "Store") -> tuple[int, int]:
    from crmdesk.services import lookup

    return lookup.count(store, "contact"), lookup.count(store, "company")


def _file_name(words: str, ending: str) -> str:
    from crmdesk.domain.values.file_names import safe

    return f"{safe(words)}{ending}"
