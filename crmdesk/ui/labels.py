"""Print: mailing labels for a lookup, on the sheet that lies in the printer."""

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk import settings
from crmdesk.i18n import _, ngettext
from crmdesk.printing import sheets
from crmdesk.ui import print_frame
from crmdesk.ui.desk import Desk
from crmdesk.ui.label_choices import LabelChoices
from crmdesk.ui.label_out import LabelOut
from crmdesk.ui.label_pages import LabelPages
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.numbers import grouped
from crmdesk.ui.pieces import Pieces
from crmdesk.ui.print_tabs import PrintTabs
from crmdesk.ui.screen import Screen
from crmdesk.ui.sheet_printer import PrinterLine
from crmdesk.widgets import theme
from crmdesk.widgets.messages import Action, Banner
from crmdesk.widgets.parts import label, primary, quiet, show_instead, title

if TYPE_CHECKING:
    from crmdesk.services.designs import Choice
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.labels import Batch, Skipped, Wanted
    from crmdesk.services.print_runs import Run

_OF_HISTORY = frozenset(("activities", "participations", "print_runs"))


@dataclass(frozen=True, slots=True)
class Again:
    """A part of a run that was printed before."""

    run: "Run"
    batch: "Batch"
    first: int
    sheet: sheets.Sheet


def make(desk: Desk) -> "Labels":
    return Labels(desk)


class Labels(Screen):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.chosen = CurrentSet("contact", None, 0)
        self.again: Again | None = None
        self.batch: Batch | None = None
        self._work: Pieces[Batch] | None = None
        self.choices = LabelChoices(_known_sheet(settings.load().labels.get("sheet", "")))
        self.choices.sheet_box.attach(desk)
        self.printer_line = PrinterLine(desk, _("Labels beside their place?"))
        self.start, self.country = self.choices.start, self.choices.country
        self.pages = LabelPages(desk)
        self._title = title(_("Labels"))
        self._words = label("", "body", "muted", wraps=True)
        self._banner_place = QVBoxLayout()
        self._banner_place.setSpacing(theme.px(8))
        self.print_button = primary(_("Print"), self._print)
        self.save_button = quiet(_("Save as PDF"), self._save)
        self._arrange()
        self._connect()

    @property
    def sheet(self) -> sheets.Sheet:
        return self.choices.sheet

    def tools(self) -> Sequence[QWidget]:
        return (self.save_button, self.print_button)

    def _arrange(self) -> None:
        tabs = PrintTabs(self.desk, "labels", lambda: self.chosen)
        left = print_frame.choices_beside(
            tabs, self._title, self._words, self.choices, self._banner_place, self.printer_line, self.show_past
        )
        print_frame.arrange(self, left, self.pages)

    def _connect(self) -> None:
        self.choices.sheet_chosen.connect(lambda _sheet: self._show_all())
        self.choices.start_chosen.connect(self._show_pages)
        self.choices.changed.connect(self._prepare)
        self.choices.country_chosen.connect(self._take_country)
        self.choices.designing.connect(self.design)
        self.pages.pressed.connect(self._take_start)
        self.desk.changed.connect(self._refresh)

    # What is printed

    def arrive(self, what: object = None) -> None:
        if isinstance(what, Again):
            self._take_again(what)
            return
        if isinstance(what, CurrentSet):
            self.chosen, self.again = what, None
            self.choices.copies.setValue(1)
        if self.desk.path and (what is not None or self.batch is None):
            self._look_at_designs()

    def _look_at_designs(self) -> None:
        from crmdesk.services import designs

        self.desk.ask(designs.all_of, self._take_designs, replace=self.choices)

    def _take_designs(self, listed: "list[Choice]") -> None:
        self.choices.show_designs(listed)
        self._prepare()

    def design(self) -> None:
        """What stands on them, on the label itself."""
        from crmdesk.ui.designer import open_designer

        choice, chosen = self.choices.design.currentData(), self.chosen
        designer = open_designer(self, self.desk, choice, self.sheet, chosen.ids, chosen.kind)
        designer.left.connect(self._take_design)

    def _take_design(self, choice: str) -> None:
        self.choices.prefer_design(choice)
        self._look_at_designs()

    def enter(self) -> None:
        self.print_button.setFocus()

    def print_shown(self) -> bool:
        if self.batch and self.batch.pieces:
            self._print()
        return True

    def _refresh(self, change: "Changed") -> None:
        if change.tables <= _OF_HISTORY or self.again:
            return  # such as that they were printed
        self.batch = None
        if self.isVisible():
            self._look_at_designs()

    def _wanted(self) -> "Wanted":
        from crmdesk.services.labels import Wanted

        choices, chosen = self.choices, self.chosen
        copies, order = choices.copies.value(), choices.order.currentData()
        design = choices.design.currentData()
        return Wanted(chosen.ids, chosen.kind, order, copies, choices.household.isChecked(), design)

    def _prepare(self) -> None:
        wanted = self._wanted()

        def job(store: "Store") -> "Generator[float, None, Batch]":
            from crmdesk.services import labels

            return labels.gather(store, wanted)

        if self._work:
            self._work.stop()
        self._work = Pieces(self.desk, job, self._take_batch, lambda _share: None)

    def _take_batch(self, batch: "Batch") -> None:
        self.batch = batch
        self.country.setCurrentIndex(self.country.findData(batch.country))
        self._show_all()

    def _take_again(self, again: Again) -> None:
        if self._work:
            self._work.stop()
        self.again, self.batch = again, again.batch
        self.choices.show_sheet(again.sheet)
        self._show_all()

    def _show_all(self) -> None:
        count = len(self.batch.pieces) if self.batch else 0
        text = ngettext("{count} label", "{count} labels", count).format(count=grouped(count))
        self._title.setText(text)
        self._words.setText(
            self._name() or (_("All companies") if self.chosen.kind == "company" else _("All contacts"))
        )
        self.print_button.setText(_("Print {labels}").format(labels=text))
        for button in (self.print_button, self.save_button):
            button.setEnabled(bool(count))
        self.choices.who.setVisible(self.again is None)
        self.printer_line.show_paper(self.sheet.paper_width, self.sheet.paper_height)
        self._show_banners()
        self._show_pages()

    def _show_banners(self) -> None:
        show_instead(self._banner_place, self._banners())

    def _banners(self) -> list[Banner]:
        found: list[Banner] = []
        if self.again:
            text = _("Again from label {number}").format(number=grouped(self.again.first))
            back = Action(_("Close"), self._leave_again)
            found.append(Banner(text, _("As it was printed, whatever was changed since."), back, "accent"))
        if skipped := self.batch.skipped if self.batch else []:
            text = ngettext("{count} left out", "{count} left out", len(skipped)).format(count=grouped(len(skipped)))
            found.append(Banner(text, _reasons(skipped), Action(_("Show"), self._show_skipped)))
        if sharing := self.batch.sharing if self.batch else []:
            text = ngettext("{count} with others", "{count} with others", len(sharing))
            words = _("Who lives together gets one label.")
            show = Action(_("Show"), self._show_sharing)
            found.append(Banner(text.format(count=grouped(len(sharing))), words, show, "accent"))
        if self.sheet.anomaly:
            found.append(Banner(_("Check this sheet"), self.sheet.anomaly))
        return found

    def _leave_again(self) -> None:
        self.again = None
        self._prepare()

    def _show_skipped(self) -> None:
        from crmdesk.ui.left_out import LeftOut

        assert self.batch
        LeftOut(self, self.desk, self.batch.skipped).open()

    def _show_sharing(self) -> None:
        from crmdesk.ui.left_out import LeftOut

        assert self.batch
        LeftOut(self, self.desk, self.batch.sharing, is_sharing=True).open()

    def show_past(self) -> None:
        from crmdesk.ui.print_runs import PastRuns

        PastRuns(self, self.desk).open()

    def _take_country(self, code: str) -> None:
        def job(store: "Store") -> None:
            from crmdesk.services import preferences

            preferences.set_country(store, code)

        self.desk.file.country = code
        self.desk.write(job)

    # The sheet

    def _take_start(self, place: int) -> None:
        """On the first page: this label is the first free one."""
        if place < self.sheet.count:
            self.start.setValue(place + 1)

    def _show_pages(self) -> None:
        used = self.start.value() - 1
        hint = _("Click the first free label")
        if used:
            hint = ngettext("{count} label of this sheet is used", "{count} labels of this sheet are used", used)
            hint = hint.format(count=used)
        if batch := self.batch:
            self.pages.show_labels(self.sheet, used + 1, batch.contents, setter=batch.setter, hints=(hint, ""))

    # Out of the house

    def _name(self) -> str:
        return self.again.run.name if self.again else self.chosen.words

    def leaving(self) -> LabelOut | None:
        """Nothing of a set that is just being asked for."""
        if self.batch is None:
            return None
        start = self.start.value()
        return LabelOut(self, self.desk, self.batch, self.sheet, start, self._name(), self._begin_next)

    def _save(self) -> None:
        if leaving := self.leaving():
            leaving.choose_pdf()

    def save_pdf(self, to: Path) -> None:
        if leaving := self.leaving():
            leaving.save_pdf(to)

    def _print(self) -> None:
        if leaving := self.leaving():
            leaving.print_out()

    def _begin_next(self) -> None:
        self.choices.begin_sheet()
        self.printer_line.refresh()


def _reasons(skipped: "Sequence[Skipped]") -> str:
    """Each kind once, with its number: what was said in detail is in the list."""
    counted = Counter(entry.reason.partition(":")[0] for entry in skipped)
    return "\n".join(f"{reason}: {grouped(count)}" for reason, count in counted.most_common(3))


def _known_sheet(name: str) -> sheets.Sheet:
    """The one used last, or the most common one of this part of the world; own sheets come when the file is asked."""
    is_american = QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem  # the British print on A4
    usual = "Avery 5160" if is_american else "Avery L7160"
    known = {sheet.name: sheet for sheet in (*sheets.all_sheets(), *sheets.rolls())}
    return known.get(name) or known[usual]
