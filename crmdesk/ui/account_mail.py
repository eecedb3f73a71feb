"""A letter about money on its way by the user's own mail program, the file on it or on the clipboard."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QApplication

from crmdesk.domain.errors import UserError
from crmdesk.ui.desk import Desk
from crmdesk.ui.document_out import attach_words
from crmdesk.widgets import links


def write(desk: Desk, address: str, subject: str, text: str, file: Path, done: str) -> bool:
    """Whether a mail was begun; `done` is said where the file is on it already."""
    try:
        is_on_it = links.write_mail(address, subject, text, file)
    except UserError as error:
        desk.unmet.emit(error)
        return False
    if is_on_it:
        desk.say(done)
    else:
        carried = QMimeData()
        carried.setUrls([QUrl.fromLocalFile(str(file))])
        QApplication.clipboard().setMimeData(carried)
        desk.say(*attach_words(file))
    return True
