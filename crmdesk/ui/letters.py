"""Print: a letter to everybody of a lookup, written once in each language, seen as it will be printed."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.letter_look import Look
from crmdesk.i18n import _, ngettext
from crmdesk.printing.letter_forms import PAPERS, Form, by_key
from crmdesk.ui import print_frame
from crmdesk.ui.desk import Desk
from crmdesk.ui.letter_banners import banners
from crmdesk.ui.letter_out import LetterOut
from crmdesk.ui.letter_pages import LetterPages
from crmdesk.ui.letter_side import NEW, LetterSide
from crmdesk.ui.letter_start import LetterStart
from crmdesk.ui.letter_tongues import open_choice
from crmdesk.ui.letter_writer import LetterWriter
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.numbers import grouped
from crmdesk.ui.pieces import Pieces
from crmdesk.ui.print_tabs import PrintTabs
from crmdesk.ui.screen import Screen
from crmdesk.ui.sheet_printer import PrinterLine
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label, primary, quiet, show_instead, title
from crmdesk.widgets.view_switch import ViewSwitch

if TYPE_CHECKING:
    from crmdesk.domain.merge import Field
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.letter_runs import Batch
    from crmdesk.services.letter_templates import Template
    from crmdesk.services.print_runs import Run

_MOST_AT_ONCE = 2000
_OF_HISTORY = frozenset(("activities", "participations", "print_runs", "attachments"))
_START, _WRITE, _PAGES = range(3)


def make(desk: Desk) -> "Letters":
    return Letters(desk)


class Letters(Screen):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.chosen = CurrentSet("contact", None, 0)
        self.templates: list[Template] = []
        self.template: Template | None = None
        self.batch: Batch | None = None
        self.again: Run | None = None
        self._wanted_name, self._wanted_language = "", ""
        self._work: Pieces[Batch] | None = None
        self._is_asking = False
        """What is shown is just being asked for anew."""
        self._then: Callable[[Batch], None] | None = None
        self.side, self.start = LetterSide(), LetterStart()
        self.writer, self.pages = LetterWriter(), LetterPages(desk)
        self.out = LetterOut(self)
        self.views = ViewSwitch(_("What is shown"), [_("Write"), _("Preview")])
        self.stack = QStackedWidget()
        self._words = label("", "body", "muted", wraps=True)
        self.printer_line = PrinterLine(desk, _("Text beside its place?"))
        self._banners = QVBoxLayout()
        self._banners.setSpacing(theme.px(8))
        self.print_button = primary(_("Print"), self.out.print)
        self.save_button = quiet(_("Save…"), lambda: self.out.open_menu(self.save_button))
        self._arrange()
        self._connect()

    def tools(self) -> Sequence[QWidget]:
        return (self.views, self.save_button, self.print_button)

    def _arrange(self) -> None:
        for part in (self.start, self.writer, self.pages):
            self.stack.addWidget(part)
        tabs = PrintTabs(self.desk, "letters", lambda: self.chosen)
        left = print_frame.choices_beside(
            tabs, title(_("Letters")), self._words, self.side, self._banners, self.printer_line, self.show_past
        )
        print_frame.arrange(self, left, self.stack)

    def _connect(self) -> None:
        self.side.family_chosen.connect(self._choose_family)
        self.side.rename_wanted.connect(self._rename)
        self.side.remove_wanted.connect(self._remove)
        self.side.who_changed.connect(self.prepare)
        self.side.look_changed.connect(self._take_look)
        self.start.stock_chosen.connect(self.add_stock)
        self.start.empty_chosen.connect(self.add_empty)
        self.writer.typed.connect(self._follow_typing)
        self.writer.left.connect(self.keep)
        self.writer.language_chosen.connect(self._choose_language)
        self.writer.language_wanted.connect(self._open_languages)
        self.views.chosen.connect(self.show_view)
        self.desk.changed.connect(self._refresh)

    # Coming and going

    def arrive(self, what: object = None) -> None:
        if isinstance(what, CurrentSet):
            self.chosen, self.again = what, None
        if self.desk.path and (what is not None or self.batch is None):
            self._load()

    def enter(self) -> None:
        first: list[QWidget] = [next(iter(self.start.cards.values())), self.writer.editor, self.print_button]
        first[self.stack.currentIndex()].setFocus()

    def can_leave(self) -> bool:
        self.keep()
        return True

    def print_shown(self) -> bool:
        self.out.print()
        return True

    def _refresh(self, change: "Changed") -> None:
        if change.tables <= _OF_HISTORY or self.again:
            return  # such as that they were printed
        self.batch = None
        if self.isVisible():
            self._load()

    def _load(self) -> None:
        self._is_asking = True

        def job(store: "Store") -> "tuple[list[Template], list[Field]]":
            from crmdesk.services import letter_templates, merge_fields

            with store.read() as session:
                fields = merge_fields.all_fields(session)
            return letter_templates.all_of(store), fields

        self.desk.ask(job, self._take_templates, replace=(self, "templates"))

    def _take_templates(self, found: "tuple[list[Template], list[Field]]") -> None:
        self.templates, fields = found
        self.writer.show_fields(fields)
        name = self._wanted_name or (self.template.name if self.template else "")
        names = list(dict.fromkeys(each.name for each in self.templates))
        name = name if name in names else (names[0] if names else "")
        self._wanted_name = ""
        self.side.show_families(names, name)
        self._show_family(name)

    # The letter

    def family(self) -> "list[Template]":
        """All languages of the letter, as they are written now."""
        if self.template is None:
            return []
        now = self.writer.template() if self.writer.is_touched else self.template
        same = [each for each in self.templates if each.name == self.template.name]
        return [now if now and each.id == now.id else each for each in same]

    def _show_family(self, name: str) -> None:
        from crmdesk.services import letter_templates

        family = [each for each in self.templates if each.name == name]
        if not family:
            self._show_start()
            return
        language = self._wanted_language or (self.template.language if self.template else "") or _own_language()
        self._wanted_language = ""
        found = letter_templates.for_language(family, language)
        if not (self.writer.is_touched and self.template and found.id == self.template.id):
            self.template = found
            self.writer.show_template(found, [each.language for each in family])
        self.side.show_template(found)
        if self.stack.currentIndex() == _START:
            self.show_view(0)
        self._show_tools()
        self.prepare()

    def _show_start(self) -> None:
        self.template = self.batch = self._then = None
        self._is_asking = False
        self.stack.setCurrentIndex(_START)
        self._show_tools()
        self._show_batch()

    def _choose_family(self, name: str) -> None:
        self.keep()
        self.template = None
        if name == NEW:
            self._show_start()
        else:
            self._show_family(name)

    def _choose_language(self, language: str) -> None:
        if self.template and language != self.template.language:
            name = self.template.name
            self.keep()
            self._wanted_language = language
            self.template = None
            self._show_family(name)

    def add_stock(self, key: str) -> None:
        from crmdesk.services import letter_templates

        self.desk.write(lambda store: letter_templates.add_stock(store, key), self._added)

    def add_empty(self) -> None:
        from crmdesk.services import letter_templates

        self.desk.write(letter_templates.add_empty, lambda made: self._added(made.name))

    def _added(self, name: str) -> None:
        self._wanted_name, self.template = name, None
        self._load()

    def _open_languages(self) -> None:
        there = {each.language for each in self.family()}
        open_choice(self.writer.more, there, self.add_language)

    def add_language(self, code: str) -> None:
        """It begins as the one that is shown."""
        from crmdesk.services import letter_templates

        now = self.writer.template()
        if now is None:
            return
        self.keep()
        made = replace(now, language=code, id=b"")
        self._wanted_language = code
        self.desk.write(lambda store: letter_templates.save(store, made), lambda _key: self._added(made.name))

    def keep(self) -> None:
        """What was typed, as one step."""
        now = self.writer.template()
        if now is None or not self.writer.is_touched or self.template is None:
            return
        from crmdesk.services import letter_templates

        self.writer.is_touched = False
        if now != self.template:
            self.template = now
            self.templates = [now if each.id == now.id else each for each in self.templates]
            self.desk.write(lambda store: letter_templates.save(store, now))
            self.prepare()  # whoever prints now prints this

    def _take_look(self, look: Look) -> None:
        from crmdesk.services import letter_templates

        self.keep()
        if self.template:
            name = self.template.name
            self.desk.write(lambda store: letter_templates.set_look(store, name, look))

    def _rename(self) -> None:
        from crmdesk.ui.letter_naming import Naming

        if self.template:
            Naming(self, self.desk, self.template.name, self._added).open()

    def _remove(self) -> None:
        from crmdesk.services import letter_templates

        if self.template:
            name = self.template.name
            words = _("“{name}” is removed").format(name=name)
            self.template = None
            self.desk.write(
                lambda store: letter_templates.remove(store, name), lambda _count: self.desk.say_undoable(words)
            )

    # To whom

    def _follow_typing(self) -> None:
        """What is typed is filled in at once, unless that is for very many."""
        if self.chosen.count <= _MOST_AT_ONCE:
            self.prepare()

    def prepare(self) -> None:
        if self.again or not (family := self.family()):
            return
        from crmdesk.services.letter_runs import Wanted

        chosen, household = self.chosen, self.side.household.isChecked()
        wanted = Wanted(family, chosen.kind, chosen.ids, self.side.by_post, household)

        def job(store: "Store") -> "Generator[float, None, Batch]":
            from crmdesk.services import letter_runs

            return letter_runs.gather(store, wanted)

        if self._work:
            self._work.stop()
        self._is_asking = True
        self._work = Pieces(self.desk, job, self._take_batch, self._show_share)

    def _show_share(self, share: float) -> None:
        if share > 0:
            self._words.setText(_("Writing the letters: {share} %").format(share=round(100 * share)))

    def _take_batch(self, batch: "Batch") -> None:
        self.batch, self._is_asking = batch, False
        self._show_batch()
        if then := self._then:
            self._then = None
            then(batch)

    def with_batch(self, use: "Callable[[Batch], None]") -> None:
        """As it is written now, as soon as that is known; not where nobody gets a letter."""
        self.keep()
        if self._is_asking:
            self._then = use
        elif self.batch and self.batch.letters:
            use(self.batch)

    def show_again(self, run: "Run", batch: "Batch") -> None:
        """A part of what was printed before."""
        if self._work:
            self._work.stop()
        self.again, self.batch, self._is_asking = run, batch, False
        self.pages.number = 0
        self.show_view(1)
        self._show_batch()

    def leave_again(self) -> None:
        self.again = None
        self._load()

    def _show_batch(self) -> None:
        count = len(self.batch.letters) if self.batch else 0
        text = ngettext("{count} letter", "{count} letters", count).format(count=grouped(count))
        of = self.again.name if self.again else self.chosen.words or self.chosen.in_words() if self.chosen.count else ""
        self._words.setText(f"{text}: {of}" if of and count else of or text)
        self.print_button.setText(_("Print {letters}").format(letters=text) if count else _("Print"))
        for made in (self.print_button, self.save_button):
            made.setEnabled(bool(count))
        self.side.setVisible(self.again is None)
        if self.batch:
            self._show_paper(by_key(self.batch.look.form))
        self._show_banners()
        nothing = _("Nobody of these gets a letter.") if self.batch else ""
        self.pages.show_batch(self.batch, nothing)

    def _show_paper(self, form: Form) -> None:
        self.side.show_usual(form)
        self.printer_line.show_paper(*PAPERS[form.paper])

    def _show_banners(self) -> None:
        show_instead(self._banners, banners(self))

    # What is shown

    def show_view(self, number: int) -> None:
        """0 is writing, 1 the pages."""
        if number:
            self.keep()
        self.views.show_chosen(number)
        self.stack.setCurrentIndex(_PAGES if number else _WRITE)

    def _show_tools(self) -> None:
        for made in (self.views, self.save_button, self.print_button, self.side.menu_button):
            made.setEnabled(self.template is not None)
        self.views.show_chosen(0 if self.stack.currentIndex() != _PAGES else 1)

    def show_past(self) -> None:
        from crmdesk.ui.letter_past import PastLetters

        PastLetters(self, self.desk, self.show_again).open()


def _own_language() -> str:
    from crmdesk import i18n

    return i18n.language()
