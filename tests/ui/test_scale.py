"""Another text size while the window stands: as if it had been made at that size, and nothing lost on the way back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crmdesk.ui.preferences import Preferences
from crmdesk.widgets import theme
from tests.ui.desks import Seat, sample, seat_at

Measures = dict[str, tuple[Any, ...]]


@pytest.fixture(autouse=True)
def undressed(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, "light", 1.0)


def measures(root: QWidget) -> Measures:
    """Of each part by its place in the tree: its letters, its own limits and the margins it was given."""
    return {place: _measures(part) for place, part in parts(root, "")}


def parts(widget: QWidget, place: str) -> Iterator[tuple[str, QWidget]]:
    yield place, widget
    numbers: dict[str, int] = {}
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow() and not child.objectName().startswith("qt_scrollarea"):
            kind = type(child).__name__
            numbers[kind] = numbers.get(kind, 0) + 1
            yield from parts(child, f"{place}/{kind}{numbers[kind]}")


def _measures(part: QWidget) -> tuple[Any, ...]:
    layout = part.layout()
    margins = layout.contentsMargins() if isinstance(layout, QBoxLayout) else part.contentsMargins()
    sides = (margins.left(), margins.top(), margins.right(), margins.bottom())
    return part.font().pixelSize(), part.minimumSize().toTuple(), part.maximumSize().toTuple(), sides


def differing(one: Measures, other: Measures) -> dict[str, tuple[Any, Any]]:
    """A pixel may be lost where half of one was rounded."""
    both = one.keys() & other.keys()
    assert len(both) > 0.9 * len(one)
    return {place: (one[place], other[place]) for place in both if not _are_alike(one[place], other[place])}


def _are_alike(one: object, other: object) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return all(map(_are_alike, one, other))
    assert isinstance(one, int)
    assert isinstance(other, int)
    return abs(one - other) <= 1


def shown_at(scale: float, qtbot: QtBot, qapp: QApplication, path: Path, then: float | None = None) -> Measures:
    with seat_at(qtbot, qapp, path, scale) as seat:
        seat.go_to("Álvares")
        Preferences(seat.window, "fields").open()
        seat.settle()
        if then:
            theme.apply(qapp, "light", then)
            seat.settle()
        return measures(seat.window)


@pytest.mark.parametrize("scale", [0.8, 1.5])
def test_a_window_becomes_what_it_would_have_been(
    scale: float, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    path = sample(tmp_path)
    assert not differing(shown_at(1.0, qtbot, qapp, path, then=scale), shown_at(scale, qtbot, qapp, path))


def test_going_through_all_sizes_loses_nothing_and_another_is_found(seat: Seat, qapp: QApplication) -> None:
    seat.go_to("Álvares")
    before = measures(seat.window)
    for scale in (0.8, 1.1, 1.0):
        theme.apply(qapp, "light", scale)
    seat.settle()
    after = measures(seat.window)
    assert {place: (before[place], after[place]) for place in before if before[place] != after[place]} == {}
    before = measures(seat.window)
    theme.apply(qapp, "light", 1.5)
    assert differing(before, measures(seat.window))
