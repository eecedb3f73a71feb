"""Files: made, unlocked, backed up, refused."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from crmdesk.services import attachments, files
from crmdesk.store import attachments as contents
from crmdesk.ui.new_file import NewFile, Recovery
from crmdesk.ui.unlock import Unlock
from crmdesk.widgets.sheet import Sheet
from tests.ui.desks import Seat, sample, seat_at

PASSPHRASE = "eight slow ovens"


def test_a_file_with_a_passphrase_is_made_and_its_code_asked_back(empty_seat: Seat) -> None:
    seat = empty_seat
    seat.window.ask("new")
    new = seat.sheet(NewFile)
    new.choose("passphrase")
    first, second = new._passphrases._lines
    first.setText("short")
    new._create.click()
    assert "at least 8" in new._problem.text()
    first.setText(PASSPHRASE)
    second.setText("something else")
    new._create.click()
    assert new._problem.text() == "The two are not the same."
    second.setText(PASSPHRASE)
    new._create.click()
    recovery = seat.sheet(Recovery)
    assert not recovery._done.isEnabled()
    recovery.line.setText(recovery._code[-4:].lower())
    assert recovery._done.isEnabled()
    recovery._done.click()
    seat.until(lambda: seat.window.side.is_counted)
    assert seat.desk.path
    assert files.protection_of(seat.desk.path) == "passphrase"


def test_it_is_unlocked_by_the_right_one_only(empty_seat: Seat, tmp_path: Path) -> None:
    seat, path = empty_seat, tmp_path / "Locked.crmdesk"
    store, code = files.new(path, "passphrase", PASSPHRASE)
    store.close()
    seat.window.open_file(path)
    unlock = seat.sheet(Unlock)
    unlock.line.setText("wrong")
    unlock._unlock.click()
    seat.until(unlock._problem.text)
    assert unlock.line.text() == "wrong"
    unlock._other.click()
    unlock.line.setText(code)
    unlock._unlock.click()
    seat.until(lambda: seat.desk.path == path)
    seat.until(lambda: seat.window.side.is_counted)


def test_back_up_and_check_say_what_came_of_it(seat: Seat) -> None:
    seat.window.ask("back up")
    seat.until(lambda: seat.toast().startswith("Backed up as"))
    assert seat.desk.path
    assert list(seat.desk.path.with_name("Forno Supplies backups").glob("*.crmdesk"))
    seat.window.ask("check")
    seat.until(lambda: seat.toast() == "The file is sound.")


def test_a_restored_backup_tells_which_files_are_missing(
    seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepare(store: files.Store) -> Path:
        attachments.add(store, store.find("Lakshmi", 1)[0].id, b"x", "Offer.pdf")
        made = files.backup(store)
        for content in contents.folder_of(store.path).iterdir():
            content.unlink()
        return made

    backup, to = seat.asked(prepare), tmp_path / "Restored.crmdesk"
    dialogs = "PySide6.QtWidgets.QFileDialog"
    monkeypatch.setattr(f"{dialogs}.getOpenFileName", lambda *_: (str(backup), ""))
    monkeypatch.setattr(f"{dialogs}.getSaveFileName", lambda *_: (str(to), ""))
    seat.window.ask("restore")
    sheet = seat.sheet(Sheet)
    assert "Offer.pdf" in sheet.findChild(QPlainTextEdit).toPlainText()
    assert seat.desk.path == to


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_second_window_of_a_file_raises_the_first(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    from crmdesk.ui import app, single

    path = sample(tmp_path)
    assert not app.is_open_elsewhere(path)
    with seat_at(qtbot, qapp, path) as seat:
        single.listen(seat.desk.file)
        seat.window.showMinimized()
        assert app.is_open_elsewhere(path)
        seat.until(lambda: not seat.window.isMinimized())
    assert not app.is_open_elsewhere(path)


def test_an_export_is_written_behind(seat: Seat, tmp_path: Path) -> None:
    from crmdesk.ui import exports

    exports.run(seat.window, tmp_path / "all.vcf", "vcard", None)
    seat.until(lambda: seat.toast().startswith("Exported"))
    assert (tmp_path / "all.vcf").read_bytes().startswith(b"BEGIN:VCARD")
