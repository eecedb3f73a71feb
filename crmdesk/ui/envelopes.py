"""Envelopes for one or for many, as they will be printed."""

from collections.abc import Callable, Generator
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageSize
from PySide6.QtWidgets import QComboBox, QWidget

from crmdesk import settings
from crmdesk.i18n import _, mark, ngettext
from crmdesk.printing import calibration, envelopes
from crmdesk.printing.envelopes import Envelope
from crmdesk.printing.feeds import Feed
from crmdesk.ui import envelope_feed
from crmdesk.ui.label_choices import ORDERS, flush
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.numbers import grouped
from crmdesk.ui.paper_sheet import FIELD, Gathering, Made, SetSheet, is_letter_country
from crmdesk.ui.sheet_printer import PrinterLine
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label, link
from crmdesk.widgets.switch import Switch

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from crmdesk.printing.press import Making
    from crmdesk.services.envelopes import Post
    from crmdesk.services.files import Store
    from crmdesk.ui.window import Window


class EnvelopePaper(SetSheet["Post"]):
    nothing = mark("Nobody here has a postal address, or wants post.")

    def __init__(
        self, window: "Window", chosen: CurrentSet, again: "Post | None" = None, size: str | None = None
    ) -> None:
        """`again`: what was printed before, on envelopes of this size."""
        super().__init__(window, chosen, _title(chosen))
        self._window, self._again = window, again
        kept = settings.load().envelopes
        self.size_box = _size_box(size or kept.get("size"))
        self.with_sender = Switch(_("Return address"))
        self.with_sender.setChecked(kept.get("sender") is not False)
        self.household = Switch(_("One per household"))
        self.order = QComboBox()
        self._sender = label("", "second", "muted", wraps=True)
        self._own = link(_("Choose your business…"), self._choose_business)
        self._left_out = link("", self._show_left_out)
        self._sharing = link("", self._show_sharing)
        self._feed = link("", self._choose_feed)
        self.printer_line = PrinterLine(self._desk, _("Text beside its place?"))
        self._add_choices(is_chosen=chosen.count != 1 and again is None)
        self._show_feed()
        self.gather()

    def _add_choices(self, *, is_chosen: bool) -> None:
        self.add_choice(_("Size"), self.size_box)
        self.size_box.activated.connect(lambda _index: self._take_size())
        if is_chosen:
            for key, text in ORDERS:
                self.order.addItem(_(text), key)
            self.add_choice(_("Order"), self.order)
            self.order.activated.connect(lambda _index: self.gather())
            self._add_switch(self.household)
            self.household.clicked.connect(lambda _on: self.gather())
        self._add_switch(self.with_sender)
        self.with_sender.clicked.connect(lambda _on: self._take_size())
        self.choices.addWidget(self._narrow(self._sender))
        self.choices.addLayout(flush(self._own))
        self.choices.addSpacing(theme.px(8))
        self.choices.addWidget(label(_("How it goes in"), "second", "muted"))
        self.choices.addLayout(flush(self._feed))
        self.choices.addWidget(self._narrow(self.printer_line))
        self.choices.addLayout(flush(self._left_out))
        self.choices.addLayout(flush(self._sharing))
        for part in (self._own, self._left_out, self._sharing, self._sender):
            part.hide()

    def _add_switch(self, switch: Switch) -> None:
        row = QWidget()
        row.setLayout(envelope_feed.row(switch.accessibleName(), switch))
        row.layout().setContentsMargins(0, theme.px(4), 0, theme.px(4))  # type: ignore[union-attr]
        self.choices.addWidget(self._narrow(row))

    def _narrow(self, part: QWidget) -> QWidget:
        part.setFixedWidth(theme.px(FIELD))
        return part

    @property
    def envelope(self) -> Envelope:
        return envelopes.by_name(self.size_box.currentData())

    # What is printed

    def gathering(self) -> "Gathering[Post]":
        from crmdesk.services.labels import Wanted

        order = self.order.currentData() or "as listed"
        chosen, household = self._chosen, self.household.isChecked()
        wanted = Wanted(chosen.ids, chosen.kind, order, per_household=household)

        again = self._again

        def job(store: "Store") -> "Generator[float, None, Post]":
            from crmdesk.services import envelopes

            return _as_it_was(again) if again else envelopes.gather(store, wanted)

        return job

    def is_empty(self, content: "Post") -> bool:
        self._show_sender(content)
        count = len(content.batch.pieces)
        if count > 1:
            text = ngettext("Print {count} envelope", "Print {count} envelopes", count)
            self.print_button.setText(text.format(count=grouped(count)))
        return not count

    def pages(self, content: "Post") -> Made:
        return _pages(content, self.envelope, with_sender=self.with_sender.isChecked())

    def file_name(self) -> str:
        return self._chosen.words or _("Envelopes")

    def note(self) -> None:
        post, name, size = self.content, self._chosen.words, self.envelope.name
        with_sender = self.with_sender.isChecked()
        if post is None:
            return

        def job(store: "Store") -> None:
            from crmdesk.services import envelopes

            envelopes.keep(store, post, name, size, with_sender=with_sender)

        self._desk.write(job)

    # The choices

    def _show_sender(self, post: "Post") -> None:
        self._sender.setText("\n".join(post.sender))
        self._sender.setVisible(bool(post.sender))
        self._own.setVisible(not post.sender)
        if skipped := post.batch.skipped:
            text = ngettext("{count} left out…", "{count} left out…", len(skipped))
            self._left_out.setText(text.format(count=grouped(len(skipped))))
        self._left_out.setVisible(bool(post.batch.skipped))
        if sharing := post.batch.sharing:
            text = ngettext("{count} with others…", "{count} with others…", len(sharing))
            self._sharing.setText(text.format(count=grouped(len(sharing))))
        self._sharing.setVisible(bool(post.batch.sharing))

    def _show_sharing(self) -> None:
        from crmdesk.ui.left_out import LeftOut

        if self.content:
            LeftOut(self, self._desk, self.content.batch.sharing, is_sharing=True).open()

    def _show_left_out(self) -> None:
        from crmdesk.ui.left_out import LeftOut

        if self.content:
            LeftOut(self, self._desk, self.content.batch.skipped).open()

    def _choose_business(self) -> None:
        """And back."""
        from crmdesk.ui.preferences import Preferences

        window, chosen = self._window, self._chosen
        self.reject()
        panes = Preferences(window, "business")
        panes.finished.connect(lambda _result: EnvelopePaper(window, chosen).open())
        panes.open()

    def _take_size(self) -> None:
        choices = {"size": self.size_box.currentData(), "sender": self.with_sender.isChecked()}
        settings.change(envelopes=settings.load().envelopes | choices)
        self._show_feed()
        self.make()

    # The printer

    def _choose_feed(self) -> None:
        sheet = envelope_feed.FeedSheet(self, self.envelope)
        sheet.chosen.connect(self._show_feed)
        sheet.open()

    def _show_feed(self) -> None:
        self._feed.setText(envelope_feed.in_words(envelope_feed.of(calibration.last_printer())))
        self.printer_line.show_paper(*self.told_paper())

    def told_paper(self) -> tuple[float, float]:
        return envelope_feed.of(calibration.last_printer()).paper_size(self.envelope)

    def outgoing(self, printer: "QPrinter") -> "Callable[[BinaryIO], Making]":
        """Perhaps for another printer than the last one, with a feed of its own."""
        assert self.printed
        envelope, feed = self.envelope, envelope_feed.of(printer.printerName())
        printer.setPageSize(QPageSize(QSizeF(*feed.paper_size(envelope)), QPageSize.Unit.Millimeter))
        return partial(_fed, self.pdf, self.printed.pages, envelope, feed)


def _as_it_was(again: "Post") -> "Generator[float, None, Post]":
    yield 1.0
    return again


def _fed(pdf: bytes, pages: int, envelope: Envelope, feed: Feed, file: BinaryIO) -> "Making":
    from crmdesk.printing.envelope_feed import fed
    from crmdesk.ui.to_printer import as_made

    return (yield from as_made(fed(pdf, envelope, feed), pages, file))


def _pages(post: "Post", envelope: Envelope, *, with_sender: bool) -> Made:
    from crmdesk.printing.lists import Printed
    from crmdesk.printing.press import POINTS
    from crmdesk.services import envelopes

    file = BytesIO()
    made = yield from envelopes.making(post, envelope, file, with_sender=with_sender)
    return file.getvalue(), Printed(envelope.width * POINTS, envelope.height * POINTS, made.pages, made.warnings)


def _title(chosen: CurrentSet) -> str:
    if chosen.count != 1:
        return _("Envelopes")
    return _("Envelope for {name}").format(name=chosen.words) if chosen.words else _("Envelope")


def _size_box(chosen: object) -> QComboBox:
    """Those of this part of the world first."""
    inches = is_letter_country()
    made = QComboBox()
    for each in sorted(envelopes.all_envelopes(), key=lambda each: each.is_metric == inches):
        made.addItem(f"{each.name} · {_measures(each)}", each.name)
    made.setCurrentIndex(max(made.findData(chosen), 0))
    return made


def _measures(envelope: Envelope) -> str:
    if envelope.is_metric:
        return f"{envelope.width:g} × {envelope.height:g} mm"
    return f"{envelope.width / 25.4:g} × {envelope.height / 25.4:g} in"
