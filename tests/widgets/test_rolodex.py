"""The card file: flipped by every means, jumped in by letters, read out, and drawn in time and in any direction."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk.widgets import theme
from crmdesk.widgets.facts import Fact
from crmdesk.widgets.rolodex import Card, CardFile, Letter, Tab
from crmdesk.widgets.rolodex_card import Entry
from crmdesk.widgets.rolodex_faces import WINDOW

COUNT = 1000
ALPHABET = "ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ"


def card(number: int) -> Card:
    return Card(
        number.to_bytes(4, "big"),
        f"Ayşe Çelik {number}",
        "Müdür · Çelik Mobilya",
        (Entry("cep", ("0532 123 45 67",), "tel:+905321234567", "Dial"),),
        (Entry("e-posta", ("ayse@celik.example",), "mailto:ayse@celik.example", "Write"),),
        "No contact by phone" if number == 7 else "",
        (Fact("Last reached", "today"),),
        (("Customer", "good"),),
    )


class Slow:
    """A source that answers when it is told to; it remembers what was asked for."""

    def __init__(self, count: int = COUNT, *, is_quick: bool = True) -> None:
        self._count, self._is_quick = count, is_quick
        self.asked: list[int] = []
        self._waiting: list[Callable[[], None]] = []

    def count(self) -> int:
        return self._count

    def fetch(self, first: int, count: int, ready: Callable[[Sequence[Card]], None]) -> None:
        self.asked.append(first)
        cards = [card(number) for number in range(first, min(first + count, self._count))]
        ready(cards) if self._is_quick else self._waiting.append(lambda: ready(cards))

    def answer(self) -> None:
        waiting, self._waiting = self._waiting, []
        for ready in waiting:
            ready()


def tabs(count: int = COUNT) -> list[Tab]:
    """Letters with as many cards each; nothing behind Ğ."""
    letters = [letter for letter in ALPHABET if letter != "Ğ"]
    size = count // len(letters)
    made, start = [], 0
    for letter in ALPHABET:
        taken = 0 if letter == "Ğ" else count - start if letter == "Z" else size
        made.append(Tab(letter, start, taken))
        start += taken
    return made


@pytest.fixture
def file(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[CardFile]:
    monkeypatch.setattr(theme, "motion", lambda: 0)
    made = show(qtbot, Slow())
    yield made
    made.hide()


def show(qtbot: QtBot, source: Slow, size: tuple[int, int] = (1080, 700), letters: Sequence[Tab] = ()) -> CardFile:
    made = CardFile("Rolodex", (Letter("d", "dial", "dial"), Letter("w", "write", "write")))
    made.resize(*size)
    made.show_source(source, 0, letters or tabs(source.count()))
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    return made


def press(file: CardFile, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QApplication.sendEvent(file.pile, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))


def type_in(file: CardFile, text: str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for letter in text:
        QApplication.sendEvent(file.pile, QKeyEvent(QEvent.Type.KeyPress, 0, modifiers, letter))


def test_keys_flip(file: CardFile) -> None:
    for key, place in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_End, COUNT - 1),
        (Qt.Key.Key_Right, COUNT - 1),
        (Qt.Key.Key_Home, 0),
    ):
        press(file, key)
        assert file.position() == place


def test_page_keys_go_from_letter_to_letter(file: CardFile) -> None:
    starts = [tab.start for tab in tabs() if tab.count]
    press(file, Qt.Key.Key_PageDown)
    press(file, Qt.Key.Key_PageDown)
    assert file.position() == starts[2]
    press(file, Qt.Key.Key_Right)
    press(file, Qt.Key.Key_PageUp)
    assert file.position() == starts[2], "first to the beginning of its own letter"
    press(file, Qt.Key.Key_PageUp)
    assert file.position() == starts[1]
    for _more in range(40):
        press(file, Qt.Key.Key_PageDown)
    assert file.position() == COUNT - 1


def test_arrows_follow_the_direction_of_reading(file: CardFile) -> None:
    file.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    press(file, Qt.Key.Key_Left)
    press(file, Qt.Key.Key_Left)
    press(file, Qt.Key.Key_Down)
    press(file, Qt.Key.Key_Right)
    assert file.position() == 2


def test_the_wheel_flips_a_card_a_notch(file: CardFile) -> None:
    def turn(angle: int = 0, pixels: int = 0) -> None:
        place = QPointF(file.pile.card_box().center())
        QApplication.sendEvent(
            file.pile,
            QWheelEvent(
                place, place, QPoint(0, pixels), QPoint(0, angle), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip

    turn(-120)
    turn(-240)
    assert file.position() == 3
    turn(120)
    assert file.position() == 2
    for _piece in range(8):
        turn(pixels=-12)
    assert file.position() == 4


def test_a_drag_turns_the_pile_under_the_finger(qtbot: QtBot, file: CardFile) -> None:
    start = file.pile.card_box().center()
    qtbot.mousePress(file.pile, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(file.pile, start + QPoint(0, 70))
    assert 0.5 < file.pile._at < 2
    qtbot.mouseMove(file.pile, start + QPoint(0, 200))
    qtbot.mouseRelease(file.pile, Qt.MouseButton.LeftButton, pos=start + QPoint(0, 200))
    assert file.position() == 3
    assert not file.pile.is_flipping()


def test_a_press_on_a_letter_goes_to_its_first_card(qtbot: QtBot, file: CardFile) -> None:
    starts = {tab.text: tab.start for tab in tabs()}
    assert file.tabs.current() == "A"
    button = next(button for button in file.tabs._shown if button.text() == "Ö")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (file.position(), file.tabs.current()) == (starts["Ö"], "Ö")
    empty = next(button for button in file.tabs._shown if button.text() == "Ğ")
    qtbot.mouseClick(empty, Qt.MouseButton.LeftButton)
    assert file.position() == starts["Ö"], "no card, no jump"


def test_letters_become_ranges_where_there_is_no_room(qtbot: QtBot) -> None:
    file = show(qtbot, Slow(), (800, 330), [*tabs(), Tab("А–Я", COUNT, 0, stands_alone=True)])
    shown = file.tabs.texts()
    assert shown[0].startswith("A–")
    assert shown[-1] == "А–Я"
    assert len(shown) * 17 <= 330
    last = file.tabs._shown[-1].geometry()
    assert last.bottom() <= file.tabs.height()
    file.resize(1080, 900)
    assert file.tabs.texts()[:4] == ["A", "B", "C", "Ç"]


def test_a_press_on_a_number_tells_its_link(qtbot: QtBot, file: CardFile) -> None:
    followed: list[str] = []
    file.followed.connect(followed.append)
    spots = file.pile.faces.spots(0)
    assert [spot.link for spot in spots] == ["tel:+905321234567", "mailto:ayse@celik.example"]
    for spot in spots:
        place = (spot.box.center() + QPointF(file.pile.card_box().topLeft())).toPoint()
        qtbot.mouseClick(file.pile, Qt.MouseButton.LeftButton, pos=place)
    assert followed == [spot.link for spot in spots]


def test_typed_letters_ask_for_a_name_until_a_pause(qtbot: QtBot, file: CardFile) -> None:
    typed: list[str] = []
    file.typed.connect(typed.append)
    type_in(file, "çel")
    type_in(file, " a")
    press(file, Qt.Key.Key_Backspace)
    assert typed == ["ç", "çe", "çel", "çel ", "çel a", "çel "]
    assert file.bubble.isVisible()
    assert file.bubble.text() == "çel "
    press(file, Qt.Key.Key_Escape)
    assert not file.bubble.isVisible()
    type_in(file, "z")
    file._pause.setInterval(1)
    file._pause.start()
    qtbot.waitUntil(lambda: not file.bubble.isVisible())
    type_in(file, "m")
    assert typed[-2:] == ["z", "m"]
    file.forget_typed()


def test_a_letter_alone_is_a_command_and_the_beginning_of_a_name_else(qtbot: QtBot, file: CardFile) -> None:
    typed: list[str] = []
    commanded: list[str] = []
    file.typed.connect(typed.append)
    file.commanded.connect(commanded.append)
    type_in(file, "d")
    assert (typed, commanded) == ([], [])
    assert file.bubble.text() == "d · dial"
    qtbot.waitUntil(lambda: commanded == ["dial"])
    assert not file.bubble.isVisible()
    type_in(file, "dew")
    assert typed == ["de", "dew"]
    file.forget_typed()
    type_in(file, "D", Qt.KeyboardModifier.ShiftModifier)
    assert typed[-1] == "D", "a capital is no command"
    file.forget_typed()
    type_in(file, "w")
    press(file, Qt.Key.Key_Escape)
    qtbot.wait(700)
    assert commanded == ["dial"]


def test_what_is_not_for_the_file_goes_on(file: CardFile) -> None:
    for key, text, modifiers in (
        (Qt.Key.Key_F, "f", Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Escape, "", Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Tab, "\t", Qt.KeyboardModifier.NoModifier),
    ):
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)
        file.keyPressEvent(event)
        assert not event.isAccepted()


def test_enter_and_a_double_click_open(qtbot: QtBot, file: CardFile) -> None:
    opened: list[int] = []
    file.opened.connect(opened.append)
    press(file, Qt.Key.Key_Right)
    press(file, Qt.Key.Key_Return)
    qtbot.mouseDClick(file.pile, Qt.MouseButton.LeftButton, pos=file.pile.card_box().center() + QPoint(0, 60))
    assert opened == [1, 1]


def test_a_card_is_read_out_with_its_place(qtbot: QtBot, file: CardFile) -> None:
    file.go_to(7)
    qtbot.waitUntil(lambda: "card 8 of 1,000" in file.pile.accessibleName())
    assert file.pile.accessibleName() == (
        "Ayşe Çelik 7, Müdür · Çelik Mobilya, No contact by phone, cep 0532 123 45 67, e-posta ayse@celik.example,"
        " Last reached today, Customer, card 8 of 1,000"
    )
    assert all(button.accessibleName() == button.text() for button in file.tabs._shown)
    assert sum(bool(button.focusPolicy() & Qt.FocusPolicy.TabFocus) for button in file.tabs._shown) == 1


def test_cards_are_fetched_round_the_one_on_top(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "motion", lambda: 0)
    source = Slow(1_000_000, is_quick=False)
    file = show(qtbot, source)
    file.go_to(500_000)
    file.go_to(500_001)
    assert file.card() is None
    file.grab()
    source.answer()
    qtbot.waitUntil(lambda: file.card() == card(500_001))
    near = {500_001 // WINDOW * WINDOW + step * WINDOW for step in range(-2, 3)} | {0, 8, 16}
    assert set(source.asked) <= near
    assert len(source.asked) == len(set(source.asked)), "each window once"
    file.hide()


def test_the_same_set_keeps_its_cards_until_fresh_ones_come(qtbot: QtBot, file: CardFile) -> None:
    slow = Slow(is_quick=False)
    file.show_source(slow, 3, tabs(), is_same_set=True)
    assert file.card() == card(3)
    slow.answer()
    file.show_source(slow, 3, tabs())
    assert file.card() is None


def test_a_flip_is_animated_unless_the_system_wants_none(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "motion", lambda: 60)
    file = show(qtbot, Slow())
    press(file, Qt.Key.Key_Right)
    assert file.pile.is_flipping()
    still = file.grab().toImage()
    qtbot.waitUntil(lambda: not file.pile.is_flipping())
    assert file.grab().toImage() != still
    file.go_to(900)
    assert file.pile._at >= 898, "a long way is not flipped through"
    qtbot.waitUntil(lambda: not file.pile.is_flipping())
    monkeypatch.setattr(theme, "motion", lambda: 0)
    press(file, Qt.Key.Key_Left)
    assert not file.pile.is_flipping()
    file.hide()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
@pytest.mark.parametrize("size", [(1080, 700), (640, 420)])
def test_all_stands_inside_at_every_scale(
    qtbot: QtBot, qapp: QApplication, direction: Qt.LayoutDirection, scale: float, size: tuple[int, int]
) -> None:
    theme.apply(qapp, "dark", scale)
    file = show(qtbot, Slow(), size)
    file.setLayoutDirection(direction)
    file.resize(size[0] + 1, size[1])
    whole = file.rect()
    top, letters = file.pile.card_box().translated(file.pile.pos()), file.tabs.geometry()
    assert whole.contains(top)
    assert whole.contains(letters)
    assert not top.intersects(letters)
    for spot in file.pile.faces.spots(0):
        assert file.pile.card_box().translated(-file.pile.card_box().topLeft()).contains(spot.box.toAlignedRect())
    file.grab()
    file.hide()


def test_nothing_to_show_says_what_to_do(qtbot: QtBot) -> None:
    file = show(qtbot, Slow(0), letters=[Tab("A", 0, 0)])
    file.set_empty("Nothing found", "Try less.")
    press(file, Qt.Key.Key_Right)
    press(file, Qt.Key.Key_Return)
    press(file, Qt.Key.Key_PageDown)
    type_in(file, "d")
    file.grab()
    assert file.pile.accessibleName() == "Nothing found. Try less."
    assert file.position() == 0
    file.forget_typed()
    file.hide()
