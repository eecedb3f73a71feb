"""One attached file: its name changed in place, its kind, size and day, and what can be done with it."""

from functools import partial
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QLocale, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.editor import Editor
from crmdesk.ui.moments import at, when
from crmdesk.widgets import icons, theme
from crmdesk.widgets.fields import LineField
from crmdesk.widgets.parts import PaintedButton, label, small_button

_SHEETS = ("spreadsheet", "excel", "csv", "tab-separated")
_ARCHIVES = ("zip", "compressed", "x-tar", "gzip", "x-rar")


def icon_for(media_type: str) -> str:
    family = media_type.partition("/")[0]
    if family in ("image", "audio", "video"):
        return {"image": "image", "audio": "music", "video": "film"}[family]
    if any(word in media_type for word in _SHEETS):
        return "file-spreadsheet"
    if any(word in media_type for word in _ARCHIVES):
        return "archive"
    return "file" if media_type == "application/octet-stream" else "file-text"


def size_in_words(size: int) -> str:
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


class _Tile(PaintedButton):
    """The kind of file as a picture; pressed, it shows what is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.icon_name = "file"
        self.is_chosen = False
        self.setFixedSize(theme.px(36), theme.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_lit = self.is_chosen or self.underMouse()
        painter.setPen(theme.colour("accent") if self.shows_ring() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_ground" if is_lit else "line" if theme.is_dark() else "sidebar"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(8), theme.px(8))
        middle = QPoint(self.width() // 2, self.height() // 2)
        icons.paint(painter, self.icon_name, "accent" if is_lit else "muted", middle, 18)


class DocumentRow(QWidget):
    asked = Signal(str)
    """`preview`, `open`, `save` or `remove`."""

    def __init__(self, editor: Editor, file: dict[str, Any]) -> None:
        super().__init__()
        self._editor = editor
        self.file = file
        self._tile = _Tile()
        self._tile.clicked.connect(lambda: self.asked.emit("preview"))
        self.name = LineField(_("File name"))
        self.name.kept.connect(self._rename)
        self._facts = label("", "second", "muted")
        second = QHBoxLayout()
        second.setContentsMargins(theme.margins(9, 0, 0, 0))
        second.setSpacing(0)
        second.addWidget(self._facts, 1)
        for picture, words, action in (
            ("external-link", _("Open"), "open"),
            ("download", _("Save a copy"), "save"),
            ("trash-2", _("Remove"), "remove"),
        ):
            second.addWidget(small_button(picture, words, partial(self.asked.emit, action)))
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.name)
        right.addLayout(second)
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.margins(0, 0, 4, 8))
        across.setSpacing(theme.px(4))
        across.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(right, 1)
        self.show_file(file)

    def show_file(self, file: dict[str, Any]) -> None:
        self.file = file
        self._tile.icon_name = icon_for(file["media_type"])
        words = _("Look into {name}").format(name=file["name"])
        self._tile.setAccessibleName(words)
        self.name.set_value(file["name"])
        kind = PurePath(file["name"]).suffix[1:].upper()
        facts = (kind if len(kind) <= 5 else "", size_in_words(file["size"]), when(at(file["created_at"])))
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        self._tile.update()

    def set_chosen(self, on: bool) -> None:
        self._tile.is_chosen = on
        self._tile.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit("preview")

    def _rename(self, name: str) -> None:
        from crmdesk.services import attachments

        key = self.file["id"]
        if not name:
            self.name.take_back()
            return
        self._editor.save(lambda store: attachments.rename(store, key, name), self.name.set_problem, name)
