"""Opening files: the last one, another one, a restored backup; and asking for what unlocks them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crmdesk import paths
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.ui.window import Window
    from crmdesk.widgets.sheet import Sheet

FILES = "CRMDesk (*.crmdesk)"
Opened = Callable[[], None]


def _nothing() -> None:
    pass


def open_path(window: "Window", path: Path, then: Opened = _nothing) -> None:
    """A file that needs a key asks for it; what else goes wrong is told, and the welcome is under it.

    One that another window shows is shown in both.
    """
    from crmdesk.ui import windows

    if not window.is_all_saved():
        return
    if open_already := windows.showing(path):
        window.desk.share(open_already)
        then()
        return

    def make() -> "tuple[Store, None]":
        from crmdesk.services import files

        return files.open_file(path), None

    def done(_none: None) -> None:
        _remember(path)
        then()

    window.desk.open(make, done, lambda error: _could_not_open(window, path, error, then))


def _remember(path: Path) -> None:
    from crmdesk.services import files

    files.remember(path)


def _could_not_open(window: "Window", path: Path, error: Exception, then: Opened) -> None:
    from crmdesk.services.files import NeedsPassphrase, NeedsRecoveryCode
    from crmdesk.ui.unlock import Unlock
    from crmdesk.widgets.messages import Action

    if window.desk.path is None:
        window.show_welcome()
    if isinstance(error, NeedsPassphrase | NeedsRecoveryCode):
        Unlock(window, path, error, then).open()
    elif isinstance(error, UserError):
        window.tell_error(error, Action(_("Try again"), lambda: open_path(window, path, then)))


def restore(window: "Window") -> None:
    """A backup becomes a new file, which is opened; the one that was open stays as it is."""
    from PySide6.QtWidgets import QFileDialog

    from crmdesk.services import files

    start = _backups_of(window.desk.path)
    chosen, _filter = QFileDialog.getOpenFileName(window, _("Restore a backup"), str(start), FILES)
    if not chosen:
        return
    copy = Path(chosen)
    proposed = paths.documents() / _("Restored {name}").format(name=copy.name)
    name, _filter = QFileDialog.getSaveFileName(window, _("Restore it as"), str(proposed), FILES)
    if name:
        missing: list[str] = []
        window.desk.run(
            lambda: files.restore(copy, Path(name), tell=missing.append),
            lambda made: open_path(window, made, lambda: _tell_restored(window, missing)),
            writes=True,
        )


def _tell_restored(window: "Window", missing: Sequence[str]) -> None:
    """To colleagues it is another computer than the file it is a copy of."""
    words = _("For your colleagues this copy is a new computer. What it lacks comes by itself, and nothing doubles.")
    window.desk.ask(_is_shared, lambda is_shared: window.desk.say(words) if is_shared else None)
    _tell_missing(window, missing)


def _is_shared(store: "Store") -> bool:
    from crmdesk.services import sync_account

    return sync_account.account(store) is not None


def _tell_missing(window: "Window", problems: Sequence[str]) -> None:
    """Attached files that the backup names and that are not beside it any more."""
    if problems:
        text = ngettext("{count} file did not come along", "{count} files did not come along", len(problems))
        tell_problems(window, text.format(count=len(problems)), problems)


def _backups_of(path: Path | None) -> Path:
    """The folder beside the file, where there is one."""
    folder = path.with_name(f"{path.stem} backups") if path else paths.documents()
    return folder if folder.is_dir() else paths.documents()


def open_sample(window: "Window", size: int) -> None:
    """The sample file is made once; what is changed in it stays."""
    from crmdesk.services import demo, files

    path = sample_path(size)
    if path.exists():
        open_path(window, path)
        return

    def done(_none: None) -> None:
        window.work.begin(_("Making sample data"), lambda store: demo.sample(store, size), lambda _count: None)

    window.desk.open(lambda: (files.new(path, "none")[0], None), done, lambda error: _tell(window, error))


SAMPLE_SIZE = 500


def sample_path(size: int) -> Path:
    name = _("Sample data") if size == SAMPLE_SIZE else _("Sample data {count}").format(count=size)
    return paths.documents() / f"{name}.crmdesk"


def _tell(window: "Window", error: Exception) -> None:
    if isinstance(error, UserError):
        window.show_welcome()
        window.tell_error(error)


def tell_problems(window: QWidget, title: str, problems: Sequence[str]) -> "Sheet":
    """What is to be known one by one, to read and copy."""
    from crmdesk.widgets.messages import read_only
    from crmdesk.widgets.sheet import Sheet

    sheet = Sheet(window, title)
    sheet.body.addWidget(read_only("\n".join(problems), _("Problems")))
    sheet.close_button.setText(_("Close"))
    sheet.open()
    return sheet
