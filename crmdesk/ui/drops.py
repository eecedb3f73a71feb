"""What is dropped on the window: files to be imported, one e-mail to be kept, a piece of text to be read."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

from crmdesk.i18n import _
from crmdesk.ui.nothing import ENDINGS, OURS
from crmdesk.widgets.messages import Action

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.letters import Letter
    from crmdesk.ui.window import Window

_LETTER = ".eml"


def accepts(window: "Window", data: QMimeData) -> bool:
    return bool(_files(window, data) or (window.desk.path and _text(data)))


def take(window: "Window", data: QMimeData) -> None:
    from crmdesk.ui.card_commands import read_card

    files = _files(window, data)
    if len(files) == 1 and files[0].suffix.lower() == _LETTER and window.desk.path:
        take_letter(window, files[0])
    elif files:
        window.import_files(files)
    else:
        read_card(window, _text(data))


def _files(window: "Window", data: QMimeData) -> list[Path]:
    endings = (*ENDINGS, OURS) if window.desk.path else ENDINGS
    files = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return [file for file in files if file.suffix.lower() in endings]


def _text(data: QMimeData) -> str:
    """That says more than a name; what was dragged by mistake does not."""
    from crmdesk.services.quick_entry import says_more_than_a_name

    text = "" if data.hasUrls() else data.text()
    return text if says_more_than_a_name(text) else ""


def take_letter(window: "Window", path: Path) -> None:
    """With people of the file it is something that was done with them; else its sender may become one."""

    def read(store: "Store") -> "Letter":
        from crmdesk.services import letters

        return letters.read(store, path)

    def show(key: bytes) -> None:
        from crmdesk.ui.activity_sheet import open_sheet

        open_sheet(window.desk, key)

    def opened(letter: "Letter") -> None:
        from crmdesk.ui.card_commands import read_card
        from crmdesk.ui.letter import LetterSheet

        if (key := letter.logged) is not None:
            window.desk.say(_("This e-mail is in the history already"), Action(_("Show"), lambda: show(key)))
        elif letter.known:
            LetterSheet(window, letter).open()
        else:
            read_card(window, letter.card)

    window.desk.ask(read, opened)
