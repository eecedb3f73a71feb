"""Where there is no file yet: make one, open one, join colleagues, import straight away, or look round."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.nothing import ENDINGS
from crmdesk.widgets import theme
from crmdesk.widgets.drop_area import DropArea
from crmdesk.widgets.parts import label, link, primary, quiet

if TYPE_CHECKING:
    from crmdesk.ui.window import Window

_WIDTH = 480


class Welcome(QWidget):
    def __init__(self, window: "Window") -> None:
        super().__init__()
        self._window = window
        self.new = primary(_("New file"), lambda: window.ask("new"))
        self.open = quiet(_("Open a file"), lambda: window.ask("open"))
        self.join = link(_("I have an invitation"), lambda: window.ask("join"))
        self.sample = link(_("Look round in sample data"), self._open_sample)
        self._arrange()
        self.setFocusProxy(self.new)

    def _arrange(self) -> None:
        inside = QWidget()
        inside.setFixedWidth(theme.px(_WIDTH))
        down = QVBoxLayout(inside)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        down.addWidget(label("CRMDesk", "card"), 0, Qt.AlignmentFlag.AlignHCenter)
        words = label(
            _("Your card file: people, companies and labels, in one file of your own."), "body", "muted", wraps=True
        )
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        down.addWidget(words)
        down.addSpacing(theme.px(20))
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        across.addStretch(1)
        across.addWidget(self.new)
        across.addWidget(self.open)
        across.addStretch(1)
        down.addLayout(across)
        down.addSpacing(theme.px(20))
        down.addWidget(self._drop_area())
        down.addSpacing(theme.px(4))
        for way in (self.join, self.sample):
            down.addWidget(way, 0, Qt.AlignmentFlag.AlignHCenter)
        middle = QHBoxLayout()  # not an alignment, which would leave wrapped words no room
        middle.addStretch(1)
        middle.addWidget(inside)
        middle.addStretch(1)
        outside = QVBoxLayout(self)
        outside.addStretch(3)
        outside.addLayout(middle)
        outside.addStretch(4)

    def _drop_area(self) -> DropArea:
        area = DropArea(
            _("Bring your contacts"),
            _("Drop a vCard file of your phone or a CSV file here. A new file is made for them."),
            _("Choose files"),
            ENDINGS,
        )
        area.dropped.connect(self._window.import_files)
        area.choosing.connect(lambda: self._window.ask("import"))
        return area

    def _open_sample(self) -> None:
        from crmdesk.ui import files

        files.open_sample(self._window, files.SAMPLE_SIZE)
