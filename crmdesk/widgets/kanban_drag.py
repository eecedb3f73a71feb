"""Cards on their way by mouse: where they hang, and where they would be let go."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF

from crmdesk.widgets.kanban_layout import Lane, Places, Spot


@dataclass
class Drag:
    key: bytes
    """The one that was taken hold of."""
    keys: list[bytes]
    grip: QPointF
    """Where in the card."""
    before: list[Lane]
    origin: Spot
    where: QPointF = field(default_factory=QPointF)
    target: Spot | None = None
    zone: str = ""
    later: list[Lane] | None = None
    """What is to be shown since meanwhile."""

    def box(self, places: Places) -> QRectF:
        corner = self.where - self.grip
        return QRectF(corner.x(), corner.y(), places.lane_width, places.card_height)

    def follow(self, places: Places, where: QPointF, zone: str, *, can_arrange: bool) -> bool:
        """Whether it is at an edge: the board goes on scrolling under it."""
        self.where, self.zone = where, zone
        middle = self.box(places).center()
        number = places.lane_at(middle.x())
        if zone or number is None:
            self.target = places.gap = None
            return False
        is_at_edge = places.scroll_at_edge(where.x(), where.y(), number)
        is_home = number == self.origin.lane
        row = places.slot_at(number, middle.y()) if can_arrange else self.origin.row if is_home else 0
        self.target = places.gap = Spot(number, min(row, len(places.lanes[number].cards)))
        return is_at_edge
