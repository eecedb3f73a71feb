"""What holds for everyone of an import: the country of numbers, and what is set where the file says nothing."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk, reason
from crmdesk.ui.import_choices import Choices
from crmdesk.ui.preference_panes import SettingRow, all_countries
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.parts import label, rule
from crmdesk.widgets.problem import Problem

if TYPE_CHECKING:
    from crmdesk.domain.fields import Field

_PAUSE = 400


class ForEveryone(QWidget):
    def __init__(self, desk: Desk, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        countries = [("", _("As in the preferences")), *all_countries()]
        self.country = Chooser(_("Country of telephone numbers"), countries)
        self.country.setFixedWidth(theme.px(232))
        self.defaults: list[Default] = []
        self._problem = Problem()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._take)
        self._down = QVBoxLayout(self)
        self._arrange()
        self.country.chosen.connect(choices.set_country)

    def _arrange(self) -> None:
        down = self._down
        down.setContentsMargins(theme.margins(0, 0, 8, 0))
        down.setSpacing(theme.px(8))
        hint = _("Where numbers without a country belong to.")
        down.addWidget(SettingRow(_("Country of telephone numbers"), hint, self.country))
        down.addWidget(rule())
        down.addSpacing(theme.px(4))
        down.addWidget(label(_("Set where the file says nothing"), "medium"))
        down.addWidget(label(_("Tags and groups are added to those of the file."), "second", "muted", wraps=True))
        down.addWidget(self._problem)
        down.addStretch(1)
        self._add("tags")

    def _add(self, name: str) -> None:
        made = Default(name, self._pause.start)
        self.defaults.append(made)
        self._down.insertWidget(self._down.indexOf(self._problem), made)

    def _take(self) -> None:
        """Under the last one that says something stands another to fill in."""
        from crmdesk.services import mappings

        if self.defaults[-1].line.text().strip():
            self._add("")
        typed = {one.field.value(): one.value() for one in self.defaults if one.field.value() and one.value()}
        try:
            kept = mappings.checked_defaults(typed)
        except Exception as error:  # noqa: BLE001 - told where it was typed
            self._problem.say(reason(error))
            return
        self._problem.say()
        self._choices.set_for_all(defaults=kept)


class Default(QWidget):
    """A field and its value."""

    def __init__(self, name: str, changed: Callable[[], None]) -> None:
        from crmdesk.services import mappings

        super().__init__()
        self.field = Chooser(_("Field"), [("", _("Another field")), *mappings.defaults()])
        self.field.setFixedWidth(theme.px(200))
        self.field.set_value(name)
        self.line = QLineEdit()
        self.line.setAccessibleName(_("Value"))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.field)
        across.addWidget(self.line, 1)
        self.line.textChanged.connect(lambda _text: changed())
        self.field.chosen.connect(lambda _name: changed())

    def value(self) -> str:
        """The key of a choice, or what was typed."""
        from crmdesk.domain.base import own_fields
        from crmdesk.domain.contacts import Contact

        typed = self.line.text().strip()
        field: Field | None = own_fields(Contact).get(self.field.value())
        words = {_(text).casefold(): key for key, text in field.choices} if field else {}
        return words.get(typed.casefold(), typed)
