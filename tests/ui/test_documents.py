"""The Files tab: dropped, pasted, renamed, looked into, opened as a copy, removed and brought back."""

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget

from crmdesk.services import attachments
from crmdesk.ui import opened_copies
from crmdesk.ui.page import Page
from crmdesk.widgets.messages import ErrorSheet
from tests.ui.desks import Seat


@pytest.fixture
def page(seat: Seat) -> Page:
    page = seat.go_to("Álvares")
    page.show_tab("files")
    return page


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    opened_copies._folder.cache_clear()


def names(page: Page) -> list[str]:
    return [row.name.value() for row in page.documents._rows.values()]


def files(tmp_path: Path, *names: str) -> list[Path]:
    made = [tmp_path / name for name in names]
    for file in made:
        file.write_bytes(f"content of {file.name}".encode())
    return made


_kept: list[QMimeData] = []


def dragged(paths: list[Path]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def entering(paths: list[Path]) -> QDragEnterEvent:
    data, keys = dragged(paths), Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, keys)
    _kept.append(data)  # the event does not keep it
    return event


def drop(target: QWidget, paths: list[Path]) -> bool:
    event = entering(paths)
    QApplication.sendEvent(target, event)
    if event.isAccepted():
        place, keys = QPoint(5, 5).toPointF(), Qt.KeyboardModifier.NoModifier
        data = dragged(paths)
        QApplication.sendEvent(
            target, QDropEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, keys)
        )
    return event.isAccepted()


def add(seat: Seat, page: Page, data: bytes, name: str) -> dict[str, Any]:
    record = page.editor.record
    seat.desk.write(lambda store: attachments.add(store, record, data, name))
    seat.until(lambda: name in names(page))
    return next(file for file in page.documents._files if file["name"] == name)


class TestAdding:
    def test_dropped_on_the_page_on_the_tab_and_pasted(self, seat: Seat, page: Page, tmp_path: Path) -> None:
        page.show_tab("notes")
        assert drop(page, files(tmp_path, "notes.txt", "offer.pdf", "phone.vcf"))
        seat.until(lambda: sorted(names(page)) == ["notes.txt", "offer.pdf", "phone.vcf"])
        assert page.documents.isVisible()
        seat.until(lambda: seat.toast() == "3 files added")
        seat.desk.undo()
        seat.until(lambda: not names(page))
        # what is for import is left to the window
        for names_ in (("phone.vcf",), ("list.CSV", "letter.eml")):
            event = entering(files(tmp_path, *names_))
            page.documents.meet(event)
            assert not event.isAccepted()
        # on the tab anything is attached
        assert drop(page.documents, files(tmp_path, "phone.vcf"))
        seat.until(lambda: names(page) == ["phone.vcf"])
        seat.desk.undo()
        seat.until(lambda: not names(page))
        # those that are no files are told
        page.documents.take([tmp_path, *files(tmp_path, "offer.pdf")])
        sheet = seat.sheet(ErrorSheet)
        seat.until(lambda: names(page) == ["offer.pdf"])
        sheet.reject()
        seat.desk.undo()
        seat.until(lambda: not names(page))
        image = QImage(40, 30, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.red)
        QGuiApplication.clipboard().setImage(image)
        page.documents.paste()
        seat.until(lambda: len(names(page)) == 1)
        assert names(page)[0].startswith("Picture 20")
        assert names(page)[0].endswith(".png")


class TestChanging:
    def test_renamed_removed_and_back_and_nothing_is_left_on_the_next(self, seat: Seat, page: Page) -> None:
        add(seat, page, b"x", "Angebot.pdf")
        (row,) = page.documents._rows.values()
        seat.retype(row.name.edit, "Offer")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: names(page) == ["Offer.pdf"])
        row.asked.emit("remove")
        seat.until(lambda: not names(page))
        assert seat.toast() == "Removed Offer.pdf"
        seat.desk.undo()
        seat.until(lambda: names(page) == ["Offer.pdf"])
        file = add(seat, page, b"Hello", "note.txt")
        page.documents._look_into(file)
        seat.go_to("Lakshmi")
        assert not names(page)
        assert page.documents.view.isHidden()


class TestLooking:
    def test_text_and_pictures_inside_and_what_has_none_says_so(self, seat: Seat, page: Page) -> None:
        view = page.documents.view
        page.documents._look_into(add(seat, page, "João às 10h".encode(), "note.txt"))
        seat.until(lambda: view._text.toPlainText() == "João às 10h")
        page.documents._look_into(add(seat, page, picture(), "oven.png"))
        seat.until(lambda: not view._paper.paper().isEmpty())
        page.documents._look_into(add(seat, page, b"MZ", "setup.exe"))
        seat.until(lambda: "no preview" in page.documents.view._paper._words)


class TestOpening:
    def test_a_read_only_copy_in_a_folder_of_our_own(
        self, seat: Seat, page: Page, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened: list[Path] = []
        monkeypatch.setattr(opened_copies, "show", opened.append)
        page.documents.open(add(seat, page, b"Hello", "../../Offer 1.pdf"))
        seat.until(lambda: opened)
        (copy,) = opened
        assert copy.name == ".._.._Offer 1.pdf".lstrip(". ") or copy.name.endswith("Offer 1.pdf")
        assert copy.read_bytes() == b"Hello"
        assert opened_copies._folder() in copy.parents
        if os.name == "posix":
            assert copy.stat().st_mode & 0o777 == 0o400
            assert opened_copies._folder().stat().st_mode & 0o077 == 0
        assert "not kept here" in seat.toast()
        opened_copies.remove(opened_copies._folder())
        assert not copy.exists()

    @pytest.mark.parametrize(
        "name", ["setup.exe", "x.bat", "x.sh", "x.html", "x.desktop", "x.docm", "x.pdf.js", "x.lnk"]
    )
    def test_programs_are_not_opened(self, name: str) -> None:
        with pytest.raises(Exception, match="may run as a program"):
            opened_copies.refuse_programs(name)

    def test_saved_where_the_user_says(
        self, seat: Seat, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        proposed: list[str] = []

        def choose(_parent: object, _title: str, start: str) -> tuple[str, str]:
            proposed.append(Path(start).name)
            return str(tmp_path / "copy.pdf"), ""

        monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", choose)
        page.documents._act("save", add(seat, page, b"Hello", "Offer: 1/2.pdf"))
        seat.until((tmp_path / "copy.pdf").exists)
        assert proposed == ["Offer_ 1_2.pdf"]
        assert (tmp_path / "copy.pdf").read_bytes() == b"Hello"


def test_old_copies_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = tmp_path / "state" / "opened" / "old"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    opened_copies._folder()
    assert not left.exists()


def picture() -> bytes:
    from io import BytesIO

    from PIL import Image

    made = BytesIO()
    Image.new("RGB", (80, 60), "red").save(made, "PNG")
    return made.getvalue()
