"""About: the version and what is new in it, whose work it stands on, where its files lie."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crmdesk import __version__, paths
from crmdesk.i18n import _
from crmdesk.ui.news import NEWS
from crmdesk.ui.preference_panes import SettingRow, show_folder
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label, link, rule
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.tabs import TabbedPages

if TYPE_CHECKING:
    from importlib.metadata import Distribution

    from crmdesk.ui.desk import Desk
    from crmdesk.ui.window import Window

_HEIGHT = 340


class About(Sheet):
    def __init__(self, window: "Window") -> None:
        super().__init__(window, _("CRMDesk {version}").format(version=__version__), width=560)
        self._desk: Desk = window.desk
        words = _("The digital Rolodex that a small business owns. Free, and complete without a network.")
        self.body.addWidget(label(words, "second", "muted", wraps=True))
        self.pages = TabbedPages()
        self.pages.setFixedHeight(theme.px(_HEIGHT))
        pages: tuple[tuple[str, Callable[[QVBoxLayout], None]], ...] = (
            (_("What’s new"), _fill_news),
            (_("Licences"), _fill_licences),
            (_("Where things lie"), self._fill_places),
        )
        for text, fill in pages:
            self.pages.add_page(text, _scrolled(fill))
        self.body.addWidget(self.pages)
        self.close_button.setText(_("Close"))

    def _fill_places(self, down: QVBoxLayout) -> None:
        places = [
            (_("Settings"), paths.config()),
            (_("New files"), paths.documents()),
            (_("Reports of faults, which stay on this computer"), paths.state()),
        ]
        if self._desk.path:
            places.insert(0, (_("The open file"), self._desk.path.parent))
        for number, (text, folder) in enumerate(places):
            if number:
                down.addWidget(rule())
            down.addWidget(SettingRow(text, str(folder), self._opener(folder)))

    def _opener(self, folder: Path) -> QWidget:
        return link(_("Open folder"), lambda: show_folder(self._desk, folder))


def _fill_news(down: QVBoxLayout) -> None:
    for version, news in NEWS:
        head = label(version, "strong")
        head.setContentsMargins(theme.margins(0, 8, 0, 4))
        down.addWidget(head)
        for text in news:
            down.addLayout(_point(_(text)))


def _point(text: str) -> QHBoxLayout:
    across = QHBoxLayout()
    across.setContentsMargins(theme.margins(0, 2, 0, 4))
    across.setSpacing(theme.px(8))
    across.addWidget(label("•", tone="muted"), 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(label(text, wraps=True), 1)
    return across


def _fill_licences(down: QVBoxLayout) -> None:
    own = _("CRMDesk is under the MIT licence: use it, change it and pass it on as you like. It stands on:")
    head = label(own, wraps=True)
    head.setContentsMargins(theme.margins(0, 8, 0, 8))
    down.addWidget(head)
    for what, licence in (*_libraries(), *_resources()):
        line = label(f"{what} · {licence}", "second", "muted", wraps=True)
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.setContentsMargins(theme.margins(0, 2, 0, 2))
        down.addWidget(line)


def _libraries() -> Iterator[tuple[str, str]]:
    """Name and version, licence of those this installation asks for."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        wanted = distribution("crmdesk").requires or []
    except PackageNotFoundError:  # run from its source
        return
    for line in wanted:
        name, _semicolon, condition = line.partition(";")
        if "extra" not in condition:
            yield from _library(name.split("<")[0].split(">")[0].split("=")[0].strip(), distribution)


def _library(name: str, distribution: "Callable[[str], Distribution]") -> Iterator[tuple[str, str]]:
    from importlib.metadata import PackageNotFoundError

    try:
        found = distribution(name)
    except PackageNotFoundError:
        return
    told = found.metadata.json
    licence = str(told.get("license_expression") or told.get("license") or _classified(told.get("classifier", [])))
    yield f"{name} {found.version}", licence.partition("\n")[0]


def _classified(entries: Sequence[str]) -> str:
    named = (entry for entry in entries if entry.startswith("License"))
    return next((entry.rpartition(" :: ")[2] for entry in named), "")


def _resources() -> Iterator[tuple[str, str]]:
    """Fonts and data that ship beside the program, from their own list."""
    for line in (paths.resources() / "LICENCES.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[0] not in ("what", "---"):
            yield cells[0], f"{cells[1]} · {cells[2]}"


def _scrolled(fill: Callable[[QVBoxLayout], None]) -> QScrollArea:
    inside = QWidget()
    down = QVBoxLayout(inside)
    down.setContentsMargins(theme.margins(0, 0, 12, 0))
    down.setSpacing(0)
    fill(down)
    down.addStretch(1)
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
