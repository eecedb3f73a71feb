"""The head of a page: face, name, place in the world, and the ways to reach someone at once."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crmdesk.domain.channels import PLACE_LABELS
from crmdesk.domain.ids import parse_id
from crmdesk.i18n import _, inside, worded
from crmdesk.ui.channels import PHONE_WORDS
from crmdesk.ui.conflict_mark import ConflictMark
from crmdesk.ui.editor import Editor, Shown
from crmdesk.ui.places import NAME_COLUMNS, name_field
from crmdesk.ui.private_mark import PrivateMark
from crmdesk.ui.reach import email_way, phone_way
from crmdesk.ui.sync_presence import OpenBy
from crmdesk.ui.ways import choose, voices, warned
from crmdesk.widgets import theme
from crmdesk.widgets.avatar import Avatar
from crmdesk.widgets.fields import Field, LineField
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.parts import icon_button, label, link, plain, quiet

_FACE = 64
_NARROW = 520


class Header(QWidget):
    acted = Signal(str)
    company_wanted = Signal(str)
    planning = Signal()

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self._shown: Shown = {}
        self._company_id = ""
        self.face = Avatar(_FACE)
        self.name = self._name_field()
        self.name.kept.connect(self._keep_name)
        self._role = label("", "body", "muted")
        self._company = link("", self._open_company)
        self._after = label("", "body", "muted")
        self.open_by = OpenBy(editor.desk)
        self.conflicts = ConflictMark(editor.desk)
        self.private = PrivateMark(editor.desk)
        self.call = quiet(_("Call"), self._call)
        self.write = quiet(_("Write"), self._write)
        self.plan = quiet(_("Plan"), self.planning.emit)
        self.more = icon_button("ellipsis", _("More"), self._open_menu)
        self._arrange()

    def _name_field(self) -> Field:
        if self._editor.kind == "contact":
            return name_field(_("Name"))
        made = LineField(_("Name"))
        made.edit.setFont(theme.font("title"))
        return made

    def _arrange(self) -> None:
        under = QWidget()
        flow = FlowLayout(under, 0)
        for part in (self._role, self._company, self._after, self.private, self.open_by, self.conflicts):
            part.setMinimumHeight(self._company.sizeHint().height())
            flow.addWidget(part)
        under_name = QHBoxLayout()
        under_name.addSpacing(theme.px(10))
        under_name.addWidget(under, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addLayout(under_name)
        words.addStretch(1)
        who = QHBoxLayout()
        who.setSpacing(theme.px(8))
        who.addWidget(self.face)
        who.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        for button in (self.call, self.write, self.plan, self.more):
            buttons.addWidget(button)
        buttons.addStretch()
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(8))
        self._layout.addLayout(who, 1)
        self._layout.addLayout(buttons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the buttons stand below the name."""
        narrow = event.size().width() < theme.px(_NARROW)
        side, above = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(above if narrow else side)
        super().resizeEvent(event)

    def show_record(self, shown: Shown, *, is_other: bool) -> None:
        self._shown = shown
        if is_other:
            self.name.take_back()
        photo = shown["photo"]["data"] if shown["photo"] else None
        self.face.show_face(bytes.fromhex(shown["id"].replace("-", "")), shown["name"], photo)
        self.name.set_value(_name_value(shown))
        self.open_by.show_record(self._editor.key)
        self.conflicts.show_record(self._editor.key)
        self.private.show_record(self._editor.key, shown["name"])
        self._show_place(shown)
        self.call.setVisible(bool(voices(shown["phones"])))
        self.write.setVisible(bool(shown["emails"]))
        reach = self._editor.reach
        for button, channel in ((self.call, "phone"), (self.write, "email")):
            button.setIcon(warned(is_refused=bool(reach.refusal(channel))))
            button.setAccessibleDescription(reach.caution(channel))
            button.setToolTip(plain(reach.caution(channel)))

    def _show_place(self, shown: Shown) -> None:
        if shown["kind"] == "company":
            self._role.setText(" · ".join(filter(None, [shown["fields"].get("industry"), _people_count(shown)])))
            self._company.hide()
            return
        places = sorted(shown["affiliations"], key=lambda place: not place.get("is_primary"))
        place: dict[str, Any] = next(iter(places), {})
        self._company_id = place.get("company_id", "")
        company = place.get("company", "")
        title = place.get("title", "")
        self._role.setText(_("{title} at").format(title=title) if title and company else title)
        self._company.setText(company.replace("&", "&&"))
        self._company.setVisible(bool(company))
        role = self._editor.said("role", place.get("role", ""))
        self._after.setText(f"· {inside(role)}" if role else "")

    # Acting

    def _keep_name(self, value: Any) -> None:
        from crmdesk.services import records

        record, table = self._editor.record, self._editor.table
        if self._editor.kind == "company":
            self._editor.save_field(self.name, "name", value)
            return
        values = {name: value.get(name, "") for name in NAME_COLUMNS} | {"full_name": ""}
        self._editor.save(
            lambda store: records.set_values(store, table, record, values, _("Change name")),
            self.name.set_problem,
            " ".join(value.values()),
        )

    def _open_company(self) -> None:
        self.company_wanted.emit(self._company_id)

    def _call(self) -> None:
        phones = voices(self._shown.get("phones", ()))
        choose(
            self._editor.reach, self.call, [(worded(PHONE_WORDS, part["label"]), phone_way(part)) for part in phones]
        )

    def _write(self) -> None:
        emails = self._shown.get("emails", ())
        choose(
            self._editor.reach, self.write, [(worded(PLACE_LABELS, part["label"]), email_way(part)) for part in emails]
        )

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(_("Make a quote")).triggered.connect(self._make_quote)
        for key, text in (
            ("share", _("Share…")),
            ("lead", _("New lead…")),
            ("assign", _("Assign to…")),
            ("hand over", _("Hand over…")),
            *([("keep private", _("Keep to yourself"))] if self.private.isHidden() else []),
            ("activity set", _("Apply an activity set…")),
            ("letters", _("Write a letter…")),
            ("envelopes", _("Print an envelope…")),
            ("labels", _("Print a label")),
            ("export", _("Export…")),
            ("photo", _("Choose a photo…")),
        ):
            menu.addAction(text).triggered.connect(lambda _on=False, key=key: self.acted.emit(key))
        if self._shown.get("photo"):
            menu.addAction(_("Take the photo away")).triggered.connect(lambda: self.acted.emit("no photo"))
        if self._shown.get("kind") == "contact":
            everything = menu.addAction(_("Export everything about this person…"))
            everything.triggered.connect(lambda: self.acted.emit("export person"))
        menu.addSeparator()
        menu.addAction(_("Delete")).triggered.connect(lambda: self.acted.emit("delete"))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _make_quote(self) -> None:
        column = "company_id" if self._shown["kind"] == "company" else "contact_id"
        self._editor.desk.wanted.emit("quotes", ("new", {column: parse_id(self._shown["id"])}))


def _name_value(shown: Shown) -> object:
    fields = shown["fields"]
    if shown["kind"] == "company":
        return fields["name"]
    value = {name: fields[name] for name in (*NAME_COLUMNS, "full_name") if fields.get(name)}
    return value or {"full_name": shown["name"]}


def _people_count(shown: Shown) -> str:
    from crmdesk.ui.lookups import count_in_words

    count = len(shown["people"])
    return count_in_words("contact", count) if count else ""
