"""What is to be seen of a record before anything is done: its stage, refusals of contact, tags."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from crmdesk.domain.contacts import CHANNELS
from crmdesk.i18n import _
from crmdesk.ui.editor import Editor, Shown
from crmdesk.ui.reach import refusal_words, short_refusal
from crmdesk.widgets import theme
from crmdesk.widgets.chips import Chip, Tag, Tone
from crmdesk.widgets.fields import LineField
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.parts import button, plain

_STAGE_TONES: dict[str, Tone] = {"customer": "good", "former": "bad"}


class Marks(QWidget):
    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self._shown: Shown = {}
        self.new_tag = QLineEdit()
        self.new_tag.setPlaceholderText(_("New tag"))
        self.new_tag.setAccessibleName(_("New tag"))
        self.new_tag.setMaximumWidth(theme.px(200))
        self.new_tag.editingFinished.connect(self._keep_tag)
        self.new_tag.hide()
        self.reason = LineField(_("Reason"))
        self.reason.set_placeholder(_("Why not, in a few words"))
        self.reason.kept.connect(self._keep_reason)
        self.reason.hide()
        self._refusal = ""
        """The id of the one whose reason is being written."""
        holder = QWidget()
        self._flow = FlowLayout(holder)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        down.addWidget(holder)
        down.addWidget(self.new_tag)
        down.addWidget(self.reason)

    def show_record(self, shown: Shown) -> None:
        if shown["id"] != self._shown.get("id"):
            self.reason.hide()
        self._shown = shown
        self._flow.clear()
        if stage := shown["fields"].get("stage"):
            self._flow.addWidget(_tall(Tag(self._editor.said("stage", stage), _STAGE_TONES.get(stage, "accent"))))
        for entry in shown["opt_outs"]:
            self._flow.addWidget(self._refusal_chip(entry))
        for tag in shown["tags"]:
            chip = Chip(tag["name"])
            chip.removed.connect(lambda tag=tag: self._remove_tag(tag))
            self._flow.addWidget(chip)
        self._flow.addWidget(button("+ " + _("tag"), self.add_tag, kind="dashed"))
        self.updateGeometry()

    # Tags

    def add_tag(self) -> None:
        self.new_tag.clear()
        self.new_tag.show()
        self.new_tag.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _keep_tag(self) -> None:
        from crmdesk.services import records

        name, record = self.new_tag.text().strip(), self._editor.record
        self.new_tag.clear()
        self.new_tag.hide()
        if name:
            self._editor.save(lambda store: records.add_tag(store, record, name), self._say, name)

    def _remove_tag(self, tag: dict[str, str]) -> None:
        self._editor.remove("taggings", tag["id"], _("Tag {name} removed").format(name=tag["name"]))

    def _say(self, problem: str) -> None:
        if problem:
            self._editor.desk.say(problem)

    # Refusals

    def _refusal_chip(self, entry: dict[str, str]) -> Chip:
        chip = Chip(short_refusal(entry), tone="warning")
        chip.setAccessibleName(refusal_words(entry))
        chip.setToolTip(plain(refusal_words(entry)))
        chip.setAccessibleDescription(_("Pressed, it takes the reason; Delete allows it again"))
        chip.clicked.connect(lambda: self.edit_reason(entry))
        chip.removed.connect(lambda: self._editor.remove("opt_outs", entry["id"], _("May be contacted again")))
        return chip

    def edit_reason(self, entry: dict[str, str]) -> None:
        self._refusal = entry["id"]
        self.reason.take_back()
        self.reason.set_value(entry.get("reason") or "")
        self.reason.show()
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _keep_reason(self, reason: str) -> None:
        from crmdesk.services import records

        key = self._refusal

        def answer(problem: str) -> None:
            self.reason.set_problem(problem)
            self.reason.setVisible(bool(problem))

        self._editor.save(lambda store: records.set_value(store, "opt_outs", key, "reason", reason), answer, reason)

    def opt_out_menu(self, parent: QMenu) -> QMenu:
        menu = QMenu(_("Do not contact by"), parent)
        refused = {entry["channel"]: entry["id"] for entry in self._shown["opt_outs"]}
        for channel, words in CHANNELS:
            action = menu.addAction(_(words))
            action.setCheckable(True)
            action.setChecked(channel in refused)
            action.triggered.connect(lambda _on=False, channel=channel: self._toggle(channel, refused.get(channel)))
        return menu

    def _toggle(self, channel: str, refused: str | None) -> None:
        from datetime import date

        from crmdesk.services import records

        record, today = self._editor.record, date.today().isoformat()  # noqa: DTZ011 - as the calendar on the wall
        if refused:
            self._editor.remove("opt_outs", refused, _("May be contacted again"))
        else:
            values = {"channel": channel, "since": today}
            self._editor.save(lambda store: records.add_part(store, "opt_outs", record, values), self._say)


def _tall(tag: Tag) -> Tag:
    """As high as the chips beside it."""
    tag.setMinimumHeight(theme.px(24))
    return tag
