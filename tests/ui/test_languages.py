"""The window in each language, and in one of longer words: everything that is written has room."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLocale, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

from crmdesk import i18n, paths
from crmdesk.services import files
from crmdesk.ui import actions, tongue
from crmdesk.ui.lookups import CurrentSet
from tests.ui.desks import Seat, sample, seat_at

LANGUAGES = [*(name for name in i18n.SHIPPED if name != "en"), i18n.LONGER]


@pytest.fixture(params=LANGUAGES)
def speaking(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("CRMDESK_LANGUAGE", request.param)
    forget()
    yield str(request.param)
    forget()


def forget() -> None:
    i18n.language.cache_clear()
    i18n._catalogue.cache_clear()


@pytest.fixture
def foreign_seat(speaking: str, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    with seat_at(qtbot, qapp, sample(tmp_path)) as made:
        yield made


def texts(root: QWidget) -> list[str]:
    return [part.text() for kind in (QAbstractButton, QLabel) for part in root.findChildren(kind) if part.isVisible()]


def cut(root: QWidget) -> list[str]:
    """What is written in less room than it needs."""
    buttons = [part for part in root.findChildren(QAbstractButton) if part.isVisible() and part.text()]
    labels = [part for part in root.findChildren(QLabel) if part.isVisible() and part.text()]
    found = [part.text() for part in buttons if part.width() < part.sizeHint().width()]
    for part in labels:
        if part.wordWrap():
            is_cut = part.height() < part.heightForWidth(part.width())
        else:
            gives_way = part.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
            is_cut = not gives_way and part.width() < part.sizeHint().width()
        found += [part.text()] * is_cut
    return found


def test_what_is_cut_is_found(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    label = QLabel("Much to say", root)
    label.setFixedWidth(12)
    root.show()
    assert cut(root) == ["Much to say"]


def test_screens_and_dialogs_have_room(foreign_seat: Seat) -> None:
    window = foreign_seat.window
    foreign_seat.go_to("Álvares")
    assert i18n._("Details") in texts(window)
    assert not cut(window)
    window.go("companies")
    foreign_seat.settle()
    foreign_seat.go_to("Padaria São José")
    assert not cut(window)
    window.go("labels")
    foreign_seat.settle()
    assert not cut(window)
    for command in ("export", "new", "trash", "preferences"):
        actions.run(window, command)
        foreign_seat.settle()
        assert not cut(window), command
    actions.run_on_set(window, "group", CurrentSet("contact", None, 40))
    foreign_seat.settle()
    assert not cut(window)


def test_where_one_begins_there_is_room(speaking: str, empty_seat: Seat) -> None:
    """The welcome, and the lines of a new contact in a new file."""
    window = empty_seat.window
    assert i18n._("New file") in texts(window)
    assert not cut(window)
    empty_seat.desk.open(lambda: (files.new(paths.documents() / "new.crmdesk", "none")[0], None))
    empty_seat.until(lambda: window.side.is_counted)
    assert not cut(window)
    window.go("contacts", "new")
    empty_seat.settle()
    assert i18n._("Save") in texts(window)
    assert not cut(window)


class TestQtItself:
    @pytest.mark.parametrize(
        ("words", "system", "expected", "month"),
        [
            ("en", "en_GB", "en_GB", "November"),
            ("en", "de_DE", "en_DE", "November"),
            ("en", "C", "en_001", "November"),
            ("ru", "C", "ru_RU", "ноября"),
            ("ru", "en_US", "ru_RU", "ноября"),
            ("tr", "tr_CY", "tr_CY", "Kasım"),
            ("pt_BR", "pt_PT", "pt_PT", "novembro"),
        ],
    )
    def test_months_are_named_as_the_texts_speak(self, words: str, system: str, expected: str, month: str) -> None:
        fitting = tongue.fitting(words, QLocale(system))
        assert (fitting.name(), fitting.toString(QDate(2026, 11, 22), "d MMMM")) == (expected, f"22 {month}")

    @pytest.mark.parametrize(("language", "cancel"), [("pt_BR", "Cancelar"), ("ru", "Отмена"), ("tr", "İptal")])
    def test_its_own_words_follow(
        self, language: str, cancel: str, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CRMDESK_LANGUAGE", language)
        forget()
        before = QLocale()
        try:
            tongue.apply(qapp)
            assert qapp.translate("QPlatformTheme", "Cancel") == cancel
            assert qapp.translate("QShortcut", "Ctrl") == "Ctrl"
            assert qapp.translate("Nobody", "unheard of") == "unheard of"
        finally:
            for translator in qapp.findChildren(QTranslator):
                qapp.removeTranslator(translator)
                translator.deleteLater()
            QLocale.setDefault(before)
            forget()
