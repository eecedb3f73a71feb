"""The start of the window: shown before the file is open, and once for each file."""

import os
import sys
import threading
from pathlib import Path

from PySide6.QtWidgets import QApplication

from crmdesk import __version__, settings
from crmdesk.i18n import _
from crmdesk.ui import dress, tongue, windows
from crmdesk.ui.window import Window
from crmdesk.widgets import crash, theme


def main(path: Path | None, demo: int | None = None, link: str = "") -> int:
    """Open the window on a file: this one, the sample data, or the last one; without any, on the welcome.

    `link` is that of an invitation, which is shown over it.
    """
    app = make_application()
    path = path or (None if demo is not None else last_file())
    if path and is_open_elsewhere(path):
        words = _("“{name}” is open already: its window was brought to the front.")
        sys.stderr.write(words.format(name=path.name) + "\n")
        if not link:
            return 0
        path = None
    uninstall = crash.install()
    window = begin(path, demo)
    if link:
        from crmdesk.ui.sync_join import Join

        Join(window, link).open()
    app.setQuitOnLastWindowClosed(True)
    code = app.exec()
    uninstall()
    if app.property(windows.AGAIN):
        begin_again()
    return code


def begin_again() -> None:
    """As the user would start it, when the files are closed."""
    import subprocess

    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    is_bundle = getattr(sys, "frozen", False)
    subprocess.Popen([sys.executable, *([] if is_bundle else ["-m", "crmdesk"])], start_new_session=True)


def make_application() -> QApplication:
    os.environ.setdefault(theme.STYLE, "Fusion")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("CRMDesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("crmdesk")
    app.setQuitOnLastWindowClosed(False)
    tongue.apply(app)
    dress.apply(app)
    return app


def begin(path: Path | None, demo: int | None = None) -> Window:
    window = windows.make_first(path)
    if path:
        window.open_file(path)
    elif demo is not None:
        from crmdesk.ui.files import open_sample

        window.show_loading()
        open_sample(window, demo)
    else:
        window.show_welcome()
    window.desk.prepared.connect(lambda: _show_first_steps(window))
    window.show()
    return window


def _show_first_steps(window: Window) -> None:
    """Once, with the first file."""
    if not settings.load().was_toured:
        from crmdesk.ui import first_run

        first_run.show_soon(window)


def last_file() -> Path | None:
    """Without importing the store: the window is to stand first."""
    name = settings.load().last_file
    return Path(name) if name else None


def is_open_elsewhere(path: Path) -> bool:
    """Its lock file tells that it may be; the window that has it answers."""
    if not path.with_name(f"{path.name}-lock").exists():
        return False
    from crmdesk.ui import single

    return single.raise_first(path)
