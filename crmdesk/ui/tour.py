"""Every screen on sample data as a picture, light and dark: for README, and for looking at all of them."""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtGui import QPixmap

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui import app as application
from crmdesk.ui.desk import Desk
from crmdesk.ui.record_screen import RecordScreen
from crmdesk.ui.window import Window
from crmdesk.widgets import theme
from crmdesk.widgets.messages import show_error
from crmdesk.widgets.picker import Picker
from crmdesk.widgets.sheet import Sheet, snapshot

if TYPE_CHECKING:
    from crmdesk.services.files import Store

SIZE = (1280, 800)
_PEOPLE = 160
_PATIENCE = 30.0
_SETTLED = 0.03
"""Seconds without news after which a screen is taken to be complete."""
_VCARD = """BEGIN:VCARD\r
VERSION:3.0\r
FN:{name}\r
N:{family};{given};;;\r
TEL;TYPE=CELL:{phone}\r
END:VCARD\r
"""

Scene = Callable[[Window], None]


def render(
    folder: Path, size: tuple[int, int] = SIZE, schemes: Sequence[theme.Scheme] = ("light", "dark")
) -> list[Path]:
    """NN-SCREEN-light.png and NN-SCREEN-dark.png in a folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = application.make_application()
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    with TemporaryDirectory() as scratch, _own_places(Path(scratch)):
        sample = _make_sample(Path(scratch))
        for scheme in schemes:
            theme.apply(app, scheme)
            for number, (name, file, scene) in enumerate(SCENES, 1):
                path = folder / f"{number:02}-{name}-{scheme}.png"
                _shoot(_fresh(sample, Path(scratch)) if file else None, scene, size).save(str(path))
                made.append(path)
    return made


@contextmanager
def _own_places(scratch: Path) -> Iterator[None]:
    """The user's settings and files are not touched."""
    names = ("CRMDESK_CONFIG", "CRMDESK_HOME", "CRMDESK_STATE")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: str(scratch / name.lower()) for name in names})
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _make_sample(scratch: Path) -> Path:
    from crmdesk.services import demo, files

    path = scratch / "sample" / "Forno Supplies.crmdesk"
    path.parent.mkdir()
    store, _code = files.new(path, "none")
    for _progress in demo.fill(store, _PEOPLE):
        pass
    files.backup(store)
    store.close()
    return path


def _fresh(sample: Path, scratch: Path) -> Path:
    """For each scene the file as it was."""
    return Path(shutil.copytree(sample.parent, scratch / "shown", dirs_exist_ok=True)) / sample.name


def _shoot(path: Path | None, scene: Scene, size: tuple[int, int]) -> QPixmap:
    window = Window(Desk())
    window.resize(*size)
    window.show()
    try:
        if path:
            window.open_file(path)
            wait_for(lambda: window.side.is_counted)
            settle(window)
        scene(window)
        settle(window)
        return snapshot(window)
    finally:
        for sheet in window.findChildren(Sheet):
            sheet.reject()
        window.close()
        window.deleteLater()
        QCoreApplication.processEvents()


def wait_for(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + _PATIENCE
    while not is_so():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if time.monotonic() > end:
            raise TimeoutError


def settle(window: Window) -> None:
    """Until all that was asked has been answered and drawn."""
    for _round in range(3):  # an answer may ask again
        answers: list[None] = []
        window.desk.run(lambda: None, answers.append)
        wait_for(partial(len, answers))
        end = time.monotonic() + _SETTLED
        while time.monotonic() < end:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


# --- the scenes -----------------------------------------------------------------------------------------------------


def _screen(window: Window) -> RecordScreen:
    screen = window.screens[window.section]
    assert isinstance(screen, RecordScreen)
    return screen


def _show_person(window: Window, name: str = "Álvares") -> RecordScreen:
    screen = _screen(window)
    rows = screen.table.records
    numbers = range(rows.rowCount())
    wait_for(lambda: rows.row(0) is not None)
    row = next((number for number in numbers if (found := rows.row(number)) and name in found.title), 0)
    screen.table.go_to(row)
    wait_for(lambda: screen.page is not None and bool(screen.page.details.fields()))
    settle(window)
    return screen


def _rolodex(window: Window) -> None:
    screen = _show_person(window, "Çelik")
    screen.views.toggle()
    settle(window)


def _flipping(window: Window) -> None:
    _rolodex(window)
    rolodex = _screen(window).views.rolodex
    assert rolodex
    rolodex.file.typed.emit("mey")
    settle(window)
    wait_for(lambda: not rolodex.file.pile.is_flipping())
    rolodex.file.pile.show_between(0.4)


def _welcome(window: Window) -> None:
    window.show_welcome()


def _new_file(window: Window) -> None:
    window.show_welcome()
    window.ask("new")


def _contacts(window: Window) -> None:
    _show_person(window)


def _lookup(window: Window) -> None:
    window.search.setText("são paulo")
    settle(window)
    window.search.entered.emit()
    window.search.clear()


def _search(window: Window) -> None:
    window.search.setFocus()
    window.search.setText("mar")


def _palette(window: Window) -> None:
    _show_person(window)
    window.ask("palette")
    settle(window)
    palette = next(iter(window.findChildren(Picker)))
    palette.line.setText("mar")


def _notices(window: Window) -> None:
    from crmdesk.widgets.messages import put_away_toasts

    screen = _show_person(window)
    window.desk.say(_("Backed up as “{name}”").format(name="Forno Supplies 2026-11-22 0912.crmdesk"))
    window.desk.note_error(UserError(_("This did not work") + ". " + _("Cancelled. Everything is as it was before.")))
    screen.table.select([range(3)])
    screen.act("delete")
    settle(window)
    put_away_toasts(window)
    window.ask("notices")


def _history(window: Window) -> None:
    screen = _show_person(window)
    assert screen.page
    record = screen.page.editor.record
    for name, value in (("id_status", "Key account, south"), ("rating", 4), ("source", "Trade fair 2026")):
        window.desk.write(partial(_set, record=record, name=name, value=value))
    window.desk.undo()
    screen.page.tabs.tabs.choose(1)


def _set(store: "Store", record: str, name: str, value: object) -> None:
    from crmdesk.services import records

    records.set_value(store, "contacts", record, name, value)


def _company(window: Window) -> None:
    window.go("companies")
    settle(window)
    screen = _show_person(window, "Padaria São José")
    assert screen.page
    screen.page.tabs.tabs.choose(2)


def _new_contact(window: Window) -> None:
    window.go("contacts", "new")
    settle(window)
    page = _screen(window).page
    new = page.new_record if page else None
    assert new
    for key, text in (("name", "Ana Souza"), ("company", "Clínica Boa Vida"), ("phone", "+55 11 98888-1234")):
        new.lines[key].setText(text)


def _import(window: Window) -> None:
    from crmdesk.ui import imports

    path = window.desk.path
    assert path
    people = (("Okafor", "Ada"), ("Silva", "Rui"), ("Şahin", "Elif"), ("Meyer", "Jörg"), ("Иванова", "Анна"))
    cards = [
        _VCARD.format(name=f"{given} {family}", family=family, given=given, phone=f"+44 20 7946 09{place:02}")
        for place, (family, given) in enumerate(people)
    ]
    file = path.with_name("phone.vcf")
    file.write_text("".join(cards) + "BEGIN:VCARD\r\nVERSION:3.0\r\nTEL", "utf-8")
    imports.begin(window, [file])


def _labels(window: Window) -> None:
    from crmdesk.ui.labels import Labels

    window.go("labels")
    settle(window)
    screen = window.screens["labels"]
    assert isinstance(screen, Labels)
    screen.start.setValue(6)


def _export(window: Window) -> None:
    window.ask("export")


def _error(window: Window) -> None:
    words = _(
        "“{name}” is damaged and cannot be read. It has not been changed. Restore the newest backup from the folder "
        "“{backups}” beside it."
    )
    show_error(window, UserError(words.format(name="Forno Supplies", backups="Forno Supplies backups")))


def _unlock(window: Window) -> None:
    from crmdesk.services.files import NeedsPassphrase
    from crmdesk.ui.unlock import Unlock

    window.show_welcome()
    Unlock(window, Path("Forno Supplies.crmdesk"), NeedsPassphrase(""), lambda: None).open()


def _recovery(window: Window) -> None:
    from crmdesk.ui.new_file import Recovery

    window.show_welcome()
    Recovery(window, "Forno Supplies", "7Q2M-9XKD-4TB6-HN0W-3VJR-8PZC-5GE1", lambda: None).open()


def _empty(window: Window) -> None:
    from crmdesk.services import files

    folder = Path(os.environ["CRMDESK_HOME"]) / str(time.monotonic_ns())
    folder.mkdir(parents=True)
    path = folder / "My contacts.crmdesk"
    window.desk.open(lambda: (files.new(path, "none")[0], None))
    wait_for(lambda: window.side.is_counted)


_GROUPS = ("general", "appearance", "file", "fields", "picks", "relations")


def _preferences(window: Window, group: str) -> None:
    from crmdesk.ui.preferences import Preferences

    Preferences(window, group).open()


def _about(window: Window) -> None:
    window.ask("about")


def _first_steps(window: Window) -> None:
    window.ask("first steps")


SCENES: tuple[tuple[str, str, Scene], ...] = (
    ("welcome", "", _welcome),
    ("new-file", "", _new_file),
    ("contacts", "sample", _contacts),
    ("rolodex", "sample", _rolodex),
    ("flipping", "sample", _flipping),
    ("search", "sample", _search),
    ("lookup", "sample", _lookup),
    ("palette", "sample", _palette),
    ("notices", "sample", _notices),
    ("history", "sample", _history),
    ("company", "sample", _company),
    ("new-contact", "sample", _new_contact),
    ("import", "sample", _import),
    ("labels", "sample", _labels),
    ("export", "sample", _export),
    *((f"preferences-{group}", "sample", partial(_preferences, group=group)) for group in _GROUPS),
    ("about", "sample", _about),
    ("first-steps", "sample", _first_steps),
    ("empty", "", _empty),
    ("error", "sample", _error),
    ("unlock", "", _unlock),
    ("recovery", "", _recovery),
)
