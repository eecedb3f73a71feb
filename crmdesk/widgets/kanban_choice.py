"""Which cards of a board are chosen: one that keys go from, or several."""

from crmdesk.widgets.kanban_layout import Places, Spot


class Choice:
    def __init__(self, places: Places) -> None:
        self._places = places
        self.current: bytes | None = None
        self.keys: set[bytes] = set()
        self._from: bytes | None = None
        """Where a range begins."""

    def set_to(self, key: bytes | None) -> None:
        self.current = self._from = key
        self.keys = {key} if key else set()

    def stand_at(self, key: bytes) -> None:
        """Keys go from there; it is not chosen yet."""
        self.current = self._from = key

    def clear(self) -> None:
        self.keys = set()

    def toggle(self, key: bytes) -> None:
        self.keys ^= {key}
        self.current = self._from = key

    def reach(self, spot: Spot) -> None:
        """All from where it began, within one lane."""
        begin = self._places.find(self._from)
        self.current = self._places.key(spot)
        if begin is None or begin.lane != spot.lane:
            self.toggle(self.current)
            return
        first, last = sorted((begin.row, spot.row))
        self.keys = set(self._places.lanes[spot.lane].cards[first : last + 1])

    def take_all(self) -> None:
        """Of the lane; once more, of the whole board."""
        spot = self._places.find(self.current)
        lane = set(self._places.lanes[spot.lane].cards) if spot else set()
        whole = {key for each in self._places.lanes for key in each.cards}
        self.keys = lane if lane and not lane <= self.keys else whole

    def in_order(self) -> list[bytes]:
        """As they stand."""
        return [key for lane in self._places.lanes for key in lane.cards if key in self.keys]

    def selection(self) -> list[bytes]:
        """What is chosen, or the one that keys are at."""
        return self.in_order() or ([self.current] if self.current and self._places.find(self.current) else [])

    def prune(self, spot: Spot | None = None) -> None:
        """Of what is no longer there; what stands now where the current one stood takes its place."""
        here = {key for lane in self._places.lanes for key in lane.cards}
        self.keys &= here
        if self.current not in here:
            self.current = self._from = self._at(spot) if spot else None

    def _at(self, spot: Spot) -> bytes | None:
        cards = self._places.lanes[spot.lane].cards if spot.lane < len(self._places.lanes) else ()
        return cards[min(spot.row, len(cards) - 1)] if cards else None

    def beside(self, spot: Spot, across: int, down: int) -> Spot | None:
        lanes = self._places.lanes
        if down:
            return Spot(spot.lane, min(max(spot.row + down, 0), len(lanes[spot.lane].cards) - 1))
        number = spot.lane + across
        while 0 <= number < len(lanes):
            if count := len(lanes[number].cards):
                return Spot(number, min(self._level(spot, number), count - 1))
            number += across
        return None

    def _level(self, spot: Spot, number: int) -> int:
        """The row that stands at the same height."""
        return self._places.slot_at(number, self._places.card(spot).center().y())
