"""What colleagues would delete here at once: how much, whose it was, which, and what is to become of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.parts import label, primary, quiet

if TYPE_CHECKING:
    from crmdesk.services.brake import Stopped


class BrakeCard(QFrame):
    chosen = Signal(str)
    """`delete` or `keep`."""

    def __init__(self, stopped: "Stopped") -> None:
        super().__init__()
        self.setProperty("ground", "warning")
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(20, 16, 20, 18))
        down.setSpacing(theme.px(8))
        head = ngettext("{count} record would be deleted here", "{count} records would be deleted here", stopped.count)
        down.addWidget(label(head.format(count=grouped(stopped.count)), "heading", wraps=True))
        down.addWidget(label(_who(stopped), wraps=True))
        if stopped.names:
            down.addWidget(label(_names(stopped), "second", wraps=True))
        ways = QWidget()
        across = FlowLayout(ways, 8)
        if stopped.may_keep:
            across.addWidget(primary(_("Keep them, bring them back for all"), lambda: self.chosen.emit("keep")))
        across.addWidget(quiet(_("Delete them here too"), lambda: self.chosen.emit("delete")))
        down.addSpacing(theme.px(4))
        down.addWidget(ways)


def _who(stopped: "Stopped") -> str:
    told = [
        _("{name} deleted {count}").format(name=name or _("A colleague"), count=grouped(count))
        for name, count in stopped.authors
    ]
    words = _("So much at once is asked about first. Until you say what is meant, nothing goes, and syncing waits.")
    return f"{', '.join(told)}. {words}" if told else words


def _names(stopped: "Stopped") -> str:
    more = stopped.count - len(stopped.names)
    names = ", ".join(stopped.names)
    if more <= 0:
        return names
    words = ngettext("{names} and {count} more", "{names} and {count} more", more)
    return words.format(names=names, count=grouped(more))
