"""What the commands of `actions.py` do where that takes more than a line."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication, QFileDialog

from crmdesk import paths, settings
from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.widgets import theme

if TYPE_CHECKING:
    from crmdesk.ui.lookups import CurrentSet
    from crmdesk.ui.window import Window


def new_file(window: "Window") -> None:
    from crmdesk.ui.new_file import NewFile

    NewFile(window).open()


def open_file(window: "Window") -> None:
    from crmdesk.ui import files

    name, _filter = QFileDialog.getOpenFileName(window, _("Open a file"), str(paths.documents()), files.FILES)
    if name:
        files.open_path(window, Path(name))


def new_window(window: "Window") -> None:
    from crmdesk.ui import windows

    windows.open_another(window)


def close_window(window: "Window") -> None:
    window.close()


def choose_import(window: "Window") -> None:
    from crmdesk.ui import imports

    imports.choose(window)


def export_shown(window: "Window") -> None:
    """What is looked up; the sheet has everything as a second choice."""
    from crmdesk.ui.exports import Export

    screen = window.screens.get(window.section)
    if screen and screen.set_in_words():
        screen.act("export")
    else:
        Export(window, None).open()


def export(window: "Window", chosen: "CurrentSet") -> None:
    from crmdesk.ui.exports import Export

    Export(window, chosen).open()


def export_person(window: "Window", chosen: "CurrentSet") -> None:
    from crmdesk.ui.exports import about_person

    about_person(window, chosen)


def import_table(what: str, window: "Window") -> None:
    from crmdesk.ui import table_exchange

    table_exchange.choose_import(window.desk, window, what)


def export_table(what: str, window: "Window") -> None:
    from crmdesk.ui import table_exchange

    table_exchange.choose_export(window.desk, window, what)


def past_imports(window: "Window") -> None:
    from crmdesk.ui.past_imports import PastImports

    PastImports(window).open()


def clean_up(window: "Window") -> None:
    from crmdesk.ui.clean_up import CleanUp

    CleanUp(window).open()


def group(window: "Window", chosen: "CurrentSet") -> None:
    from crmdesk.ui.grouping import PutInGroup

    PutInGroup(window, chosen).open()


def apply_set(window: "Window", chosen: "CurrentSet") -> None:
    from crmdesk.ui.activity_set_apply import ApplySet

    ApplySet(window, chosen).open()


def back_up(window: "Window") -> None:
    from crmdesk.services import files

    desk: Desk = window.desk

    def done(made: Path) -> None:
        window.side.refresh()
        desk.say(_("Backed up as “{name}”").format(name=made.name))

    desk.run_steps(files.backup_in_steps, done)


def restore(window: "Window") -> None:
    from crmdesk.ui import files

    files.restore(window)


def check(window: "Window") -> None:
    from crmdesk.services import files
    from crmdesk.ui.files import tell_problems

    desk: Desk = window.desk

    def done(problems: list[str]) -> None:
        if problems:
            count = len(problems)
            text = ngettext("{count} thing is wrong in this file", "{count} things are wrong in this file", count)
            tell_problems(window, text.format(count=count), problems)
        else:
            desk.say(_("The file is sound."))

    desk.write(files.check, done)


# Colours


def scheme() -> str:
    return settings.load().colour_scheme


def use_system(_window: "Window") -> None:
    _use("system")


def use_light(_window: "Window") -> None:
    _use("light")


def use_dark(_window: "Window") -> None:
    _use("dark")


def _use(chosen: theme.Scheme) -> None:
    changed = settings.load()
    changed.colour_scheme = chosen
    settings.save(changed)
    theme.apply(cast(QApplication, QApplication.instance()), chosen)


def edit_all(window: "Window", chosen: "CurrentSet") -> None:
    from crmdesk.ui.mass_edit import EditAll

    EditAll(window, chosen).open()


def open_trash(window: "Window") -> None:
    from crmdesk.ui.trash import Trash

    Trash(window).open()


def preferences(window: "Window") -> None:
    from crmdesk.ui.preferences import Preferences

    Preferences(window).open()


def to_reminders(window: "Window") -> None:
    from crmdesk.ui import reminder_cards

    reminder_cards.enter(window)


def about(window: "Window") -> None:
    from crmdesk.ui.about import About

    About(window).open()


def first_steps(window: "Window") -> None:
    from crmdesk.ui import first_run

    first_run.show(window)


def fetch_mail(window: "Window") -> None:
    """Of a mailbox that is not known yet, asks for it first."""
    from crmdesk.services import mail_account
    from crmdesk.ui import mail_watch
    from crmdesk.ui.preferences import Preferences

    if mail_account.account() is None:
        Preferences(window, "mail").open()
    else:
        mail_watch.of(window.desk.file).fetch_aloud(window.desk)


def visits(window: "Window") -> None:
    from crmdesk.ui import travel

    travel.open_list(window)
