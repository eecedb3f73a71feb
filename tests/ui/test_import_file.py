"""Another file of CRMDesk, chosen in the assistant: it asks for the passphrase and shows what would come in."""

from contextlib import closing
from pathlib import Path

import pytest

from crmdesk.services import files, lookup, records
from crmdesk.ui.import_sheet import ImportSheet
from crmdesk.ui.import_unlock import UnlockSource
from tests.ui.desks import PEOPLE, Seat
from tests.ui.test_imports import tried


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    path = tmp_path / "other.crmdesk"
    made, _code = files.new(path, "passphrase", "correct horse")
    with closing(made) as store:
        records.add(store, "contact", {"given_name": "Greta"})
    return path


def test_its_passphrase_is_asked_for(seat: Seat, locked: Path) -> None:
    seat.window.import_files([locked])
    asking: UnlockSource = seat.sheet(UnlockSource)
    for typed in ("wrong", "correct horse"):
        seat.retype(asking.line, typed)
        asking._try()
        seat.until(lambda: asking._problem.isVisible() or not asking.isVisible())
    sheet: ImportSheet = seat.sheet(ImportSheet)
    tried(seat, sheet)
    assert (sheet._what.text(), sheet._import.text()) == ("File of CRMDesk", "Import 1")
    sheet._import.click()
    seat.until(lambda: "1 new" in seat.toast())
    assert seat.asked(lambda store: lookup.count(store, "contact")) == PEOPLE + 1


def test_left_alone_it_leaves_the_assistant(seat: Seat, locked: Path) -> None:
    seat.window.import_files([locked])
    asking: UnlockSource = seat.sheet(UnlockSource)
    asking.reject()
    seat.until(lambda: not any(sheet.isVisible() for sheet in seat.window.findChildren(ImportSheet)))
