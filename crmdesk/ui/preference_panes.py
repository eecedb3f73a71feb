"""The panes of the preferences that are made from declarations, and what all panes have in common."""

from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import shiboken6
from PySide6.QtCore import QCollator, QLocale, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk import i18n, settings
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.settings import Option
from crmdesk.ui import dress
from crmdesk.ui.desk import Desk
from crmdesk.ui.team_name import OwnName
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser, Segments, Stepper
from crmdesk.widgets.fields import LineField
from crmdesk.widgets.links import open_folder
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, link, rule
from crmdesk.widgets.tasks import Failed

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.widgets.word_list import WordList

T = TypeVar("T")
_CONTROL = 232
_FEW = 3


class Pane(QWidget):
    """One group of preferences. What it keeps in the file is one undo step each, told with `done`."""

    done = Signal(str)
    """What was done, in words; it can be undone."""
    tables: tuple[str, ...] = ()
    """Changes of these are shown at once."""

    def __init__(self, desk: Desk, title: str, hint: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.margins(28, 16, 16, 20))
        self.body.setSpacing(0)
        self.body.addWidget(label(title, "heading"))
        if hint:
            words = label(hint, "second", "muted", wraps=True)
            words.setContentsMargins(theme.margins(0, 4, 0, 0))
            self.body.addWidget(words)
        self.body.addSpacing(theme.px(12))
        if self.tables:
            desk.changed.connect(self._changed)

    def _changed(self, change: "Changed") -> None:
        if change.tables & set(self.tables):
            self.load()

    def load(self) -> None:
        """Show what is kept; called when the pane is shown and when it changed."""

    def write(
        self, job: "Callable[[Store], T]", told: Callable[[T], str] | None = None, failed: Failed | None = None
    ) -> None:
        """Keep something; `told` says what was done, of what the job gave."""
        self.desk.write(job, partial(self._wrote, told), failed)

    def _wrote(self, told: Callable[[T], str] | None, answer: T) -> None:
        if shiboken6.isValid(self):
            self.load()
            if told:
                self.done.emit(told(answer))

    def keep(
        self,
        words: "WordList",
        key: Hashable | None,
        job: "Callable[[Store], T]",
        told: Callable[[T], str] | None = None,
    ) -> None:
        """A change of a list of words; what is refused is told at the word of this key, or at the new one."""
        desk = self.desk

        def refused(error: Exception) -> None:
            if shiboken6.isValid(words) and words.isVisible():
                words.set_problem(key, words_of(error))
            elif isinstance(error, UserError):
                desk.unmet.emit(error)

        self.write(job, told, refused)


class SettingRow(QWidget):
    """What is set, in words, and the control that sets it."""

    def __init__(self, text: str, hint: str, control: QWidget) -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        head = label(text, "medium", wraps=True)
        words.addWidget(head)
        self._control, self._hint = control, label("", "second", "muted", wraps=True)
        words.addWidget(self._hint)
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.margins(0, 12, 0, 12))
        across.setSpacing(theme.px(20))
        across.addLayout(words, 1)
        across.addWidget(control, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.set_hint(hint)  # now that it stands in the row: shown before, it would be a window of its own

    def set_hint(self, hint: str) -> None:
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._control.setAccessibleDescription(hint)


class SettingsPane(Pane):
    """The settings of one group, one under the other."""

    restarting = Signal()
    """Now, for what takes effect at the next start."""

    def __init__(self, desk: Desk, group: str) -> None:
        super().__init__(desk, _(group))
        self.controls: dict[str, Any] = {}
        for name, option in settings.options().items():
            if option.group == group:
                self._add(name, option)
        self.body.addStretch(1)

    def _add(self, name: str, option: Option) -> None:
        if self.controls:
            self.body.addWidget(rule())
        control = self.controls[name] = _control(option)
        control.chosen.connect(lambda value: self._choose(name, value))
        self.body.addWidget(SettingRow(_(option.label), _(option.hint), control))
        if isinstance(control, _Line):
            self.own_name = OwnName(self.desk)
            self.own_name.chosen.connect(control.keep_at_once)
            self.body.addWidget(self.own_name)
        if name == "language":
            again = link(_("Restart now"), self.restarting.emit)
            self.body.addWidget(again, 0, Qt.AlignmentFlag.AlignRight)
            control.chosen.connect(lambda _value: again.setVisible(i18n.next_language() != i18n.language()))
            again.setVisible(i18n.next_language() != i18n.language())

    def load(self) -> None:
        chosen = settings.load()
        for name, control in self.controls.items():
            control.set_value(getattr(chosen, name))

    def _choose(self, name: str, value: Any) -> None:
        settings.change(**{name: value})
        if name == "author":
            _tell_author()
            self.own_name.changed()
        else:
            dress.apply(cast(QApplication, QApplication.instance()))


def _tell_author() -> None:
    from crmdesk.services import preferences
    from crmdesk.ui import windows

    for window in windows.all_open():
        if window.desk.path:
            window.desk.ask(preferences.take_author, partial(_show_anew, window.desk))


def _show_anew(desk: Desk, _none: None) -> None:
    """What is one's own is somebody else's now."""
    from crmdesk.services import team
    from crmdesk.services.files import Changed

    desk.changed.emit(Changed("", team.TABLES | {"activities"}, None))


def _control(option: Option) -> "Segments | Chooser | Stepper | _Line":
    text = _(option.label)
    choices = [(value, _(words)) for value, words in option.choices]
    if option.kind == "text":
        return _Line(text)
    if option.kind == "percent":
        return Stepper(text, choices, _("Smaller"), _("Larger"))
    if len(choices) <= _FEW:
        return Segments(text, choices)
    chooser = Chooser(text, choices)
    chooser.setFixedWidth(theme.px(_CONTROL))
    return chooser


class _Line(LineField):
    """A setting in words; empty, what holds then is shown pale."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.edit.setProperty("inline", False)
        self.setFixedWidth(theme.px(_CONTROL))
        self.set_placeholder(settings.system_author())
        self.kept.connect(self.keep_at_once)

    def keep_at_once(self, value: str) -> None:
        self.set_problem("")
        self.set_value(value)
        self.chosen.emit(value)


class FilePane(Pane):
    """What belongs to the file itself, whoever opens it."""

    tables = ("preferences",)

    def __init__(self, desk: Desk) -> None:
        from crmdesk.services import files

        super().__init__(desk, _("This file"))
        self.country = Chooser(_("Country"), all_countries())
        self.country.setFixedWidth(theme.px(_CONTROL))
        self.country.chosen.connect(self._set_country)
        hint = _("Phone numbers without a prefix are from there, and letters are posted there.")
        self.body.addWidget(SettingRow(_("Country"), hint, self.country))
        self._add_region()
        if desk.path:
            self._add_place(_("The file"), desk.path, desk.path.parent)
            backups = files.backup_folder(desk.path)
            self._add_place(_("Its backups"), backups, backups)
        self.body.addStretch(1)

    def _add_region(self) -> None:
        """Shown where the country has some with holidays of their own."""
        self.region = Chooser(_("Holidays"), ())
        self.region.setFixedWidth(theme.px(_CONTROL))
        self.region.chosen.connect(self._set_region)
        row, down = QWidget(), QVBoxLayout()
        row.setLayout(down)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(rule())
        down.addWidget(SettingRow(_("Holidays"), _("The calendar shows those of the country and of this region."),
                                  self.region))  # fmt: skip
        row.hide()
        self._region_row = row
        self.body.addWidget(row)

    def _add_place(self, text: str, path: Path, folder: Path) -> None:
        self.body.addWidget(rule())
        self.body.addWidget(SettingRow(text, str(path), link(_("Open folder"), lambda: show_folder(self.desk, folder))))

    def load(self) -> None:
        self.desk.ask(_places, self._show_places, replace=self)

    def _show_places(self, found: "tuple[str, str, list[tuple[str, str]]]") -> None:
        country, region, regions = found
        self.country.set_value(country)
        self.region.clear()
        for code, words in (("", _("The country's alone")), *regions):
            self.region.addItem(words, code)
        self.region.set_value(region)
        self._region_row.setVisible(bool(regions))

    def _set_region(self, code: str) -> None:
        from crmdesk.services import preferences

        name, country = self.region.currentText(), str(self.country.value())
        self.write(
            lambda store: preferences.set_region(store, country, code),
            lambda _none: _("Holidays: {name}").format(name=name),
        )

    def _set_country(self, code: str) -> None:
        from crmdesk.services import preferences

        name = self.country.currentText()
        self.write(
            lambda store: preferences.set_country(store, code),
            lambda _none: _("Country: {name}").format(name=name),
        )


def show_folder(desk: Desk, folder: Path) -> None:
    try:
        open_folder(folder)
    except UserError as error:
        desk.unmet.emit(error)


def _places(store: "Store") -> tuple[str, str, list[tuple[str, str]]]:
    """The country, the region and those to choose from."""
    from crmdesk.services import holidays, preferences

    with store.read() as session:
        country = preferences.country(session)
        return country, preferences.region(session, country), holidays.regions(country)


def all_countries() -> list[tuple[str, str]]:
    """In the order of the alphabet of the language."""
    from crmdesk.domain.values import countries

    order = QCollator(QLocale())
    return sorted(countries.listed(i18n.language()), key=lambda country: order.sortKey(country[1]))
