"""The styles of documents as small pages to choose from, in the colour that is chosen."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.domain.document_look import STYLE_NAMES, Style
from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.parts import PaintedButton

_SIZE = QSize(92, 146)
_PAPER = QSize(76, 106)
_USUAL = {"plain": "#1a1c21", "band": "#1b397e", "compact": "#1a1c21"}
_INK, _PALE = QColor("#9aa1ae"), QColor("#d9dce3")
"""On paper, which is white in the dark too."""


class _Tile(PaintedButton):
    def __init__(self, style: Style, name: str) -> None:
        super().__init__()
        self.look_style, self.colour = style, ""
        self.setText(name)
        self.setAccessibleName(name)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_SIZE.width()), theme.px(_SIZE.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        is_chosen = self.isChecked()
        painter.setPen(theme.colour("accent") if is_chosen or self.shows_ring() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_ground" if is_chosen else "hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        self._paint_page(painter)
        painter.setPen(theme.colour("text" if is_chosen else "muted"))
        painter.setFont(theme.font("second_strong" if is_chosen else "second"))
        words = box.adjusted(4, theme.px(_PAPER.height() + 8), -4, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())

    def _paint_page(self, painter: QPainter) -> None:
        width, height = theme.px(_PAPER.width()), theme.px(_PAPER.height())
        page = QRectF((self.width() - width) / 2, theme.px(8), width, height)
        painter.setPen(theme.colour("line"))
        painter.setBrush(QColor("white"))
        painter.drawRect(page)
        painter.save()
        painter.translate(page.topLeft())
        painter.scale(width / _PAPER.width(), height / _PAPER.height())
        painter.setPen(Qt.PenStyle.NoPen)
        _paint_style(painter, self.look_style, QColor(self.colour or _USUAL[self.look_style]))
        painter.restore()


def _paint_style(painter: QPainter, style: Style, colour: QColor) -> None:
    """On a page of 76 by 106."""

    def bar(x: float, y: float, width: float, height: float, ink: QColor = _PALE) -> None:
        painter.fillRect(QRectF(x, y, width, height), ink)

    is_band, step = style == "band", 5.0 if style == "compact" else 8.0
    if is_band:
        bar(0, 0, 76, 3, colour)
        tint = QColor(colour)
        tint.setAlpha(26)
        bar(44, 17, 24, 12, tint)
    bar(9, 9, 20, 3, colour if is_band else _INK)
    for place in range(3):
        bar(9, 18 + place * 3.4, 15 - place * 2, 1.4)
        bar(46, 19 + place * 3.4, 18 - place * 3, 1.4)
    bar(9, 35, 14 if style == "compact" else 24, 3 if style == "compact" else 4.5, colour)
    y = 43.0 if style == "compact" else 46.0
    bar(8 if is_band else 9, y, 60 if is_band else 58, 4.5 if is_band else 0.8, colour if is_band else _INK)
    y += 7.5 if is_band else 3.6
    while y < 80:
        bar(9, y, 22, 1.8, _INK)
        bar(57, y, 10, 1.8, _INK)
        if step > 5:
            bar(9, y + 3, 30, 1.2)
        y += step
    bar(40, 84, 27, 1.6)
    bar(38 if is_band else 40, 88, 30 if is_band else 27, 6 if is_band else 0.8, colour)
    if not is_band:
        bar(40, 90.5, 12, 2.6, colour)
        bar(55, 90.5, 12, 2.6, colour)
    bar(9, 100, 40, 1.2)


class StyleTiles(QWidget):
    """Arrow keys go from one to the next; Tab stops once."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Style"))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        self.tiles = [_Tile(style, _(name)) for style, name in STYLE_NAMES]
        for tile in self.tiles:
            across.addWidget(tile)
            tile.clicked.connect(lambda _on=False, tile=tile: self._choose(tile))
        across.addStretch(1)

    def show_choice(self, style: str, colour: str) -> None:
        for tile in self.tiles:
            tile.colour = colour
            tile.setChecked(tile.look_style == style)
            is_here = tile.look_style == style
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_here else Qt.FocusPolicy.ClickFocus)
            tile.update()

    def _choose(self, tile: _Tile) -> None:
        self.show_choice(tile.look_style, tile.colour)
        self.chosen.emit(tile.look_style)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        held = next((place for place, tile in enumerate(self.tiles) if tile.hasFocus()), None)
        if not step or held is None:
            super().keyPressEvent(event)
            return
        tile = self.tiles[(held + step) % len(self.tiles)]
        self._choose(tile)
        tile.setFocus(Qt.FocusReason.TabFocusReason)
