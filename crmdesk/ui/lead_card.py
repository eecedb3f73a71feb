"""The card of a lead: who, what they want, the points they have and for what, and what becomes of it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crmdesk.domain.ids import text_id
from crmdesk.i18n import _
from crmdesk.ui import lead_words
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Editor
from crmdesk.ui.lead_points import LeadPoints
from crmdesk.ui.lead_reach import LeadReach
from crmdesk.widgets import theme
from crmdesk.widgets.avatar import Avatar
from crmdesk.widgets.chips import TagRow
from crmdesk.widgets.fields import ChoiceField, Field, LineField, TextField
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.form import Form
from crmdesk.widgets.parts import icon_button, label, link, primary, quiet
from crmdesk.widgets.switch import RatingField

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lead_lists import LeadRow

_FACE = 48


class LeadCard(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.lead: LeadRow | None = None
        self.editor = Editor(desk, "contact")
        self.face = Avatar(_FACE)
        self.name = link("", self._open_owner)
        self._company = label("", "second", "muted")
        self._tags = TagRow()
        self._told = label("", "second", "muted", wraps=True)
        self.qualify_button = primary(_("Qualify"), self.qualify)
        self.take_button = quiet("", self._take)
        self.lose_button = quiet(_("Lost…"), self._lose)
        self.deal_button = quiet(_("Open the deal"), self._open_deal)
        self.more = icon_button("ellipsis", _("More"), self._open_menu)
        self.subject = LineField(_("Subject"))
        self.responsible = ChoiceField(_("Responsible"), [], own_words=True)
        self.source = ChoiceField(_("Source"), [], own_words=True)
        self.rating = RatingField(_("Rating"))
        self.text = TextField(_("Text"))
        self.points = LeadPoints()
        self.reach = LeadReach(desk)
        self.reach.setParent(self)
        self._whole = QWidget()
        self._arrange()
        self._connect()
        self._whole.hide()

    # Arranging

    def _arrange(self) -> None:
        inside = QVBoxLayout(self._whole)
        inside.setContentsMargins(theme.margins(24, 20, 20, 20))
        inside.setSpacing(theme.px(12))
        inside.addLayout(self._head())
        inside.addWidget(self._tags)
        inside.addWidget(self._told)
        inside.addWidget(self.reach.strip)
        inside.addWidget(self._buttons())
        inside.addWidget(self._form())
        inside.addWidget(self.points)
        inside.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)

    def _head(self) -> QHBoxLayout:
        self.name.setFont(theme.font("heading"))
        self.name.setProperty("flush", True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.name, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self._company)
        words.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        across.addWidget(self.face, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(words, 1)
        across.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        return across

    def _buttons(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, 8)
        reaching = (self.reach.call, self.reach.write)
        for part in (self.qualify_button, self.deal_button, self.take_button, self.lose_button, *reaching):
            flow.addWidget(part)
        return holder

    def _form(self) -> Form:
        form = Form()
        for text, field in (
            (_("subject"), self.subject),
            (_("responsible"), self.responsible),
            (_("source"), self.source),
            (_("rating"), self.rating),
            (_("text"), self.text),
        ):
            form.add(text, field)
        self.subject.set_placeholder(_("What is wanted"))
        self.text.set_placeholder(_("What was asked, in their words"))
        return form

    def _connect(self) -> None:
        own: dict[str, Field] = {"subject": self.subject, "responsible": self.responsible, "text": self.text}
        for name, field in own.items():
            field.kept.connect(partial(self._keep, field, name))
        self.source.kept.connect(partial(self._keep_of_owner, self.source, "source"))
        self.rating.kept.connect(partial(self._keep_of_owner, self.rating, "rating"))
        self.editor.offer(self.responsible, "colleague")
        self.editor.offer(self.source, "source")

    # Showing

    def show_lead(self, lead: "LeadRow | None") -> None:
        is_other = (lead and lead.id) != (self.lead and self.lead.id)
        self.lead = lead
        self._whole.setVisible(lead is not None)
        if lead is None:
            return
        self.editor.record = text_id(lead.id)
        if is_other:
            for field in self.fields():
                field.take_back()
        self.face.show_face(lead.owner_id, lead.name, None)
        self.name.setText(lead.name.replace("&", "&&"))
        self.name.setToolTip(_("Open the page"))
        self._company.setText(lead.company)
        self._company.setVisible(bool(lead.company))
        self._tags.show_tags([lead_words.state(lead)])
        self._told.setText("\n".join(filter(None, (lead_words.came(lead), lead_words.ended(lead)))))
        self._show_values(lead)
        self._show_buttons(lead)
        self.reach.show_owner(lead.owner_id, lead.kind)

    def _show_values(self, lead: "LeadRow") -> None:
        self.subject.set_value(lead.subject)
        self.responsible.set_value(lead.responsible)
        self.source.set_value(lead.source)
        self.rating.set_value(lead.rating)
        self.text.set_value(lead.text)
        self.points.show_points(lead.points, lead.why)

    def _show_buttons(self, lead: "LeadRow") -> None:
        is_open = lead.status in ("new", "working")
        self.qualify_button.setVisible(is_open)
        self.lose_button.setVisible(is_open)
        self.deal_button.setVisible(lead.deal_id is not None and bool(lead.deal))
        words = {"new": _("Take it up"), "working": _("Back to new"), "qualified": ""}
        self.take_button.setText(words.get(lead.status, _("Take up again")))
        self.take_button.setVisible(lead.status != "qualified")

    def fields(self) -> list[Field]:
        return [self.subject, self.responsible, self.source, self.rating, self.text]

    def enter(self) -> None:
        self.subject.setFocus(Qt.FocusReason.TabFocusReason)

    def can_leave(self) -> bool:
        return self.editor.all_kept(self.fields())

    # Changing

    def _keep(self, field: Field, name: str, value: object) -> None:
        if lead := self.lead:
            self.editor.save(lambda store: _change(store, lead.id, name, value), field.set_problem, str(value))

    def _keep_of_owner(self, field: Field, name: str, value: object) -> None:
        if lead := self.lead:
            table = "companies" if lead.kind == "company" else "contacts"
            self.editor.save(
                lambda store: _change_owner(store, table, lead.owner_id, name, value), field.set_problem, str(value)
            )

    def qualify(self) -> None:
        from crmdesk.ui.lead_qualify import Qualify

        if self.lead and self.lead.status in ("new", "working"):
            Qualify(self, self.desk, self.lead).open()

    def _lose(self) -> None:
        from crmdesk.ui.lead_losing import Losing

        if self.lead:
            Losing(self, self.desk, self.lead).open()

    def _take(self) -> None:
        if lead := self.lead:
            status = "working" if lead.status == "new" else "new"
            words = _("In work") if status == "working" else _("New again")
            self.desk.write(lambda store: _set_status(store, lead.id, status), lambda _n: self.desk.say_undoable(words))

    def remove(self) -> None:
        if lead := self.lead:
            words = _("Lead deleted; {name} stays.").format(name=lead.name)
            self.desk.write(lambda store: _remove(store, lead.id), lambda _none: self.desk.say_undoable(words))

    def _open_owner(self) -> None:
        if self.lead:
            section = "companies" if self.lead.kind == "company" else "contacts"
            self.desk.wanted.emit(section, self.lead.owner_id)

    def _open_deal(self) -> None:
        if self.lead and self.lead.deal_id:
            self.desk.wanted.emit("deals", self.lead.deal_id)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(_("Open the page")).triggered.connect(self._open_owner)
        menu.addSeparator()
        menu.addAction(_("Delete lead")).triggered.connect(self.remove)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


def _change(store: "Store", key: bytes, name: str, value: object) -> None:
    from crmdesk.services import leads

    leads.change(store, key, {name: value})


def _change_owner(store: "Store", table: str, key: bytes, name: str, value: object) -> None:
    from crmdesk.services import records

    records.set_value(store, table, key, name, value)


def _set_status(store: "Store", key: bytes, status: str) -> None:
    from crmdesk.services import leads

    leads.set_status(store, key, status)


def _remove(store: "Store", key: bytes) -> None:
    from crmdesk.services import leads

    leads.remove(store, key)
