"""What a board of lanes with cards shows: one widget that draws only what is seen of thousands."""

from collections.abc import Callable, Sequence
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollBar, QWidget

from crmdesk.widgets import kanban_paint as paint
from crmdesk.widgets import theme
from crmdesk.widgets.kanban_choice import Choice
from crmdesk.widgets.kanban_drag import Drag
from crmdesk.widgets.kanban_layout import AIR, Face, Lane, Places, Spot, Zone

_BAR = 10
_KEPT_FACES, _KEPT_PICTURES = 4000, 300
_Look = tuple[bool, bool, bool]
"""Chosen, current, pointed at."""


class KanbanView(QWidget):
    def __init__(self, name: str, face: Callable[[bytes], Face], zones: Sequence[Zone] = ()) -> None:
        """`face` is asked when a card is to be drawn."""
        super().__init__()
        self.places = Places()
        self.choice = Choice(self.places)
        self.zones = zones
        self.nothing = ("", "")
        """What is said, and what to do, where there are no cards at all."""
        self.can_arrange = True
        """Cards have an order of their own within a lane."""
        self._face = face
        self._faces: dict[bytes, Face] = {}
        self._pictures: dict[tuple[bytes, _Look], QPixmap] = {}
        self._drag: Drag | None = None
        self._pressed: tuple[bytes, QPointF] | None = None
        self._hovered: Spot | None = None
        self._ring = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(theme.px(240), theme.px(200))
        self._bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.valueChanged.connect(self._slide)

    # What is shown

    def show_lanes(self, lanes: Sequence[Lane]) -> None:
        if self._drag:
            self._drag.later = list(lanes)  # not under the hand of who drags
            return
        spot = self.places.find(self.choice.current)
        self.places.lanes = list(lanes)
        self._faces.clear()
        self.choice.prune(spot)
        self._fit()
        self._arrived()

    def _arrived(self) -> None:
        """Others are shown."""

    def face(self, key: bytes) -> Face:
        found = self._faces.get(key)
        if found is None:
            if len(self._faces) > _KEPT_FACES:
                self._faces.clear()
            found = self._faces[key] = self._face(key)
        return found

    def go_to(self, key: bytes) -> None:
        """Chosen and seen."""
        if spot := self.places.find(key):
            self.choice.set_to(key)
            self.places.reveal(spot)
            self._tell()

    def _tell(self) -> None:
        """Another one is chosen."""
        self.update()

    def _fit(self) -> None:
        places = self.places
        self._pictures.clear()
        places.width, places.is_mirrored = self.width(), self.isRightToLeft()
        excess = round(places.whole_width() - self.width())
        self._bar.setVisible(excess > 0)
        places.height = self.height() - (theme.px(_BAR) if excess > 0 else 0)
        self._bar.setGeometry(0, self.height() - theme.px(_BAR), self.width(), theme.px(_BAR))
        self._bar.setPageStep(self.width())
        self._bar.setRange(0, max(excess, 0))
        places.settle()
        self._bar.setValue(round(places.across))
        self.update()

    def _slide(self, value: int) -> None:
        self.places.across = value
        self.update()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places, drag = self.places, self._drag
        for number in range(len(places.lanes)):
            box = places.lane(number)
            if box.right() > -theme.px(AIR) and box.left() < self.width() + theme.px(AIR):
                self._paint_lane(painter, number)
        if self.nothing[0] and not any(lane.cards for lane in places.lanes) and not drag:
            room = QRectF(0, places.head, self.width(), min(places.room(), theme.px(220)))
            paint.nothing(painter, room, *self.nothing)
        if drag:
            self._paint_drag(painter, drag)

    def _paint_lane(self, painter: QPainter, number: int) -> None:
        places = self.places
        lane, body, mirrored = places.lanes[number], places.body(number), places.is_mirrored
        around = theme.px(8)
        painter.save()
        painter.setClipRect(body.adjusted(-around, -2, around, 0))
        if self._drag and places.gap and places.gap.lane == number:
            paint.target(painter, body)
            paint.gap(painter, places.gap_box())
        for row in places.shown(number):
            spot = Spot(number, row)
            key = lane.cards[row]
            look = (key in self.choice.keys, self._ring and key == self.choice.current, spot == self._hovered)
            corner = places.card(spot).topLeft()
            painter.drawPixmap(round(corner.x()), round(corner.y()), self._picture(key, look))
        if thumb := places.thumb(number):
            paint.thumb(painter, thumb)
        painter.restore()
        paint.head(painter, places.lane(number), lane, is_mirrored=mirrored)
        if any(each.share for each in places.lanes):
            paint.bar(painter, places.lane(number), lane, places.head, is_mirrored=mirrored)

    def _picture(self, key: bytes, look: _Look) -> QPixmap:
        """Drawn once, however often it is moved past."""
        made = self._pictures.get((key, look))
        if made is None:
            if len(self._pictures) > _KEPT_PICTURES:
                self._pictures.clear()
            made = self._pictures[key, look] = self._draw(key, look)
        return made

    def _draw(self, key: bytes, look: _Look) -> QPixmap:
        ratio, places = self.devicePixelRatioF(), self.places
        box = QRectF(0, 0, places.lane_width, places.card_height)
        made = QPixmap(ceil(box.width() * ratio), ceil(box.height() * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        is_chosen, is_current, is_hovered = look
        paint.card(
            painter, box, self.face(key), is_chosen=is_chosen, is_current=is_current, is_hovered=is_hovered,
            is_mirrored=places.is_mirrored,
        )  # fmt: skip
        painter.end()
        return made

    def _paint_drag(self, painter: QPainter, drag: Drag) -> None:
        for zone, box in zip(self.zones, self._zone_boxes(), strict=True):
            paint.zone(painter, box, zone, is_target=zone.key == drag.zone)
        face, count = self.face(drag.key), len(drag.keys)
        paint.carried(painter, drag.box(self.places), face, count, is_mirrored=self.places.is_mirrored)

    def _zone_boxes(self) -> list[QRectF]:
        return paint.zone_boxes(self.zones, self.width(), self.places.height, is_mirrored=self.places.is_mirrored)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if theme.is_theme_change(event) or event.type() == QEvent.Type.LayoutDirectionChange:
            self._fit()
