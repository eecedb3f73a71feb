"""What is dropped on the window: files to be imported, e-mails to be kept, an invitation, a text to be read."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

from crmdesk.i18n import _, ngettext
from crmdesk.ui.nothing import ENDINGS, OURS
from crmdesk.widgets.messages import Action

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.letters import Letter, Taken
    from crmdesk.ui.window import Window

_LETTER = ".eml"
_LONGEST = 2000
"""Letters that a link is looked for in."""


def accepts(window: "Window", data: QMimeData) -> bool:
    return bool(_files(window, data) or _invitation(data) or (window.desk.path and _text(data)))


def take(window: "Window", data: QMimeData) -> None:
    from crmdesk.ui.card_commands import read_card
    from crmdesk.ui.sync_join import Join

    files = _files(window, data)
    letters = [file for file in files if file.suffix.lower() == _LETTER and window.desk.path]
    others = [file for file in files if file not in letters]
    if len(letters) > 1:
        take_letters(window, letters)
    elif letters:
        take_letter(window, letters[0])
    if others:
        window.import_files(others)
    if link := _invitation(data):
        Join(window, link).open()
    elif not files:
        read_card(window, _text(data))


def take_letters(window: "Window", paths: list[Path]) -> None:
    """All whom the file knows come into the history at once."""

    def log(store: "Store") -> "Taken":
        from crmdesk.services import letters

        return letters.log_files(store, paths)

    def logged(taken: "Taken") -> None:
        say = window.desk.say_undoable if taken.logged else window.desk.say
        say(_in_words(taken))

    window.desk.write(log, logged)


def _in_words(taken: "Taken") -> str:
    parts = (
        (taken.logged, ngettext("Logged {count} e-mail", "Logged {count} e-mails", taken.logged)),
        (taken.before, ngettext("{count} was in the history", "{count} were in the history", taken.before)),
        (taken.strange, ngettext("{count} is of nobody in the file", "{count} are of nobody in the file",
                                 taken.strange)),
        (taken.unread, ngettext("{count} could not be read", "{count} could not be read", taken.unread)),
    )  # fmt: skip
    return " · ".join(words.format(count=count) for count, words in parts if count)


def _files(window: "Window", data: QMimeData) -> list[Path]:
    endings = (*ENDINGS, OURS) if window.desk.path else ENDINGS
    files = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return [file for file in files if file.suffix.lower() in endings]


def _invitation(data: QMimeData) -> str:
    """The link of one, as a browser or an e-mail lets it be dragged."""
    from crmdesk.sync import links

    text = data.text()[:_LONGEST]
    return text if links.is_one(text) else ""


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
