"""One note: when and by whom it was written, pinned or not, its text edited in place."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.values.rich_text import Rich
from crmdesk.i18n import _
from crmdesk.ui.editor import Editor
from crmdesk.ui.moments import at, when
from crmdesk.ui.spots import spots
from crmdesk.widgets import theme
from crmdesk.widgets.icons import icon
from crmdesk.widgets.parts import label, plain, small_button
from crmdesk.widgets.rich_field import RichField

if TYPE_CHECKING:
    from crmdesk.services.notes import Written


def rich_of(note: dict[str, Any]) -> Rich:
    return Rich(note["text"], bool(note.get("is_html")))


class NoteRow(QWidget):
    def __init__(self, editor: Editor, note: dict[str, Any]) -> None:
        super().__init__()
        self._editor = editor
        self.note = note
        self._asked: list[str] = []
        self._when = label("", "second", "muted")
        self._pin = small_button("pin", _("Pin"), self._toggle_pin)
        self._bin = small_button("trash-2", _("Delete note"), self._delete)
        self.text = RichField(_("Note"))
        self.text.kept.connect(self._keep)
        head = QHBoxLayout()
        head.setContentsMargins(theme.margins(9, 0, 0, 0))
        head.setSpacing(0)
        head.addWidget(self._when, 1)
        head.addWidget(self._pin)
        head.addWidget(self._bin)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(0, 0, 4, 10))
        down.setSpacing(0)
        down.addLayout(head)
        down.addWidget(self.text)
        self.show_note(note)

    def show_note(self, note: dict[str, Any]) -> None:
        self.note = note
        is_pinned = bool(note.get("is_pinned"))
        self._pin.setIcon(icon("pin", "accent" if is_pinned else "faint"))
        self._pin.setAccessibleName(_("Unpin") if is_pinned else _("Pin"))
        self._pin.setToolTip(plain(self._pin.accessibleName()))
        self.text.set_value(rich_of(note))
        self._mark()

    def show_written(self, written: "Written | None", me: str) -> None:
        """Oneself is not named."""
        words = [when(at(self.note["created_at"]))]
        if written and written.author != me:
            words.append(written.author)
        if written and written.changed_at:
            changed = _("changed {when}").format(when=when(at(written.changed_at)))
            words.append(changed if written.changed_by == me else f"{changed}, {written.changed_by}")
        self._when.setText(" · ".join(words))

    def mark(self, asked: list[str]) -> None:
        """Where the words stand that are looked for."""
        self._asked = asked
        self._mark()
        if asked:
            self.text.unfold()

    def _mark(self) -> None:
        self.text.show_spots(spots(self.text.shown_text(), self._asked))

    def _keep(self, value: Rich) -> None:
        from crmdesk.services import notes

        key = self.note["id"]
        if not value.text:
            self._delete()
            return
        self._editor.save(lambda store: notes.change(store, key, value), self.text.set_problem, value.plain())

    def _toggle_pin(self) -> None:
        from crmdesk.services import records

        key, pinned = self.note["id"], not self.note.get("is_pinned")
        self._editor.save(lambda store: records.set_value(store, "notes", key, "is_pinned", pinned), lambda _none: None)

    def _delete(self) -> None:
        self._editor.remove("notes", self.note["id"], _("Note deleted"))
