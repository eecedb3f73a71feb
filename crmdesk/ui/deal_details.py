"""The fields of a deal, edited in place, and whose commission it is."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint

from crmdesk.domain.base import declared_fields
from crmdesk.domain.deals import FORECASTS, Deal
from crmdesk.i18n import _, inside
from crmdesk.ui.deal_editor import AnyDayField, ChanceField, DealEditor
from crmdesk.ui.deal_people import DealPeople
from crmdesk.ui.deal_points import Points
from crmdesk.ui.deal_shares import Shares
from crmdesk.widgets.fields import ChoiceField, Field, TextField
from crmdesk.widgets.form import Form, FormRow
from crmdesk.widgets.parts import button

if TYPE_CHECKING:
    from crmdesk.services.deal_looks import DealLook

_ALWAYS = ("expected_on", "probability", "forecast", "responsible", "source")
_LATER = ("lost_reason", "competitor", "ask_again_on")
"""Of a lost deal, and of one where they are known."""


class DealDetails(Form):
    def __init__(self, editor: DealEditor) -> None:
        super().__init__()
        self._editor = editor
        self.people = DealPeople(editor)
        self.points = Points(editor)
        self.shares = Shares(editor)
        self.rows: dict[str, FormRow] = {}
        self.add_heading(_("Details"))
        for name in (*_ALWAYS, *_LATER, "text"):
            self._add_field(name)
        self.add_heading(_("Contacts"))
        self.add_widget(self.people)
        self.add_widget(button("+ " + _("contact"), self.people.add, kind="menu"))
        self.add_widget(self.points)
        self.add_widget(self.shares)

    def _add_field(self, name: str) -> None:
        info = declared_fields(Deal)[name]
        field = self._make(name, _(info.label))
        if info.pick_list:
            self._editor.offer(field, info.pick_list)
        field.kept.connect(lambda value: self._editor.save_field(field, name, value))
        self.rows[name] = self.add(inside(_(info.label)), field)

    def _make(self, name: str, label: str) -> Field:
        if name in ("expected_on", "ask_again_on"):
            made: Field = AnyDayField(label)
            made.set_placeholder(_("Fri, 15 Dec, in 2 weeks"))
        elif name == "probability":
            made = ChanceField(label)
        elif name == "forecast":
            made = ChoiceField(label, [("", _("by probability")), *((key, _(words)) for key, words in FORECASTS)])
            made.set_placeholder(_("by probability"))
        elif name == "text":
            made = TextField(label, 8)
            made.set_placeholder(_("What it is about"))
        else:
            return ChoiceField(label, [("", "")], own_words=True)
        return made

    def field(self, name: str) -> Field:
        found = self.rows[name].field
        assert isinstance(found, Field)
        return found

    def show_deal(self, look: "DealLook", *, is_other: bool) -> None:
        if is_other:
            for field in self.findChildren(Field):
                if field.is_touched():
                    field.take_back()
        deal = look.deal
        for name in self.rows:
            self._show_value(name, deal[name], look)
        for name in _LATER:
            self.rows[name].setVisible(deal["status"] == "lost" or bool(deal[name]))
        stage = next((stage for stage in look.stages if stage.id == deal["stage_id"]), None)
        self.field("probability").set_placeholder(
            _("{number} %, by the stage").format(number=stage.chance) if stage else ""
        )
        self.people.show_people(look)
        self.points.show_deal(look)
        self.shares.show_deal(look)

    def _show_value(self, name: str, value: Any, look: "DealLook") -> None:
        field, pick_list = self.field(name), declared_fields(Deal)[name].pick_list
        if pick_list and isinstance(field, ChoiceField):
            field.set_choices([("", ""), *look.words[pick_list].items()])
        field.set_value("" if value is None else value)

    def fields(self) -> list[Field]:
        """In the order in which they stand."""
        shown = [field for field in self.findChildren(Field) if field.isVisibleTo(self)]
        return sorted(shown, key=lambda field: field.mapTo(self, QPoint()).y())
