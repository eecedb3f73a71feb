"""All parts on one picture each, light and dark: `python -m tests.widgets.gallery --to FOLDER`."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.avatar import Avatar
from crmdesk.widgets.chips import ChipRow, TagRow
from crmdesk.widgets.parts import flat, label, primary, quiet, rule, title
from crmdesk.widgets.record_table import RecordTable, Row, RowsSource
from crmdesk.widgets.search_box import SearchBox
from crmdesk.widgets.side_bar import Item, SideBar
from crmdesk.widgets.tabs import TextTabs

PEOPLE = (
    ("Álvares, João", "Padaria São José · Diretor", "3 d"),
    ("Çelik, Ayşe", "Çelik Mobilya · Satın alma", "today"),
    ("Ёлкин, Пётр", "ООО «Север» · Директор", "12 d"),
    ("Müller, Greta", "Müller & Söhne GmbH", "1 mo"),
    ("Okafor, Sam", "Okafor Builders", "2 d"),
    ("Souza, Lúcia", "Clínica Boa Vida · Compras", "5 d"),
    ("Wei, Tang", "Wei Import", "3 w"),
    ("Yılmaz, Nur", "Yılmaz Tekstil", "8 d"),
    ("Zając, Krystyna", "Zając Projekt", "2 mo"),
)
SECTIONS = (
    Item("today", "Today", "house", count="4"),
    Item("contacts", "Contacts", "users", count="12,480"),
    Item("companies", "Companies", "building-2", count="1,932"),
    Item("calendar", "Calendar", "calendar"),
    Item("tasks", "Tasks", "check", count="17"),
    Item("pipeline", "Pipeline", "kanban", count="38"),
    Item("quotes", "Quotes", "file-text", count="9"),
    Item("print", "Print", "printer"),
)
GROUPS = (
    Item("g1", "Christmas cards", colour="#D07A45", count="612"),
    Item("g2", "São Paulo visits", colour="#3F8FC9", count="48"),
    Item("g3", "No contact 60 days", colour="#A45BD0", count="133"),
)


def people() -> list[Row]:
    return [Row(bytes([number]) * 16, *texts) for number, texts in enumerate(PEOPLE)]


def side_bar() -> SideBar:
    bar = SideBar("CRMDesk")
    bar.add_sections(SECTIONS)
    bar.add_sections(GROUPS, "Groups")
    bar.choose("contacts")
    bar.set_state("In step · backed up 09:12")
    return bar


def bar_of(*widgets: QWidget | None) -> QWidget:
    made = QWidget()
    made.setFixedHeight(51)
    layout = QHBoxLayout(made)
    layout.setContentsMargins(20, 0, 20, 0)
    for widget in widgets:
        layout.addWidget(widget) if widget else layout.addStretch(1)
    return made


def record_list() -> RecordTable:
    table = RecordTable("Contacts")
    table.setFixedWidth(330)
    table.show_source(RowsSource(people()), people())
    table.go_to(0)
    return table


def person() -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(28, 22, 28, 22)
    head = QHBoxLayout()
    head.setSpacing(16)
    face = Avatar(64)
    face.show_face(b"\0" * 16, "João Álvares")
    head.addWidget(face)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addStretch(1)
    words.addWidget(title("João Álvares"))
    words.addWidget(label("Diretor at Padaria São José Ltda · decision maker", "body", "muted"))
    words.addStretch(1)
    head.addLayout(words, 1)
    for button in (quiet("Call"), quiet("Write"), quiet("Schedule"), primary("Quote")):
        head.addWidget(button)
    layout.addLayout(head)
    layout.addWidget(TextTabs(["Timeline", "Notes 4", "Files 2", "History", "Related"]))
    tags = TagRow()
    tags.show_tags([("Customer", "good"), ("VIP", "accent"), ("No phone calls after 18h", "warning")])
    layout.addWidget(tags)
    layout.addStretch(1)
    return made


def contacts() -> QWidget:
    window = QWidget()
    whole = QHBoxLayout(window)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(side_bar())
    right = QVBoxLayout()
    right.setSpacing(0)
    right.addWidget(bar_of(SearchBox("Find or do anything", "Ctrl+K"), None, quiet("Import"), primary("New contact")))
    right.addWidget(rule())
    chips = ChipRow("narrow")
    chips.show_chips(["City is São Paulo", "Customer"])
    actions = [flat(text) for text in ("Labels", "Letter", "Mail", "Export", "Group", "Edit all")]
    right.addWidget(bar_of(chips, label("48 contacts in this lookup", "second", "muted"), None, *actions))
    right.addWidget(rule())
    body = QHBoxLayout()
    body.setSpacing(0)
    body.addWidget(record_list())
    body.addWidget(rule(upright=True))
    body.addWidget(person(), 1)
    right.addLayout(body, 1)
    whole.addLayout(right, 1)
    return window


SCREENS: dict[str, Callable[[], QWidget]] = {"contacts": contacts}


def render(folder: Path, only: str = "") -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for scheme in ("light", "dark"):
        theme.apply(app, scheme)  # type: ignore[arg-type]
        for number, (name, make) in enumerate(SCREENS.items(), 1):
            if only in name:
                window = make()
                window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
                window.resize(1280, 800)
                window.show()
                app.processEvents()
                window.grab().save(str(folder / f"{number:02}-{name}-{scheme}.png"))
                window.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    args.to.mkdir(parents=True, exist_ok=True)
    render(args.to, args.only)


if __name__ == "__main__":
    main()
