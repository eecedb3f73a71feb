"""Long work at the foot of the window: how far it is, a Cancel that works, and everything else goes on meanwhile."""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.widgets import theme
from crmdesk.widgets.parts import rule
from crmdesk.widgets.tasks import Failed

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.reports import Progress

T = TypeVar("T")
_STEPS = 1000


class Work(QWidget):
    """One piece of it."""

    def __init__(self, strip: "WorkStrip", text: str) -> None:
        super().__init__()
        from crmdesk.widgets.progress import ProgressLine

        self._strip = strip
        self.line = ProgressLine(text)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(rule())
        holder = QVBoxLayout()
        holder.setContentsMargins(theme.margins(20, 8, 20, 8))
        holder.addWidget(self.line)
        down.addLayout(holder)

    def show_progress(self, progress: "Progress") -> None:
        self.line.show_progress(int(progress.done * _STEPS), _STEPS, progress.text)

    def end(self) -> None:
        self._strip.layout_of_works.removeWidget(self)
        self.hide()
        self.deleteLater()


class WorkStrip(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.layout_of_works = QVBoxLayout(self)
        self.layout_of_works.setContentsMargins(0, 0, 0, 0)
        self.layout_of_works.setSpacing(0)

    def begin(
        self,
        text: str,
        job: "Callable[[Store], Generator[Progress, None, T]]",
        done: Callable[[T], None],
        failed: Failed | None = None,
        stop: Callable[[], None] | None = None,
    ) -> Work:
        """The words of a Cancel are said by the strip itself; with `stop` it ends early, and keeps what it did."""
        work = Work(self, text)
        self.layout_of_works.addWidget(work)

        def arrived(result: T) -> None:
            work.end()
            done(result)

        def broke(error: Exception) -> None:
            work.end()
            if failed:
                failed(error)
            elif isinstance(error, UserError):  # else it has been told as a mistake of ours
                self._desk.unmet.emit(error)

        def gave_up() -> None:
            work.end()
            self._desk.say(_("Cancelled. Everything is as it was before."))

        task = self._desk.run_steps(job, arrived, work.show_progress, broke, gave_up)
        work.line.cancelled.connect(stop or task.cancel)
        if stop:
            work.line.cancelled.connect(lambda: work.line.set_text(_("Stopping")))
        return work
