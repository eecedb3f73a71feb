"""The fields of an activity as rows: when and how often, who and where, what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, QTimeZone
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.domain.activities import PRIORITIES
from crmdesk.domain.errors import UserError
from crmdesk.domain.whose import Team
from crmdesk.i18n import _
from crmdesk.ui.activity_editor import ActivityEditor
from crmdesk.ui.activity_panel import instant
from crmdesk.ui.activity_people import People
from crmdesk.ui.activity_repeats import RepeatField
from crmdesk.ui.activity_times import USUAL, EndField, RemindField, WhenField, later, moved
from crmdesk.ui.deal_field import DealField
from crmdesk.ui.moments import at
from crmdesk.ui.reach import map_way
from crmdesk.ui.team_choice import team_of
from crmdesk.widgets import links, theme
from crmdesk.widgets.fields import ChoiceField, Field, LineField
from crmdesk.widgets.form import Form, FormRow, row_label
from crmdesk.widgets.parts import link
from crmdesk.widgets.switch import SwitchField

if TYPE_CHECKING:
    from crmdesk.services.activity_looks import ActivityLook

_MORNING = "T09:00"
_YES_NO = ("is_private", "is_free")
_PLAIN = ("place", "priority", "outcome", "duration", "zone")


class ActivityForm(Form):
    """Each field says what it keeps to the editor at once."""

    def __init__(self, editor: ActivityEditor) -> None:
        super().__init__()
        self._editor = editor
        self._address = ""
        self._fields: Mapping[str, Any] = {}
        self._asks_zone = False
        self.people = People(editor.desk)
        self.people.kept.connect(lambda roles: editor.set_people(roles, self._tell))
        self.offer_link = link("", self._take_address)
        self._offer = _indented(self.offer_link)
        self._offer.hide()
        self.fields: dict[str, Field] = self._make_fields()
        self.rows: dict[str, FormRow] = {}
        for name, words in self._words():
            self.rows[name] = self.add(words, self.fields[name])
            if name == "repeats":
                self.add_widget(FormRow(row_label(_("with"), self.people.line), self.people))
            if name == "place":
                self.add_widget(self._offer)
        self._team = Team()
        self.rows["responsible"].hide()
        editor.desk.ask(team_of, self._take_team)
        self.more = link(_("Time zone"), self._ask_zone)
        self.add_widget(_indented(self.more))

    def _words(self) -> tuple[tuple[str, str], ...]:
        return (
            ("done_at", _("done")),
            ("is_reached", _("reached")),
            ("outcome", _("result")),
            ("duration", _("minutes")),
            ("starts", _("when")),
            ("ends", _("until")),
            ("is_day", _("whole day")),
            ("zone", _("time zone")),
            ("repeats", _("repeats")),
            ("deal", _("deal")),
            ("place", _("place")),
            ("remind", _("reminder")),
            ("responsible", _("responsible")),
            ("priority", _("priority")),
            ("is_private", _("private")),
            ("is_free", _("leaves time free")),
        )

    def _make_fields(self) -> dict[str, Field]:
        outcome = ChoiceField(_("Result"), [("", "")], own_words=True)
        self._editor.offer(outcome, "outcome")
        priorities = [("", "")] + [(key, _(words)) for key, words in PRIORITIES]
        made: dict[str, Field] = {
            "done_at": WhenField(_("Done")),
            "is_reached": SwitchField(_("Reached")),
            "outcome": outcome,
            "duration": LineField(_("Minutes")),
            "starts": WhenField(_("When")),
            "ends": EndField(_("Until")),
            "is_day": SwitchField(_("Whole day")),
            "zone": ChoiceField(_("Time zone"), [("", "")], own_words=True),
            "repeats": RepeatField(_("Repeats")),
            "deal": DealField(self._editor.desk, self._who),
            "place": LineField(_("Place")),
            "remind": RemindField(_("Reminder")),
            "responsible": ChoiceField(_("Responsible"), []),
            "priority": ChoiceField(_("Priority"), priorities),
            "is_private": SwitchField(_("Private")),
            "is_free": SwitchField(_("Leaves time free")),
        }
        for name, field in made.items():
            field.kept.connect(lambda value, name=name: self._keep(name, value))
        made["starts"].set_placeholder(_("tomorrow 10, Fri, 26 Nov 14:00"))
        made["ends"].set_placeholder(_("11:30, 45 min"))
        made["place"].set_action("map-pin", _("Show on a map"), self._show_place)
        return made

    # Showing

    def show_look(self, look: "ActivityLook", fields: Mapping[str, Any]) -> None:
        """`fields` are those of the one that is meant of a series."""
        self._show_fields(fields)
        if look.is_one_of_series:
            self.rows["repeats"].hide()  # its series does
        self.people.show_people(look.people)
        self._deal.show_deal(look.deal)
        self._address = look.address
        self._offer_address()

    def show_draft(self, draft: Mapping[str, Any], address: str = "") -> None:
        """An address that was offered before stays so."""
        self._show_fields(draft)
        self._deal.set_value((draft.get("deal_id") or b"").hex())
        self._address = address or self._address
        self._offer_address()

    def _show_fields(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields
        starts, ends, done = fields.get("starts") or "", fields.get("ends") or "", fields.get("done_at")
        for name in _PLAIN:
            self.fields[name].set_value(str(fields.get(name) or ""))
        for name in (*_YES_NO, "is_reached"):
            self.fields[name].set_value(bool(fields.get(name)))
        self.fields["starts"].set_value(starts)
        self._ends.show_times(starts, ends)
        self.fields["is_day"].set_value(bool(starts) and "T" not in starts)
        remind = fields.get("remind")
        self.fields["remind"].set_value("" if remind is None else str(remind))
        self._repeats.show_rule(fields.get("recurrence") or "", starts)
        self.fields["done_at"].set_value(at(done).strftime("%Y-%m-%dT%H:%M") if done else "")
        self._show_rows(is_done=bool(done))

    def _show_rows(self, *, is_done: bool) -> None:
        """What makes no sense now is not asked."""
        from crmdesk.services.activities import REACHES

        self._offer_team()
        has_time = "T" in (self._fields.get("starts") or "")
        for name in ("done_at", "outcome", "duration"):
            self.rows[name].setVisible(is_done)
        self.rows["is_reached"].setVisible(is_done and self._fields.get("type") in REACHES)
        for name in ("remind", "repeats", "is_day"):
            self.rows[name].setVisible(not is_done)
        self.rows["ends"].setVisible(bool(self._fields.get("starts")))
        zone = self._fields.get("zone") or ""
        has_other = bool(zone) and zone != bytes(QTimeZone.systemTimeZoneId().data()).decode()
        self.rows["zone"].setVisible(has_time and (has_other or self._asks_zone))
        self.more.setVisible(has_time and self.rows["zone"].isHidden())

    def _take_team(self, team: "Team") -> None:
        self._team = team
        self._offer_team()

    def _offer_team(self) -> None:
        """Where nobody is named it is whoever made it."""
        field, now = self.fields["responsible"], str(self._fields.get("responsible") or "")
        assert isinstance(field, ChoiceField)
        maker = str(self._fields.get("author") or self._team.me)
        names = dict.fromkeys(name for name in (maker, self._team.me, *self._team.others, now) if name)
        field.set_choices([(name, name) for name in names])
        field.set_value(now or maker)
        self.rows["responsible"].setVisible(bool(self._team.others or now))

    @property
    def _deal(self) -> DealField:
        found = self.fields["deal"]
        assert isinstance(found, DealField)
        return found

    def _who(self) -> list[bytes]:
        return self.people.ids()

    @property
    def _ends(self) -> EndField:
        found = self.fields["ends"]
        assert isinstance(found, EndField)
        return found

    @property
    def _repeats(self) -> RepeatField:
        found = self.fields["repeats"]
        assert isinstance(found, RepeatField)
        return found

    # Keeping

    def _keep(self, name: str, value: Any) -> None:
        self._editor.change(self._changes(name, value), self.fields[name].set_problem)
        if not self._editor.key:
            self.show_draft(self._editor.draft)

    def _changes(self, name: str, value: Any) -> dict[str, Any]:
        """The columns that follow from what was typed in a field."""
        starts, ends = self._fields.get("starts") or "", self._fields.get("ends") or ""
        if name == "starts":
            field = self.fields["starts"]
            until = field.until if isinstance(field, WhenField) else ""
            return {"starts": value, "ends": until or moved(starts, ends, value)}
        if name == "is_day":
            to = starts[:10] if value else (starts or date.today().isoformat()) + _MORNING  # noqa: DTZ011 - the wall
            return {"starts": to, "ends": moved(starts[:10], ends[:10], to) if value else later(to, USUAL)}
        if name == "deal":
            return {"deal_id": bytes.fromhex(value) or None}
        if name == "repeats":
            return {"recurrence": value}
        if name == "done_at":
            return {"done_at": instant(value)}
        return {name: value}

    def _tell(self, problem: str) -> None:
        if problem:
            self._editor.desk.unmet.emit(UserError(problem))

    # Place and zone

    def _offer_address(self) -> None:
        is_offered = bool(self._address) and not self._fields.get("place") and not self._fields.get("done_at")
        self._offer.setVisible(is_offered)
        if is_offered:
            self.offer_link.setText(_("At {address}").format(address=self._address))

    def _take_address(self) -> None:
        self.fields["place"].set_value(self._address)
        self._keep("place", self._address)

    def _show_place(self) -> None:
        """Outside: a link as it is, words on a map."""
        place = str(self.fields["place"].value() or self._address)
        if not place:
            return
        is_link = place.lower().startswith(("http://", "https://"))
        words = place.removeprefix("geo:").partition("?")[0]
        try:
            links.open_external(place if is_link else map_way([words]).address)
        except UserError as error:
            self._editor.desk.unmet.emit(error)

    def _ask_zone(self) -> None:
        zone = self.fields["zone"]
        assert isinstance(zone, ChoiceField)
        names = [bytes(found.data()).decode() for found in QTimeZone.availableTimeZoneIds()]
        zone.set_choices([("", ""), *((name, name) for name in names if "/" in name)])
        self._asks_zone = True
        self.rows["zone"].show()
        self.more.hide()
        QTimer.singleShot(0, zone, zone.setFocus)

    def first(self) -> QWidget:
        return self.fields["starts"].edit


def _indented(part: QWidget) -> QWidget:
    """In line with the values."""
    holder = QWidget()
    across = QHBoxLayout(holder)
    across.setContentsMargins(theme.margins(theme.LABEL_WIDTH + 4, 0, 0, 0))
    across.addWidget(part)
    across.addStretch(1)
    return holder
