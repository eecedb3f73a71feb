"""All parts on one picture each, light and dark: `python -m tests.widgets.gallery --to FOLDER`."""

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.values.rich_text import Rich
from crmdesk.widgets import crash, theme
from crmdesk.widgets.avatar import Avatar
from crmdesk.widgets.block import BlockField, Part
from crmdesk.widgets.chips import ChipRow, TagRow
from crmdesk.widgets.crash_sheet import CrashSheet
from crmdesk.widgets.drop_area import DropArea
from crmdesk.widgets.entries import Entry, EntryList
from crmdesk.widgets.facts import Fact, FactStrip
from crmdesk.widgets.fields import ChoiceField, DateField, LineField, TextField
from crmdesk.widgets.form import Form
from crmdesk.widgets.messages import Action, Banner, show_error, toast
from crmdesk.widgets.parts import Card, flat, label, primary, quiet, rule, title
from crmdesk.widgets.pdf_preview import PdfPreview
from crmdesk.widgets.progress import ProgressLine
from crmdesk.widgets.record_table import RecordTable, Row, RowsSource
from crmdesk.widgets.rich_field import RichField
from crmdesk.widgets.search_box import SearchBox
from crmdesk.widgets.sheet import snapshot
from crmdesk.widgets.side_bar import Item, SideBar
from crmdesk.widgets.switch import RatingField, SwitchField
from crmdesk.widgets.tabs import TabbedPages
from crmdesk.widgets.timeline import Happening, Timeline

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
LABELS = (("mobile", "mobile"), ("work", "work"), ("home", "home"))
ADDRESS = (
    Part("street", "Street", 0, 0, 3),
    Part("code", "Postal code", 1, 0),
    Part("city", "City", 1, 1),
    Part("region", "Region", 1, 2),
    Part("country", "Country", 2, 0, 3, choices=(("BR", "Brazil"), ("TR", "Türkiye"), ("DE", "Germany"))),
)
HAPPENINGS = (
    (
        "phone",
        "Called: wants 3 ovens, asks for price by Friday",
        "Reached · 12 min · follow-up: visit Thu 10:00",
        "Mon",
    ),
    ("mail", "Quote Q-2026-B-0117 sent", "R$ 18.400,00 · valid until 5 Dec", "Fri"),
    ("tag", "Label printed in run “Natal 2025”", "612 labels · Avery L7160", "12 Dec"),
    ("pencil", "Address changed by Bia", "Rua Augusta, 1400 → Rua Augusta, 1500 · restore", "3 Nov"),
    ("star", "Deal won: counter refrigerator", "R$ 9.200,00 · 34 days", "14 Aug"),
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
    return [Row(bytes([number]), *texts) for number, texts in enumerate(PEOPLE)]


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
        layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter) if widget else layout.addStretch(1)
    return made


def record_list() -> RecordTable:
    table = RecordTable("Contacts")
    table.setFixedWidth(330)
    table.show_source(RowsSource(people()), people())
    table.go_to(0)
    QTimer.singleShot(0, table, table.setFocus)
    return table


def person_head() -> QHBoxLayout:
    head = QHBoxLayout()
    head.setSpacing(8)
    face = Avatar(64)
    face.show_face(b"\0", "João Álvares")
    head.addWidget(face)
    head.addSpacing(8)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addStretch(1)
    words.addWidget(title("João Álvares"))
    words.addWidget(label("Diretor at Padaria São José Ltda · decision maker", "body", "muted"))
    words.addStretch(1)
    head.addLayout(words, 1)
    for button in (quiet("Call"), quiet("Write"), quiet("Schedule"), primary("Quote")):
        head.addWidget(button)
    return head


def address_field(name: str) -> BlockField:
    def show(parts: Mapping[str, str]) -> str:
        lines = (
            parts.get("street"),
            " ".join(filter(None, (parts.get("code"), parts.get("city"), parts.get("region")))),
        )
        return "\n".join(filter(None, lines))

    return BlockField(name, ADDRESS, show, "Add address")


def details() -> Form:
    form = Form()
    form.add_heading("Details")
    phones = EntryList("Phone", LABELS, "mobile", "phone")
    phones.show_entries(
        [Entry(b"1", "mobile", "+55 11 98765-4321", "WhatsApp"), Entry(b"2", "work", "+55 11 3333-1000", "ext. 12")]
    )
    form.add_widget(phones)
    mails = EntryList("E-mail", LABELS, "work")
    mails.show_entries([Entry(b"1", "e-mail", "joao@padaria.example", "primary")])
    form.add_widget(mails)
    place = {"street": "Rua Augusta, 1500", "code": "01304-001", "city": "São Paulo", "region": "SP"}
    places = EntryList("Address", LABELS, "work", make_field=address_field)
    places.show_entries([Entry(b"1", "mailing", place)])
    form.add_widget(places)
    source = LineField("source")
    source.set_value("Feira 2025")
    form.add("source", source)
    birthday = DateField("birthday")
    birthday.set_value("--02-29")
    form.add("birthday", birthday)
    bread = LineField("favourite bread")
    bread.set_value("pão de queijo")
    bread.set_note("custom")
    form.add("favourite bread", bread)
    tags = TagRow()
    tags.show_tags([("Customer", "good"), ("VIP", "accent"), ("No phone calls after 18h", "warning")])
    form.add_widget(tags)
    return form


def timeline() -> QWidget:
    made = TabbedPages()
    line = Timeline("Timeline")
    line.show_happenings([Happening(bytes([number]), *texts) for number, texts in enumerate(HAPPENINGS)])
    made.add_page("Timeline", line)
    for text in ("Notes 4", "Files 2", "History", "Related"):
        made.add_page(text, QWidget())
    return made


def person() -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(28, 22, 28, 22)
    layout.setSpacing(18)
    layout.addLayout(person_head())
    strip = FactStrip()
    strip.show_facts(
        [
            Fact("Last reached", "3 days ago, call"),
            Fact("Last attempt", "yesterday", "warning"),
            Fact("Next step", "Thu 10:00, visit", "accent"),
            Fact("Open deals", "R$ 18.400,00"),
            Fact("Birthday", "29 Feb"),
        ]
    )
    layout.addWidget(strip)
    body = QHBoxLayout()
    body.setSpacing(24)
    body.addWidget(details(), 1)
    body.addWidget(timeline(), 1)
    layout.addLayout(body, 1)
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


def fields_in_all_states() -> QWidget:
    """Also with words 40 % longer than English."""
    window = QWidget()
    columns = QHBoxLayout(window)
    columns.setContentsMargins(28, 24, 28, 24)
    columns.setSpacing(40)
    columns.addWidget(kinds_of_fields("", ""), 1)
    columns.addWidget(kinds_of_fields("Geburtsdatum des ", " / Beziehung"), 1)
    return window


def kinds_of_fields(before: str, after: str) -> Form:
    form = Form()
    form.add_heading("Fields" + after)
    line = LineField("name")
    line.set_value("Padaria São José")
    form.add(before + "company" + after, line)
    empty = LineField("web")
    empty.set_placeholder("Add a web page")
    form.add("web page" + after, empty)
    text = TextField("notes")
    text.set_value("Wants three ovens, asks for the price by Friday.\nShe is the one who decides.")
    form.add("notes", text)
    choice = ChoiceField("stage", (("lead", "Lead"), ("customer", "Customer")))
    choice.set_value("customer")
    form.add("stage" + after, choice)
    own = ChoiceField("source", (("fair", "Fair"), ("web", "Web")), own_words=True)
    own.set_value("Word of mouth")
    form.add("source" + after, own)
    wrong = DateField("birthday")
    wrong.edit.setProperty("text", "31 Feb 1980")
    form.add("birthday" + after, wrong)
    wrong.set_problem("That month has no such day.")
    yes = SwitchField("newsletter")
    yes.set_value(True)
    form.add("newsletter" + after, yes)
    no = SwitchField("calls")
    form.add("may be called", no)
    stars = RatingField("rating")
    stars.set_value(3)
    form.add("rating", stars)
    place = address_field("address")
    place.set_value({"street": "İstiklal Cad. 10", "code": "34433", "city": "Beyoğlu"})
    form.add("address" + after, place)
    open_place = address_field("other address")
    open_place.set_value({"street": "Königsstraße 7"})
    form.add("other address", open_place)
    QTimer.singleShot(0, open_place, open_place.open)
    return form


def messages_and_work() -> QWidget:
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.setContentsMargins(28, 24, 28, 24)
    layout.setSpacing(16)
    layout.addWidget(title("Import"))
    layout.addWidget(label("Contacts from another program or a phone", "body", "muted"))
    layout.addWidget(Banner("3 left out: no mailing address", "They are listed below.", Action("Show and mend", print)))
    layout.addWidget(Banner("This file is read only", tone="accent", can_close=True))
    layout.addWidget(Banner("The last backup could not be verified", "The one before is sound.", tone="bad"))
    layout.addWidget(DropArea("Drop files here", "vCard or CSV, from any program", "Choose files", (".vcf", ".csv")))
    line = ProgressLine("Reading phone.vcf")
    line.show_progress(4200, 12000, "4,200 of 12,000")
    layout.addWidget(line)
    card = Card("Agenda")
    card.body.addWidget(label("09:00  João Álvares"))
    layout.addWidget(card)
    note = RichField("Note")
    html = '<p>Call <b>before ten</b>, ask for <a href="https://padaria.example">Bia</a>.</p>'
    note.set_value(Rich(html, is_html=True))
    layout.addWidget(note)
    layout.addStretch(1)
    QTimer.singleShot(0, window, lambda: toast(window, "Contact deleted", Action("Undo", print)))
    return window


def error_sheet() -> QWidget:
    window = contacts()
    problems = tuple(f"phone.vcf, line {line}: the birthday 31 Feb is no date" for line in (120, 348, 1002))
    error = UserError("3 cards were left out. The other 1,209 are in. Mend the lines below and import again.", problems)
    QTimer.singleShot(0, window, lambda: show_error(window, error, Action("Save the cards left out", print)))
    return window


def crash_sheet() -> QWidget:
    window = contacts()
    try:
        _fail()
    except ZeroDivisionError as error:
        report = crash.report_of(error)
    QTimer.singleShot(0, window, lambda: CrashSheet(report, window).open())
    return window


def _fail() -> float:
    return 1 / 0


def states_of_lists() -> QWidget:
    window = QWidget()
    layout = QHBoxLayout(window)
    loading, empty, chosen = RecordTable("Loading"), RecordTable("Empty"), RecordTable("Chosen")
    empty.show_source(RowsSource([]))
    empty.set_empty("No contacts yet", "Import a file from your phone or old program, or press Ctrl+N.")
    chosen.show_source(RowsSource(people()), people())
    chosen.select([range(1, 3), range(5, 6)])
    chosen.hovered = 4
    picture = QImage(210 * 3, 297 * 3, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    preview = PdfPreview("Sheet")
    preview.show_page(picture)
    for widget in (loading, empty, chosen, preview):
        layout.addWidget(widget, 1)
    return window


SCREENS: dict[str, Callable[[], QWidget]] = {
    "contacts": contacts,
    "fields": fields_in_all_states,
    "messages": messages_and_work,
    "error": error_sheet,
    "crash": crash_sheet,
    "lists": states_of_lists,
}


def settle(app: QApplication) -> None:
    for _turn in range(5):
        app.processEvents()


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
                settle(app)
                snapshot(window).save(str(folder / f"{number:02}-{name}-{scheme}.png"))
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
