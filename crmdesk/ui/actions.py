"""All commands of the window, declared once: its menu, its shortcuts and its palette are made from these lists."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from crmdesk.i18n import mark
from crmdesk.ui import (
    assign_commands,
    card_commands,
    commands,
    duplicate_commands,
    envelope_commands,
    list_commands,
    lookup_commands,
    quote_start,
    record_commands,
    sync_commands,
    views,
)
from crmdesk.ui.sections import SECTIONS, Section

if TYPE_CHECKING:
    from crmdesk.ui.lookups import CurrentSet
    from crmdesk.ui.window import Window


@dataclass(frozen=True, slots=True)
class Command:
    key: str
    """What `desk.asked` carries."""
    text: str
    shortcut: str
    """Empty, or several with a bar between them: the first is the one shown."""
    icon: str
    run: "Callable[[Window], None]"
    menu: str = ""
    """The part of the file menu that it stands in; none: it is in the palette alone."""
    needs_file: bool = True
    is_on: "Callable[[], bool] | None" = None
    """Of commands that choose one of several: whether it is the one chosen."""

    def shortcuts(self) -> list[str]:
        return [keys for keys in self.shortcut.split(" | ") if keys]


@dataclass(frozen=True, slots=True)
class SetCommand:
    """A command on the current set; `desk.set_asked` carries its key and the set."""

    key: str
    text: str
    icon: str
    run: "Callable[[Window, CurrentSet], None]"
    shortcut: str = ""
    counts: range | None = None
    """How many records it takes; None: any number."""
    otherwise: str = ""
    """Why it is not to be had for another number."""

    def takes(self, count: int | None) -> bool:
        """None: more than were counted."""
        return self.counts is None or (count is not None and count in self.counts)


APPEARANCE = "appearance"
"""The part of the menu that opens aside."""

COMMANDS = (
    Command("new contact", mark("New contact"), "Ctrl+N", "user-plus", lambda window: window.go("contacts", "new")),
    Command("new company", mark("New company"), "", "building-2", lambda window: window.go("companies", "new")),
    Command("new deal", mark("New deal"), "Ctrl+Shift+O", "square-kanban", lambda window: window.go("deals", "new")),
    Command("new appointment", mark("New appointment"), "Ctrl+Shift+A", "calendar",
            lambda window: window.go("calendar", "new")),
    Command("quick entry", mark("Quick entry…"), "Ctrl+Shift+E", "contact", card_commands.quick_entry),
    Command("new lead", mark("New lead…"), "", "user-plus", card_commands.new_lead),
    Command("new invoice", mark("New invoice"), "", "wallet", lambda window: window.go("invoices", "new")),
    Command("receivables", mark("Receivables"), "", "wallet", lambda window: window.go("invoices", "receivables")),
    Command("contracts", mark("Contracts"), "", "file-text", lambda window: window.go("invoices", "contracts")),
    Command("import documents", mark("Import invoices and orders (CSV)…"), "", "import",
            partial(commands.import_table, "documents")),
    Command("export documents", mark("Export invoices and orders (CSV)…"), "", "upload",
            partial(commands.export_table, "documents")),
    Command("import deals", mark("Import deals (CSV)…"), "", "import",
            partial(commands.import_table, "deals")),
    Command("export deals", mark("Export deals (CSV)…"), "", "upload",
            partial(commands.export_table, "deals")),
    Command("new quote", mark("New quote"), "Ctrl+Shift+Q", "file-text", quote_start.begin),
    Command("quote", mark("Make a quote for who is shown"), "", "file-text", quote_start.for_shown),
    Command("share", mark("Share this contact…"), "", "copy", card_commands.share),
    Command("palette", mark("Find or do anything"), "Ctrl+K", "search", lambda window: window.open_palette(),
            "palette", needs_file=False),
    Command("view", mark("List or Rolodex"), views.SHORTCUT, "id-card", views.toggle),
    Command("find", mark("Find in the list"), "Ctrl+F", "search", lambda window: window.to_search()),
    Command("look up", mark("Look up by a field…"), "Ctrl+L", "filter", lookup_commands.look_up),
    Command("lookup back", mark("Lookup before"), "Alt+Left", "chevron-left", lookup_commands.back),
    Command("lookup forward", mark("Lookup after"), "Alt+Right", "chevron-right", lookup_commands.forward),
    Command("everything", mark("Look up everything"), "Ctrl+Shift+L", "x", lookup_commands.everything),
    Command("table", mark("Table or two lines"), "Ctrl+Shift+T", "columns-3", list_commands.turn_layout),
    Command("columns", mark("Choose columns…"), "", "sliders-horizontal", list_commands.choose_columns),
    Command("call", mark("Call"), "Ctrl+D", "phone", record_commands.call),
    Command("write", mark("Write an e-mail"), "Ctrl+M", "mail", record_commands.write),
    Command("envelope", mark("Print an envelope…"), "Ctrl+Shift+V", "mail", envelope_commands.for_shown),
    Command("printed before", mark("Printed before…"), "", "history", envelope_commands.printed_before),
    Command("log", mark("Log an activity"), "Ctrl+J", "pencil", record_commands.log),
    Command("plan", mark("Plan the next step"), "Ctrl+Shift+J", "list-checks", record_commands.plan),
    Command("new task", mark("New task"), "Ctrl+T", "list-checks", lambda window: window.go("tasks", "new")),
    Command("assign", mark("Assign to…"), "Ctrl+Shift+U", "user-plus", assign_commands.assign_chosen),
    Command("hand over", mark("Hand over…"), "Ctrl+Shift+H", "users", assign_commands.hand_over_chosen),
    Command("keep private", mark("Keep to yourself"), "", "lock", assign_commands.keep_private),
    Command("share record", mark("Share with colleagues"), "", "users", assign_commands.share_chosen),
    Command("apply set", mark("Apply an activity set…"), "", "list-ordered", record_commands.apply_set),
    Command("tab before", mark("Tab before on the page"), record_commands.TAB_BEFORE, "chevron-left",
            record_commands.tab_before),
    Command("next tab", mark("Next tab on the page"), record_commands.NEXT_TAB, "chevron-right",
            record_commands.next_tab),
    Command("print list", mark("Print…"), "Ctrl+P", "printer", list_commands.print_shown),
    Command("new group", mark("New group…"), "Ctrl+Shift+G", "users", lookup_commands.new_group),
    Command("new", mark("New file…"), "", "file-plus", commands.new_file, "file", needs_file=False),
    Command("open", mark("Open…"), "Ctrl+O", "folder-open", commands.open_file, "file", needs_file=False),
    Command("new window", mark("New window"), "Ctrl+Shift+N", "app-window", commands.new_window, "file"),
    Command("import", mark("Import…"), "Ctrl+I", "import", commands.choose_import, "exchange", needs_file=False),
    Command("export", mark("Export…"), "Ctrl+E", "upload", commands.export_shown, "exchange"),
    Command("past imports", mark("Past imports…"), "", "history", commands.past_imports, "exchange"),
    Command("undo", mark("Undo"), "Ctrl+Z", "undo-2", lambda window: window.desk.undo(), "edit"),
    Command("redo", mark("Redo"), "Ctrl+Shift+Z | Ctrl+Y", "redo-2", lambda window: window.desk.redo(), "edit"),
    Command("back up", mark("Back up now"), "", "database", commands.back_up, "care"),
    Command("restore", mark("Restore a backup…"), "", "history", commands.restore, "care"),
    Command("duplicates", mark("Find duplicates…"), "Ctrl+Shift+D", "merge", duplicate_commands.find, "care"),
    Command("clean up", mark("Clean up…"), "", "list-checks", commands.clean_up, "care"),
    Command("trash", mark("Trash…"), "Ctrl+Shift+Delete", "trash-2", commands.open_trash, "care"),
    Command("check", mark("Check the file"), "", "circle-check", commands.check, "care"),
    Command("preferences", mark("Preferences…"), "Ctrl+,", "settings", commands.preferences, "care", needs_file=False),
    Command("scheme system", mark("Colours of the system"), "", "settings", commands.use_system, APPEARANCE,
            needs_file=False, is_on=lambda: commands.scheme() == "system"),
    Command("scheme light", mark("Light colours"), "", "settings", commands.use_light, APPEARANCE,
            needs_file=False, is_on=lambda: commands.scheme() == "light"),
    Command("scheme dark", mark("Dark colours"), "", "settings", commands.use_dark, APPEARANCE,
            needs_file=False, is_on=lambda: commands.scheme() == "dark"),
    Command("visits", mark("Visits of a day…"), "", "map-pin", commands.visits),
    Command("join", mark("Join a workspace…"), "", "users", sync_commands.join, needs_file=False),
    Command("sign in", mark("Sign in to a workspace…"), "", "users", sync_commands.sign_in, needs_file=False),
    Command("sync now", mark("Sync now"), "", "refresh-cw", sync_commands.sync_now),
    Command("conflicts", mark("Conflicts to settle"), "", "merge", lambda window: window.go("conflicts")),
    Command("pending", mark("What waits to be sent"), "", "upload", lambda window: window.go("pending")),
    Command("colleagues", mark("Colleagues and devices…"), "", "users", sync_commands.colleagues),
    Command("leave workspace", mark("Leave the workspace…"), "", "log-out", sync_commands.leave),
    Command("fetch mail", mark("Fetch e-mails"), "", "mail", commands.fetch_mail),
    Command("first steps", mark("First steps"), "", "footprints", commands.first_steps, "help"),
    Command("about", mark("About CRMDesk"), "", "info", commands.about, "help", needs_file=False),
    Command("notices", mark("Notices"), "Ctrl+Shift+M", "bell", lambda window: window.open_notices(), "window",
            needs_file=False),
    Command("reminders", mark("Go to the reminders"), "F8", "bell", commands.to_reminders),
    Command("menu", mark("Menu"), "F10", "ellipsis", lambda window: window.side.open_menu(), needs_file=False),
    Command("close", mark("Close window"), "Ctrl+W", "x", commands.close_window, "end", needs_file=False),
    Command("quit", mark("Quit"), "Ctrl+Q", "log-out", lambda window: window.quit(), "end", needs_file=False),
)  # fmt: skip

SET_COMMANDS = (
    SetCommand("labels", mark("Labels"), "printer", lambda window, chosen: window.go("labels", chosen), "Ctrl+Shift+P"),
    SetCommand("letters", mark("Letters"), "file-text", lambda window, chosen: window.go("letters", chosen)),
    SetCommand("mail", mark("Mail"), "mail", lookup_commands.mail),
    SetCommand("export", mark("Export"), "upload", commands.export),
    SetCommand("group", mark("Group"), "users", commands.group),
    SetCommand("tag", mark("Tag"), "tag", lookup_commands.tag),
    SetCommand("edit all", mark("Edit all"), "pencil", commands.edit_all),
    SetCommand("list", mark("List"), "file-text", list_commands.print_set),
    SetCommand("envelopes", mark("Envelopes"), "mail", envelope_commands.for_set),
    SetCommand(
        "merge",
        mark("Merge"),
        "merge",
        duplicate_commands.merge,
        counts=duplicate_commands.MERGED,
        otherwise=mark("Select two to four records to merge them."),
    ),
    SetCommand("activity set", mark("Activity set"), "list-ordered", commands.apply_set),
    SetCommand("assign", mark("Assign"), "user-plus", assign_commands.assign_set),
    SetCommand("hand over", mark("Hand over"), "users", assign_commands.hand_over_set),
    SetCommand("book", mark("Address book"), "contact", card_commands.address_book),
    SetCommand("cards", mark("Cards"), "id-card", card_commands.cards),
)

ONE_COMMANDS = (
    SetCommand("export person", mark("Export everything about this person…"), "upload", commands.export_person),
)
"""On a set of one contact, in its own menus alone."""


def all_commands() -> list[Command]:
    """With one for each section of the side bar."""
    shown = [section for section in SECTIONS if not section.within]
    return [*COMMANDS, *(_section_command(section, number) for number, section in enumerate(shown, 1))]


def _section_command(section: Section, number: int) -> Command:
    keys = f"Ctrl+{number}" if number <= 9 else ""
    return Command(f"go {section.key}", section.text, keys, section.icon, lambda window: window.go(section.key))


def run(window: "Window", key: str) -> None:
    command = next(command for command in all_commands() if command.key == key)
    if window.desk.path or not command.needs_file:
        command.run(window)


def run_on_set(window: "Window", key: str, chosen: "CurrentSet") -> None:
    next(command for command in (*SET_COMMANDS, *ONE_COMMANDS) if command.key == key).run(window, chosen)
