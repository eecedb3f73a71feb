"""What the file menu and the lookup bar offer, by name."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication, QFileDialog

from crmdesk import paths, settings
from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.ui.files import FILES
from crmdesk.ui.lookups import CurrentSet
from crmdesk.widgets import theme

if TYPE_CHECKING:
    from crmdesk.ui.window import Window


def run(window: "Window", command: str, what: object = None) -> None:
    if command.startswith("scheme "):
        _set_scheme(command.partition(" ")[2])
        return
    if command not in _WITHOUT_FILE and window.desk.path is None:
        return
    _COMMANDS[command](window, what)


def _set_scheme(scheme: str) -> None:
    changed = settings.load()
    changed.colour_scheme = scheme
    settings.save(changed)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, cast(theme.Scheme, scheme))


def _new(window: "Window", _what: object) -> None:
    from crmdesk.ui.new_file import NewFile

    NewFile(window).open()


def _open(window: "Window", _what: object) -> None:
    from crmdesk.ui import files

    name, _filter = QFileDialog.getOpenFileName(window, _("Open a file"), str(paths.documents()), FILES)
    if name:
        files.open_path(window, Path(name))


def _import(window: "Window", _what: object) -> None:
    from crmdesk.ui import imports

    imports.choose(window)


def _export(window: "Window", what: object) -> None:
    from crmdesk.ui.exports import Export

    Export(window, what if isinstance(what, CurrentSet) else None).open()


def _group(window: "Window", what: object) -> None:
    from crmdesk.ui.grouping import PutInGroup

    assert isinstance(what, CurrentSet)
    PutInGroup(window, what).open()


def _undo(window: "Window", _what: object) -> None:
    window.desk.undo()


def _redo(window: "Window", _what: object) -> None:
    window.desk.redo()


def _back_up(window: "Window", _what: object) -> None:
    from crmdesk.services import files

    desk: Desk = window.desk

    def done(made: Path) -> None:
        window.side.refresh()
        desk.say(_("Backed up as “{name}”").format(name=made.name))

    desk.write(files.backup, done)


def _restore(window: "Window", _what: object) -> None:
    from crmdesk.ui import files

    files.restore(window)


def _check(window: "Window", _what: object) -> None:
    from crmdesk.services import files
    from crmdesk.ui.files import tell_problems

    desk: Desk = window.desk

    def done(problems: list[str]) -> None:
        if problems:
            count = len(problems)
            text = ngettext("{count} thing is wrong in this file", "{count} things are wrong in this file", count)
            tell_problems(window, text.format(count=count), problems)
        else:
            desk.say(_("The file is sound."))

    desk.write(files.check, done)


Command = Callable[["Window", object], None]
_WITHOUT_FILE = ("new", "open", "import")
_COMMANDS: dict[str, Command] = {
    "new": _new,
    "open": _open,
    "import": _import,
    "export": _export,
    "group": _group,
    "undo": _undo,
    "redo": _redo,
    "back up": _back_up,
    "restore": _restore,
    "check": _check,
}
