"""What stands under the details: tags, refusals of contact, and what an import brought that CRMDesk does not know."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from crmdesk.domain.contacts import CHANNELS, STAGES
from crmdesk.i18n import _, ngettext
from crmdesk.ui.editor import Editor, Shown
from crmdesk.widgets import theme
from crmdesk.widgets.chips import ChipRow, TagRow, Tone
from crmdesk.widgets.messages import read_only
from crmdesk.widgets.parts import link

_STAGE_TONES: dict[str, Tone] = {"customer": "good", "former": "bad"}


class Extras(QWidget):
    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self._shown: Shown = {}
        self._warnings = TagRow()
        self._tags = ChipRow()
        self._tags.removed.connect(self._remove_tag)
        self._new_tag = QLineEdit()
        self._new_tag.setPlaceholderText(_("Tag"))
        self._new_tag.setAccessibleName(_("New tag"))
        self._new_tag.setMaximumWidth(theme.px(200))
        self._new_tag.editingFinished.connect(self._keep_tag)
        self._leftover = link("", self._unfold)
        self._lines: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 8, 0, 16)
        self._layout.setSpacing(8)
        for widget in (self._warnings, self._tags, self._new_tag):
            self._layout.addWidget(widget)
        self._layout.addWidget(self._leftover, 0, Qt.AlignmentFlag.AlignLeft)
        self._new_tag.hide()

    def show_record(self, shown: Shown) -> None:
        self._shown = shown
        warnings = [(_refusal(entry), _WARNING) for entry in shown["opt_outs"]]
        stage = shown["fields"].get("stage")
        stages = [(_(dict(STAGES).get(stage, stage)), _STAGE_TONES.get(stage, _ACCENT))] if stage else []
        self._warnings.show_tags([*stages, *warnings])
        self._warnings.setVisible(bool(stages or warnings))
        names = [tag["name"] for tag in shown["tags"]]
        self._tags.show_chips(names)
        self._tags.setVisible(bool(names))
        self._show_leftover(len(shown["leftover"]))

    def _show_leftover(self, count: int) -> None:
        if self._lines:
            self._lines.deleteLater()
            self._lines = None
        text = ngettext("{count} more line from its import", "{count} more lines from its import", count)
        self._leftover.setText(text.format(count=count))
        self._leftover.setVisible(bool(count))

    def _unfold(self) -> None:
        if self._lines is None:
            self._lines = read_only("\n".join(self._shown["leftover"]), _("Kept from the import"))
            self._layout.addWidget(self._lines)
            self._leftover.hide()

    # Tags

    def add_tag(self) -> None:
        self._new_tag.clear()
        self._new_tag.show()
        self._new_tag.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _keep_tag(self) -> None:
        from crmdesk.services import records

        name, record = self._new_tag.text().strip(), self._editor.record
        if name:
            self._editor.save(lambda store: records.add_tag(store, record, name), lambda _problem: None, name)
        self._new_tag.clear()
        self._new_tag.hide()

    def _remove_tag(self, number: int) -> None:
        tag = self._shown["tags"][number]
        self._editor.remove("taggings", tag["id"], _("Tag {name} removed").format(name=tag["name"]))

    # Refusals

    def opt_out_menu(self, parent: QMenu) -> QMenu:
        menu = QMenu(_("Do not contact by"), parent)
        refused = {entry["channel"]: entry["id"] for entry in self._shown["opt_outs"]}
        for channel, words in CHANNELS:
            action = menu.addAction(_(words))
            action.setCheckable(True)
            action.setChecked(channel in refused)
            action.triggered.connect(
                lambda _on=False, channel=channel: self._toggle_refusal(channel, refused.get(channel))
            )
        return menu

    def _toggle_refusal(self, channel: str, refused: str | None) -> None:
        from crmdesk.services import records

        if refused:
            self._editor.remove("opt_outs", refused, _("May be contacted again"))
        else:
            record = self._editor.record
            self._editor.save(
                lambda store: records.add_part(store, "opt_outs", record, {"channel": channel}), lambda _problem: None
            )


_WARNING: Tone = "warning"
_ACCENT: Tone = "accent"


def _refusal(entry: dict[str, str]) -> str:
    words = _(dict(CHANNELS).get(entry["channel"], entry["channel"]))
    return entry.get("reason") or _("No contact by {channel}").format(channel=words.lower())
