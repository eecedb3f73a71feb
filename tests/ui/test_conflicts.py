"""Conflicts in the window: seen, settled by keys, and back with undo."""

import shutil
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from crmdesk.services import conflicts, files
from crmdesk.store.store import Store
from crmdesk.ui.conflict_card import ConflictCard
from crmdesk.ui.conflicts import Conflicts
from crmdesk.ui.tour_conflicts import apart
from crmdesk.widgets.marked_text import MarkedText
from tests.ui.desks import Seat, sample, seat_at

KINDS = ["Contact: Source", "Contact: deleted or not", "Note: Text", "Phone: Number", "Postal address"]


@cache
def changed_apart() -> Path:
    """Made once: the sample business, where a colleague has changed some of the same things."""
    store = files.open_file(sample(Path(mkdtemp(prefix="crmdesk-apart-"))))
    apart(store)
    store.close()
    return store.path


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    with seat_at(qtbot, qapp, Path(shutil.copy(changed_apart(), tmp_path))) as made:
        yield made


@pytest.fixture
def screen(seat: Seat) -> Conflicts:
    seat.asked(prepare)
    seat.window.go("conflicts")
    found = seat.window.screens["conflicts"]
    assert isinstance(found, Conflicts)
    seat.until(lambda: found.card)
    seat.settle()
    return found


def prepare(store: Store) -> None:
    store.author = "Bia Martins"


def buttons(card: ConflictCard) -> dict[str, Callable[[], None]]:
    return {button.text(): button.click for button in card.findChildren(QPushButton)}


def count(seat: Seat) -> int:
    return int(seat.asked(conflicts.count))


def sources(store: Store) -> list[str]:
    return [source for (source,) in store.connection.execute("SELECT source FROM contacts WHERE source IS NOT NULL")]


def test_by_keys_and_back(seat: Seat, screen: Conflicts) -> None:
    assert screen.card
    groups = screen.table.records.groups
    assert groups
    assert list(groups.titles) == KINDS
    first = screen.card.conflict
    before = count(seat)
    assert set(buttons(screen.card)) == {"Open the page", "Keep mine", "Take theirs", "Leave as shown"}
    seat.to_front()
    assert screen.table.hasFocus(), seat.window.focusWidget()
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: screen.card and screen.card.conflict != first)
    seat.press(Qt.Key.Key_Up)
    seat.until(lambda: screen.card and screen.card.conflict == first)
    assert first.mine
    seat.press(Qt.Key.Key_M)
    seat.until(lambda: count(seat) == before - 1)
    assert first.mine.words in seat.asked(sources)
    seat.until(lambda: screen.card and screen.card.conflict.key != first.key)
    assert seat.toast() == "Settled 1 conflict"
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: count(seat) == before)


def test_all_of_a_kind_and_several(seat: Seat, screen: Conflicts) -> None:
    before = count(seat)
    links = {button.text(): button for button in screen.findChildren(QPushButton)}
    seat.click(links["take theirs"])
    seat.until(lambda: count(seat) < before - 3)
    assert "Trade fair" not in seat.asked(sources)[:4] or "Website" in seat.asked(sources)
    seat.settle()
    kinds = [name for name, _count in seat.asked(conflicts.open_ones).kinds]
    assert "Contact: Source" not in kinds
    screen.table.setFocus()
    screen.table.select([range(2)])
    left = count(seat)
    seat.settle()
    seat.press(Qt.Key.Key_S)
    seat.until(lambda: count(seat) == left - 2)


def test_a_text_is_put_right_by_hand(seat: Seat, screen: Conflicts) -> None:
    assert screen.card
    number = next(n for n, key in enumerate(seat.asked(conflicts.open_ones).keys) if is_text(seat, key))
    screen.table.go_to(number)
    seat.until(lambda: screen.card and screen.card.text)
    card = screen.card
    assert card.text
    assert len(card.findChildren(MarkedText)) == 3
    assert "Three ovens" in card.conflict.shown
    assert "Ring after the 20th" in card.conflict.shown
    card.text.setPlainText("Three ovens, after the 20th.")
    before = count(seat)
    buttons(card)["Keep this text"]()
    seat.until(lambda: count(seat) == before - 1)
    assert seat.asked(lambda store: store.connection.execute(
        "SELECT count(*) FROM notes WHERE text = 'Three ovens, after the 20th.'").fetchone()[0]) == 1  # fmt: skip


def is_text(seat: Seat, key: conflicts.Key) -> bool:
    (found,) = seat.asked(lambda store: conflicts.describe(store, [key]))
    return bool(found.way == "text")


def test_the_page_of_a_record_leads_here(seat: Seat, screen: Conflicts) -> None:
    assert screen.card
    conflict = screen.card.conflict
    buttons(screen.card)["Open the page"]()
    seat.until(lambda: seat.window.section == "contacts" and seat.screen.page and seat.name() == conflict.title)
    mark = seat.page.header.conflicts
    seat.until(mark.isVisible)
    assert mark.text().endswith("values to settle")
    seat.click(mark)
    seat.until(lambda: seat.window.section == "conflicts")
    seat.until(lambda: screen.card and screen.card.conflict.owner == conflict.owner)


def test_nothing_to_settle(seat: Seat, screen: Conflicts) -> None:
    seat.desk.write(lambda store: conflicts.settle(store, conflicts.open_ones(store).keys, conflicts.Choice.SHOWN))
    seat.until(lambda: count(seat) == 0)
    seat.settle()
    assert not screen.table.isVisible()
    assert screen._nothing.words.text() == "Nothing to settle"


def test_thousands_are_shown_at_once(seat: Seat, screen: Conflicts) -> None:
    """They come by the window of what is seen, whatever there is."""
    found = seat.asked(conflicts.open_ones)
    many = conflicts.Open(found.keys * 300, [(name, 300 * number) for name, number in found.kinds])
    began = time.thread_time()
    screen._show((many, None))
    seat.settle()
    assert len(many.keys) > 4_000
    assert time.thread_time() - began < 1.0
