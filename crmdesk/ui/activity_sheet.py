"""One activity over the window, edited in place like a page: no button is needed to keep what was typed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.activities import ACTIVITY_TYPES, KNOWN_TYPES
from crmdesk.domain.planned import ENTRY
from crmdesk.i18n import _, worded
from crmdesk.ui.activity_checklist import Checklist
from crmdesk.ui.activity_editor import ActivityEditor, Named, look_at, name_people, window_of
from crmdesk.ui.activity_form import ActivityForm
from crmdesk.ui.activity_rows import ICONS, OWN_ICON
from crmdesk.ui.desk import Desk
from crmdesk.ui.documents import Documents
from crmdesk.ui.moments import at, when
from crmdesk.widgets import icons, tab_order, theme
from crmdesk.widgets.beside import Beside, scroller
from crmdesk.widgets.fields import ChoiceField, LineField, TextField
from crmdesk.widgets.parts import frame, icon_button, label
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.view_switch import ViewSwitch

if TYPE_CHECKING:
    from crmdesk.services.activity_looks import ActivityLook
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.series import Scope
    from crmdesk.ui.window import Window

_WIDTH, _HEIGHT, _NARROW = 900, 470, 640
_FILES, _NO_FILES = 220, 84
_SCOPES: tuple["Scope", ...] = ("this", "following", "all")


class ActivitySheet(Sheet):
    def __init__(self, window: "Window", editor: ActivityEditor) -> None:
        super().__init__(window, _("Activity"), width=_WIDTH)
        self._window, self._desk, self.editor = window, window.desk, editor
        self.look: ActivityLook | None = None
        self.head.hide()
        self.type = ChoiceField(_("Type"), [(key, _(words)) for key, words in ACTIVITY_TYPES], own_words=True)
        self.subject = LineField(_("Title"))
        self.notes = TextField(_("Notes"), 8)
        self.form = ActivityForm(editor)
        self.checklist = Checklist(editor)
        self.files = Documents(editor)
        self._mark = label()
        self._maker = label("", "second", "muted", wraps=True)
        self._problem = Problem()
        self._files_head = label(_("Files"), "strong")
        self._scope = self._make_scope()
        self._arrange()
        self._connect()

    # Arranging

    def _arrange(self) -> None:
        self.body.addLayout(self._top())
        self.body.addWidget(self._scope)
        sides = Beside(self._left(), self._right(), (11, 9), _NARROW, 0)
        area = scroller(sides)
        self.give_height(area, _HEIGHT)
        self.body.addWidget(area)
        self.buttons.insertWidget(0, self._maker, 1)
        self.close_button.setText(_("Close"))
        self.done_button = self.set_primary(_("Done…"), self.complete)
        self.done_button.setDefault(False)

    def _top(self) -> QHBoxLayout:
        self.subject.edit.setFont(theme.font("heading"))
        self.subject.set_placeholder(_("What is it about?"))
        self.type.setFixedWidth(theme.px(170))
        across = QHBoxLayout()
        across.setSpacing(theme.px(4))
        across.addWidget(self._mark)
        across.addWidget(self.subject, 1)
        across.addWidget(self.type)
        self.delete_button = icon_button("trash-2", _("Delete"), self.remove)
        across.addWidget(self.delete_button)
        return across

    def _left(self) -> QWidget:
        holder = QWidget()
        down = QVBoxLayout(holder)
        down.setContentsMargins(theme.margins(0, 0, 12, 0))
        down.addWidget(self.form)
        down.addStretch(1)
        return holder

    def _right(self) -> QWidget:
        holder = QWidget()
        down = QVBoxLayout(holder)
        down.setContentsMargins(theme.margins(8, 0, 4, 0))
        down.setSpacing(theme.px(4))
        self.notes.set_placeholder(_("Write something to remember"))
        down.addWidget(label(_("Notes"), "strong"))
        down.addWidget(self.notes)
        down.addSpacing(theme.px(12))
        down.addWidget(self.checklist)
        down.addSpacing(theme.px(12))
        down.addWidget(self._files_head)
        down.addWidget(self.files)
        down.addStretch(1)
        return holder

    def _make_scope(self) -> QWidget:
        """Of one of a series: what a change is for is seen before it is made."""
        ground = frame("accent")
        across = QHBoxLayout(ground)
        across.setContentsMargins(theme.margins(12, 6, 6, 6))
        across.addWidget(label(_("It repeats. Changes are for"), "second", wraps=True), 1)
        self.scope = ViewSwitch(_("What a change is for"), (_("this one"), _("this and following"), _("all")))
        self.scope.show_chosen(0)
        across.addWidget(self.scope)
        return ground

    def _connect(self) -> None:
        for name, field in (("type", self.type), ("subject", self.subject), ("text", self.notes)):
            field.kept.connect(
                lambda value, name=name, field=field: self.editor.change({name: value}, field.set_problem)
            )
        self.editor.offer(self.type, "activity", self.type.set_choices)
        self.scope.chosen.connect(self._choose_scope)
        self.editor.saved.connect(self.refresh)
        self.editor.moved.connect(self.refresh)
        self.form.people.opened.connect(self._open_page)
        self._desk.changed.connect(self._changed)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.accept)
        QShortcut(QKeySequence("Ctrl+D"), self, self.complete)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self._desk.undo)

    # Showing

    def refresh(self) -> None:
        key = self.editor.key
        if key:
            self._desk.ask(lambda store: look_at(store, key), self._show, replace=self)

    def _changed(self, _change: "Changed") -> None:
        self.refresh()

    def _show(self, found: "tuple[ActivityLook | None, dict[str, dict[str, str]], str]") -> None:
        self.look, self.editor.words, me = found
        if self.look is None:
            self.reject()
            return
        look, fields = self.look, _at_instance(self.look.fields, self.editor.instance)
        self.editor.repeats = bool(fields["recurrence"])
        self._show_words(fields)
        self.form.show_look(look, fields)
        self.checklist.show_items(look.items)
        self._show_files(look.attachments)
        self._maker.setText(_made_by(look, me))
        self._scope.setVisible((bool(self.editor.instance) and self.editor.repeats) or look.is_one_of_series)
        self.done_button.setText(_("Not done yet") if fields["done_at"] else _("Done…"))
        theme.set_kind(self.done_button, "kind", "quiet" if fields["done_at"] else "primary")
        for part in (self.delete_button, self._files_head, self.files):
            part.show()
        tab_order.order(self)
        self.refit()

    def show_draft(self, found: "tuple[Named, dict[str, dict[str, str]]]") -> None:
        (people, address), self.editor.words = found
        self.editor.people = {person.id: person.role for person in people}
        self._show_words(self.editor.draft)
        self.form.show_draft(self.editor.draft, address)
        self.form.people.show_people(people)
        self.checklist.show_items(())
        for part in (self._scope, self.delete_button, self._files_head, self.files):
            part.hide()  # a file is kept with what is there
        self.done_button.setText(_("Plan"))
        tab_order.order(self)
        self.refit()
        self.subject.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_words(self, fields: "dict[str, Any]") -> None:
        kind = fields.get("type") or "call"
        self._mark.setPixmap(icons.pixmap(ICONS.get(kind, OWN_ICON), "accent", 18))
        words = self.editor.words.get("activity", {})
        self.type.set_choices([(key, text) for key, text in words.items() if key != ENTRY or kind == ENTRY])
        self.type.set_value(kind)
        self.subject.set_value(fields.get("subject") or "")
        self.notes.set_value(fields.get("text") or "")
        self.setAccessibleName(fields.get("subject") or worded(KNOWN_TYPES, kind))

    def _show_files(self, files: list[dict[str, Any]]) -> None:
        from crmdesk.services.activities import Summary
        from crmdesk.services.records import Look

        self.files.show_record(Look({"attachments": files}, Summary(), {}, ""), is_other=False)
        self.files.setMinimumHeight(theme.px(_FILES if files else _NO_FILES))

    # Acting

    def _choose_scope(self, number: int) -> None:
        self.editor.scope = _SCOPES[number]

    def _open_page(self, section: str, key: bytes) -> None:
        self.accept()
        self._window.go(section, key)

    def complete(self) -> None:
        """The panel asks what came of it, and what is next; what is new is planned."""
        if self.look is None:
            self.accept()
            self.editor.begin()
            return
        if self.look.fields["done_at"]:
            self._reopen(self.look.id)
            return
        from crmdesk.ui.activity_done import open_panel

        look, instance = self.look, self.editor.instance
        self.accept()
        open_panel(self._desk, look.id, instance)

    def _reopen(self, key: bytes) -> None:
        def reopen(store: "Store") -> None:
            from crmdesk.services import activities

            activities.reopen(store, key)

        self._desk.write(reopen, lambda _none: self._desk.say_undoable(_("Planned again")))

    def remove(self) -> None:
        self.editor.remove_activity(lambda: self._desk.say_undoable(_("Activity deleted")))
        self.accept()

    def done(self, result: int) -> None:
        """What is being typed is kept."""
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()
        super().done(result)


def open_sheet(desk: Desk, activity_id: bytes, instance: str = "") -> None:
    """`instance` is when the series has the one that is meant."""
    editor = ActivityEditor(desk, activity_id, instance)

    def show(found: "tuple[ActivityLook | None, dict[str, dict[str, str]], str]") -> None:
        if found[0] is not None and (window := window_of(desk)):
            sheet = ActivitySheet(window, editor)
            sheet.open()
            sheet._show(found)
            sheet.subject.setFocus(Qt.FocusReason.ShortcutFocusReason)

    desk.ask(lambda store: look_at(store, activity_id), show)


def new_sheet(
    desk: Desk,
    *,
    type: str = "meeting",  # noqa: A002 - the name of the field
    starts: str = "",
    ends: str = "",
    people: Sequence[bytes | str] = (),
) -> None:
    """It is there from its first words on; left without any, nothing was made."""
    editor = ActivityEditor(desk, None, draft={"type": type, "starts": starts, "ends": ends})

    def show(found: "tuple[Named, dict[str, dict[str, str]]]") -> None:
        if window := window_of(desk):
            sheet = ActivitySheet(window, editor)
            sheet.open()
            sheet.show_draft(found)

    desk.ask(lambda store: name_people(store, people), show)


def _at_instance(fields: "dict[str, Any]", instance: str) -> "dict[str, Any]":
    from crmdesk.ui.activity_times import moved

    if not instance or not fields["recurrence"]:
        return fields
    starts, ends = fields["starts"] or "", fields["ends"] or ""
    return {**fields, "starts": instance, "ends": moved(starts, ends, instance)}


def _made_by(look: "ActivityLook", me: str) -> str:
    author = look.fields.get("author") or ""
    made = when(at(look.created_at))
    if not author or author == me:
        return _("Made by you, {day}").format(day=made)
    return _("Made by {name}, {day}").format(name=author, day=made)
