"""How envelopes go into the printer, as pictures to choose from; remembered for each printer."""

from typing import get_args

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QHBoxLayout, QWidget

from crmdesk import settings
from crmdesk.i18n import _
from crmdesk.printing import calibration, feeds
from crmdesk.printing.envelopes import Envelope
from crmdesk.printing.feeds import Edge, Feed, Place
from crmdesk.widgets import theme
from crmdesk.widgets.parts import PaintedButton, label
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.switch import Switch

_SIZE = QSize(118, 92)
_ROOM = 62.0
"""What the tray takes of a picture, across."""


def of(printer: str) -> Feed:
    """As it was chosen for this printer, else as for the last one."""
    kept = _kept()
    return feeds.read(kept.get(printer, kept.get("")))


def keep(printer: str, feed: Feed) -> None:
    chosen = {**_kept(), printer: feeds.write(feed), "": feeds.write(feed)}
    settings.change(envelopes=settings.load().envelopes | {"feeds": chosen})


def _kept() -> dict[str, object]:
    found = settings.load().envelopes.get("feeds")
    return found if isinstance(found, dict) else {}


def in_words(feed: Feed) -> str:
    parts = [_("Short edge first") if feed.edge == "short" else _("Long edge first")]
    if feed.paper:
        parts.append({"left": _("at the left"), "centre": _("in the middle"), "right": _("at the right")}[feed.place])
    if feed.is_face_down:
        parts.append(_("face down"))
    return ", ".join(parts)


def _turn(painter: QPainter, feed: Feed, place: QRectF) -> None:
    """From now on the middle of the envelope is the origin, and it lies before its reader."""
    painter.translate(place.center())
    painter.rotate(feed.turn())


class FeedPicture(PaintedButton):
    """A tray from above: the envelope lies in it and goes upwards into the printer."""

    def __init__(self, feed: Feed) -> None:
        super().__init__()
        self.feed = feed
        self.setCheckable(True)
        self.setFixedSize(theme.px(_SIZE.width()), theme.px(_SIZE.height()))

    def show_feed(self, feed: Feed) -> None:
        """The same edge and place, all else as here."""
        self.feed = Feed(self.feed.edge, self.feed.place, feed.is_face_down, feed.is_turned, feed.paper)
        self.setAccessibleName(in_words(self.feed))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = self.isChecked() or self.shows_ring()
        painter.setPen(QPen(theme.colour("accent" if ring else "control"), 2 if self.isChecked() else 1))
        painter.setBrush(theme.colour("accent_ground" if self.isChecked() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.px(8), theme.px(8))
        painter.scale(self.width() / _SIZE.width(), self.height() / _SIZE.height())
        self._draw_printer(painter)
        self._draw_envelope(painter)

    def _draw_printer(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("muted"))
        painter.drawRoundedRect(QRectF((_SIZE.width() - _ROOM) / 2 - 6, 14, _ROOM + 12, 5), 2.5, 2.5)
        middle = _SIZE.width() / 2
        painter.drawPolygon(QPolygonF([QPointF(middle - 4, 11), QPointF(middle + 4, 11), QPointF(middle, 6)]))

    def _draw_envelope(self, painter: QPainter) -> None:
        along, across = (52.0, 27.0) if self.feed.edge == "short" else (27.0, 52.0)
        share = {"left": 0.0, "centre": 0.5, "right": 1.0}[self.feed.place if self.feed.paper else "centre"]
        left = (_SIZE.width() - _ROOM) / 2 + share * (_ROOM - across)
        _turn(painter, self.feed, QRectF(left, 24, across, along))
        painter.setPen(QPen(theme.colour("text" if self.isEnabled() else "faint"), 1.2))
        painter.setBrush(theme.colour("surface"))
        face = QRectF(-26, -13.5, 52, 27)
        painter.drawRect(face)
        if self.feed.is_face_down:
            painter.drawPolyline(QPolygonF([face.topLeft(), QPointF(0, 1), face.topRight()]))
        else:
            self._draw_writing(painter)

    def _draw_writing(self, painter: QPainter) -> None:
        for top, left, width in ((-9, -22, 12), (-6, -22, 9), (1, -1, 16), (4, -1, 20), (7, -1, 13)):
            painter.drawLine(QPointF(left, top), QPointF(left + width, top))
        painter.drawRect(QRectF(16, -10, 6, 7))


class FeedSheet(Sheet):
    chosen = Signal()

    def __init__(self, parent: QWidget, envelope: Envelope) -> None:
        super().__init__(parent, _("How envelopes go in"), width=420)
        self._printer, self._envelope = calibration.last_printer(), envelope
        self._feed = of(self._printer)
        self.face_down = Switch(_("Face down"))
        self.turned = Switch(_("The other edge first"))
        self.paper = QComboBox()
        for key, text in (("", _("Size of the envelope")), ("a4", _("A4")), ("letter", _("Letter|paper size"))):
            self.paper.addItem(text, key)
        self.pictures = [FeedPicture(Feed(edge, place)) for edge, place in _ways()]
        self._arrange()
        self._show(self._feed)
        self.set_primary(_("Choose"), self._choose)

    def _arrange(self) -> None:
        if self._printer:
            self.add_text(_("From above, for {printer}.").format(printer=self._printer))
        tray = QWidget()
        tray.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # left is left in a tray, whoever reads
        grid = QGridLayout(tray)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(8))
        group = QButtonGroup(self)
        for number, picture in enumerate(self.pictures):
            grid.addWidget(picture, number // 3, number % 3)
            group.addButton(picture)
            picture.clicked.connect(lambda _on, picture=picture: self._show(picture.feed))
        grid.setColumnStretch(3, 1)
        self.body.addWidget(tray)
        for control in (self.face_down, self.turned):
            self.body.addLayout(row(control.accessibleName(), control))
            control.clicked.connect(lambda _on: self._show(self._now()))
        self.body.addLayout(row(_("The printer is told"), self.paper))
        self.paper.setAccessibleName(_("The printer is told"))
        self.paper.activated.connect(lambda _index: self._show(self._now()))

    def _now(self) -> Feed:
        shown = self._feed
        told = self.paper.currentData()
        return Feed(shown.edge, shown.place, self.face_down.isChecked(), self.turned.isChecked(), told)

    def _show(self, feed: Feed) -> None:
        """In an envelope's own size it has but one place."""
        self._feed = feed if feed.paper else Feed(feed.edge, "centre", feed.is_face_down, feed.is_turned)
        self.face_down.setChecked(feed.is_face_down)
        self.turned.setChecked(feed.is_turned)
        self.paper.setCurrentIndex(self.paper.findData(feed.paper))
        for picture in self.pictures:
            picture.show_feed(self._feed)
            picture.setVisible(bool(feed.paper) or picture.feed.place == "centre")
            picture.setEnabled(picture.feed.takes(self._envelope))
            picture.setChecked(picture.feed == self._feed)
        self.refit()

    def _choose(self) -> None:
        keep(self._printer, self._feed)
        self.accept()
        self.chosen.emit()


def _ways() -> list[tuple[Edge, Place]]:
    edges, places = get_args(Edge), get_args(Place)
    return [(edge, place) for edge in edges for place in places]


def row(text: str, control: QWidget) -> QHBoxLayout:
    across = QHBoxLayout()
    across.addWidget(label(text, wraps=True), 1)
    across.addWidget(control)
    return across
