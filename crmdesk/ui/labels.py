"""Print: mailing labels for a lookup, on the sheet that lies in the printer."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from crmdesk import i18n, settings
from crmdesk.domain.folding import fold
from crmdesk.domain.values import countries
from crmdesk.i18n import _, mark, ngettext
from crmdesk.printing import sheets
from crmdesk.ui.desk import Desk
from crmdesk.ui.label_paper import Preview, preview_page
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.numbers import grouped
from crmdesk.ui.screen import Screen
from crmdesk.ui.sheet_box import SheetBox
from crmdesk.widgets import theme
from crmdesk.widgets.messages import Action, Banner
from crmdesk.widgets.parts import icon_button, label, primary, quiet, rule, title
from crmdesk.widgets.pdf_preview import PdfPreview
from crmdesk.widgets.tasks import is_there

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.labels import Batch, Skipped

_LEFT_WIDTH = 340
_OF_HISTORY = frozenset(("activities", "participations"))
_ORDERS = (
    ("postal code", mark("Postal code")),
    ("name", mark("Name")),
    ("company", mark("Company")),
    ("as listed", mark("As listed")),
)


def make(desk: Desk) -> "Labels":
    return Labels(desk)


class Labels(Screen):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        kept = settings.load().labels
        self.chosen = CurrentSet("contact", None, 0)
        self.batch: Batch | None = None
        self.sheet = _known_sheet(kept.get("sheet", ""))
        self._page = 0
        self._resolution = QSize(900, 1200)
        self.sheet_box = SheetBox(self.sheet)
        self.order = QComboBox()
        for key, text in _ORDERS:
            self.order.addItem(_(text), key)
        self.order.setCurrentIndex(max(self.order.findData(kept.get("order")), 0))
        self.start = QSpinBox()
        self.start.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.start.lineEdit().setTextMargins(theme.px(11), 0, 0, 0)  # Qt forgets the padding where there are no buttons
        self.country = QComboBox()
        for code, name in sorted(countries.listed(i18n.language()), key=lambda country: fold(country[1])):
            self.country.addItem(name, code)
        self._words = label("", "body", "muted", wraps=True)
        self._banner_place = QVBoxLayout()
        self._caption = label("", "second", "muted")
        self.preview = PdfPreview(_("The sheet as it will be printed"))
        self.back = icon_button("chevron-left", _("Page before"), lambda: self._turn(-1))
        self.on = icon_button("chevron-right", _("Next page"), lambda: self._turn(1))
        self.print_button = primary(_("Print"), self._print)
        self.save_button = quiet(_("Save as PDF"), self._choose_pdf)
        self._arrange()
        self._connect()
        self._show_sheet()

    def tools(self) -> Sequence[QWidget]:
        return (self.save_button, self.print_button)

    def _arrange(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._left())
        across.addWidget(rule(upright=True))
        across.addLayout(self._right(), 1)

    def _left(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(theme.px(_LEFT_WIDTH - 1))
        down = QVBoxLayout(left)
        down.setContentsMargins(theme.margins(24, 24, 24, 24))
        down.setSpacing(theme.px(4))
        down.addWidget(title(_("Labels")))
        down.addWidget(self._words)
        for text, field in (
            (_("Sheet"), self.sheet_box),
            (_("Order"), self.order),
            (_("First free label"), self.start),
            (_("Posted from"), self.country),
        ):
            words = label(text, "second", "muted")
            words.setBuddy(field)
            field.setAccessibleName(text)
            down.addSpacing(theme.px(12))
            down.addWidget(words)
            down.addWidget(field)
        down.addSpacing(theme.px(20))
        down.addLayout(self._banner_place)
        down.addStretch(1)
        return left

    def _right(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(theme.margins(0, 12, 0, 0))
        head.addStretch(1)
        for widget in (self.back, self._caption, self.on):
            head.addWidget(widget)
        head.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(self.preview, 1)
        return right

    def _connect(self) -> None:
        self.sheet_box.chosen.connect(self._take_sheet)
        self.order.activated.connect(lambda _index: self._prepare())
        self.country.activated.connect(lambda _index: self._take_country(self.country.currentData()))
        self.start.valueChanged.connect(lambda _value: self._show_pages(0))
        self.preview.pressed.connect(self._pressed)
        self.preview.wanted.connect(self._take_resolution)
        self.desk.changed.connect(self._refresh)

    # What is printed

    def arrive(self, what: object = None) -> None:
        if isinstance(what, CurrentSet):
            self.chosen = what
        if self.desk.path and (what is not None or self.batch is None):
            self._prepare()

    def enter(self) -> None:
        self.print_button.setFocus()

    def print_shown(self) -> bool:
        if self.batch and self.batch.texts:
            self._print()
        return True

    def _refresh(self, change: "Changed") -> None:
        if change.tables <= _OF_HISTORY:
            return  # such as that they were printed
        self.batch = None
        if self.isVisible():
            self._prepare()

    def _prepare(self) -> None:
        ids, kind, order = self.chosen.ids, self.chosen.kind, self.order.currentData()
        self._keep_choices()

        def job(store: "Store") -> "Batch":
            from crmdesk.services import labels, lookup

            wanted = ids
            if wanted is None and kind != "contact":
                wanted = lookup.keys_of(store, kind, None)
            return labels.prepare(store, wanted, order=order)

        self.desk.ask(job, self._take_batch, replace=self)

    def _take_batch(self, batch: "Batch") -> None:
        self.batch = batch
        self.country.setCurrentIndex(self.country.findData(batch.country))
        count = len(batch.texts)
        text = ngettext("{count} label", "{count} labels", count).format(count=grouped(count))
        self._words.setText(f"{text}: {self.chosen.words}" if self.chosen.words else text)
        self.print_button.setText(_("Print {labels}").format(labels=text))
        for button in (self.print_button, self.save_button):
            button.setEnabled(bool(count))
        self._show_left_out()
        self._show_pages(0)

    def _show_left_out(self) -> None:
        while item := self._banner_place.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        skipped = self.batch.skipped if self.batch else []
        if skipped:
            text = ngettext("{count} left out", "{count} left out", len(skipped)).format(count=grouped(len(skipped)))
            self._banner_place.addWidget(Banner(text, _reasons(skipped), Action(_("Show"), self._show_skipped)))
        if self.sheet.anomaly:
            self._banner_place.addSpacing(theme.px(8))
            self._banner_place.addWidget(Banner(_("Check this sheet"), self.sheet.anomaly))

    def _show_skipped(self) -> None:
        from crmdesk.ui.left_out import LeftOut

        assert self.batch
        LeftOut(self, self.desk, self.batch.skipped).open()

    def _take_country(self, code: str) -> None:
        def job(store: "Store") -> None:
            from crmdesk.services import preferences

            preferences.set_country(store, code)

        self.desk.file.country = code
        self.desk.write(job)

    # The sheet

    def _take_sheet(self, sheet: sheets.Sheet) -> None:
        self.sheet = sheet
        self._keep_choices()
        self._show_sheet()
        self._show_left_out()
        self._show_pages(0)

    def _show_sheet(self) -> None:
        self.start.setRange(1, self.sheet.count)

    def _keep_choices(self) -> None:
        changed = settings.load()
        changed.labels |= {"sheet": self.sheet.name, "order": self.order.currentData()}
        settings.save(changed)

    def _pressed(self, x: float, y: float) -> None:
        """On the first page: this label is the first free one."""
        place = self._place_at(x * self.sheet.paper_width, y * self.sheet.paper_height)
        if place is not None and self._page == 0:
            self.start.setValue(place + 1)

    def _place_at(self, x: float, y: float) -> int | None:
        for number, (left, top) in enumerate(self.sheet.positions()):
            if left <= x <= left + self.sheet.width and top <= y <= top + self.sheet.height:
                return number
        return None

    # The preview

    def _take_resolution(self, size: QSize) -> None:
        self._resolution = size
        self._show_pages(self._page)

    def _pages(self) -> int:
        count = len(self.batch.texts) if self.batch else 0
        return max(-(-(count + self.start.value() - 1) // self.sheet.count), 1)

    def _turn(self, step: int) -> None:
        self._show_pages(self._page + step)

    def _show_pages(self, page: int) -> None:
        pages = self._pages()
        self._page = min(max(page, 0), pages - 1)
        self.back.setEnabled(self._page > 0)
        self.on.setEnabled(self._page < pages - 1)
        place = _("Page {page} of {pages}").format(page=grouped(self._page + 1), pages=grouped(pages))
        used = self.start.value() - 1
        hint = _("{count} used").format(count=used) if used else _("click the first free label")
        hint = hint if self._page == 0 else ""
        self._caption.setText(" · ".join(filter(None, [place, hint])))
        if self.batch:
            wanted = Preview(self.sheet, self.start.value(), self._page, self._resolution.height())
            texts = wanted.texts_of(self.batch.texts)
            self.desk.run(
                lambda: preview_page(wanted, texts), lambda page: self._draw(wanted, page), replace=self.preview
            )

    def _draw(self, wanted: Preview, page: tuple[bytes, int, int, int]) -> None:
        if is_there(self._draw):  # another file may have been opened meanwhile
            self.preview.show_page(wanted.image_of(page))

    # Out of the house

    def _choose_pdf(self) -> None:
        proposed = f"{self.chosen.words or _('Labels')}.pdf"
        name, _filter = QFileDialog.getSaveFileName(self, _("Save as PDF"), proposed, "PDF (*.pdf)")
        if name:
            self.save_pdf(Path(name))

    def save_pdf(self, to: Path) -> None:
        from crmdesk.services import labels

        batch, sheet, start = self.batch, self.sheet.name, self.start.value()
        assert batch
        self.desk.run(
            lambda: labels.save(batch, sheet, to, start=start),
            lambda printed: self._printed(batch, _("Saved as “{name}”").format(name=to.name), printed.warnings),
        )

    def _print(self) -> None:
        from io import BytesIO

        from crmdesk.services import labels

        batch, sheet, start = self.batch, self.sheet.name, self.start.value()
        if batch is None:
            return  # of a set that is just being asked for

        def job() -> tuple[bytes, list[str]]:
            file = BytesIO()
            printed = labels.render(batch, sheet, file, start=start)
            return file.getvalue(), printed.warnings

        self.desk.run(job, lambda printed: self._send(batch, printed))

    def _send(self, batch: "Batch", printed: tuple[bytes, list[str]]) -> None:
        from crmdesk.ui.paper import print_pdf

        pdf, warnings = printed
        if print_pdf(self, pdf, self.sheet.paper_width, self.sheet.paper_height):
            self._printed(batch, _("Sent to the printer"), warnings)

    def _printed(self, batch: "Batch", text: str, warnings: Sequence[str]) -> None:
        from crmdesk.ui import own_history
        from crmdesk.ui.files import tell_problems

        own_history.note(self.desk, "labels", self.chosen.kind, batch.ids)

        self.desk.say(text)
        if warnings:
            tell_problems(self, _("Look at these labels"), warnings)


def _reasons(skipped: "Sequence[Skipped]") -> str:
    """Each kind once, with its number: what was said in detail is in the list."""
    counted = Counter(entry.reason.partition(":")[0] for entry in skipped)
    return "\n".join(f"{reason}: {grouped(count)}" for reason, count in counted.most_common(3))


def _known_sheet(name: str) -> sheets.Sheet:
    """The one used last, or the most common one of this part of the world."""
    metric = QLocale().measurementSystem() == QLocale.MeasurementSystem.MetricSystem
    wanted = name or ("Avery L7160" if metric else "Avery 5160")
    return next((sheet for sheet in sheets.all_sheets() if sheet.name == wanted), sheets.all_sheets()[0])
