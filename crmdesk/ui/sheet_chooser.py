"""Choosing a sheet of labels from all there are: favourites and those used last first, then what is typed."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListView, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.printing import sheets
from crmdesk.printing.sheets import Sheet as LabelSheet
from crmdesk.ui import sheet_habits, sheet_proof
from crmdesk.ui.counting import scrolled
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.ui.sheet_detail import SheetDetail
from crmdesk.ui.sheet_list import Line, SheetModel, SheetPainter
from crmdesk.widgets import icons, theme
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import flat, icon_button, label, quiet
from crmdesk.widgets.search_box import SearchBox
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.own_sheets import Own

_WIDTH, _LEFT, _HEIGHT = 860, 280, 470
_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_ANY, _OWN = "", "own"
_FEW = 6


class SheetChooser(Sheet):
    chosen = Signal(object)

    def __init__(self, parent: QWidget, desk: Desk, current: LabelSheet) -> None:
        super().__init__(parent, _("Choose a sheet"), width=_WIDTH)
        self._desk = desk
        self.own: dict[str, Own] = {}
        """By name."""
        self._wanted = ""
        """What was current before something was typed."""
        self._awaited = current.name
        """What is to be current once it is listed."""
        self.search = SearchBox(_("Number, size, or words on the box"))
        self.search.setMaximumWidth(theme.px(_WIDTH))
        self.maker = Chooser(_("Maker"), _makers())
        self.paper = Chooser(_("Paper"), _papers())
        self.model = SheetModel()
        self.view = self._make_view()
        self.detail = SheetDetail()
        self._area = scrolled(self.detail)
        self.star = icon_button("star", _("Favourite (Ctrl+D)"), self.toggle_favourite)
        self.copy_button = flat(_("Copy and change"), self.measure_like, "copy")
        self.edit_button = flat(_("Edit"), self.edit, "pencil")
        self.delete_button = flat(_("Delete"), self.delete, "trash-2")
        self._told = label("", "second", "muted")
        self._undo = flat(_("Undo"), self._take_back)
        self._undo.hide()
        self._count = label("", "second", "muted")
        self._nothing = label("", "body", "muted", wraps=True)
        self._lists = QStackedLayout()
        self._arrange()
        self._connect()
        self._show()
        desk.ask(_listed, self._take_own, replace=self)

    def _make_view(self) -> QListView:
        view = QListView()
        view.setModel(self.model)
        view.setItemDelegate(SheetPainter(self.model, view))
        view.setAccessibleName(_("Sheets"))
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return view

    def _arrange(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(theme.px(24))
        across.addLayout(self._left(), 3)
        across.addLayout(self._right(), 2)
        self.body.addLayout(across, 1)
        for place, part in enumerate((quiet(_("Measure a sheet"), self.measure, "plus"), self._told, self._undo)):
            self.buttons.insertWidget(place, part)
        self.use_button = self.set_primary(_("Use this sheet"), self.take)
        self.give_height(self.view, _HEIGHT)

    def _left(self) -> QVBoxLayout:
        filters = QHBoxLayout()
        filters.setSpacing(theme.px(8))
        filters.addWidget(self.maker, 3)
        filters.addWidget(self.paper, 2)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self.view, self._nothing):
            part.setMinimumWidth(theme.px(_LEFT))
            self._lists.addWidget(part)
        left = QVBoxLayout()
        left.setSpacing(theme.px(8))
        left.addWidget(self.search)
        left.addLayout(filters)
        left.addLayout(self._lists, 1)
        return left

    def _right(self) -> QVBoxLayout:
        acts = QWidget()
        flow = FlowLayout(acts, 4)
        for part in (self.copy_button, self.edit_button, self.delete_button):
            flow.addWidget(part)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # the list says how high
        policy.setRetainSizeWhenHidden(True)
        self._area.setSizePolicy(policy)
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(self.star)
        right = QVBoxLayout()
        right.addLayout(head)
        right.addWidget(self._area, 1)
        right.addWidget(acts)
        return right

    def _connect(self) -> None:
        self.search.searched.connect(lambda _text: self._show())
        self.search.entered.connect(self.take)
        self.search.installEventFilter(self)
        self.maker.chosen.connect(lambda _maker: self._show())
        self.paper.chosen.connect(lambda _paper: self._show())
        self.view.selectionModel().currentChanged.connect(self._show_current)
        self.view.doubleClicked.connect(lambda _index: self.take())
        self.detail.tried.connect(self.print_test)
        self._desk.changed.connect(self._changed)
        for keys, run in (("Ctrl+D", self.toggle_favourite), ("Ctrl+Z", self._take_back)):
            QShortcut(QKeySequence(keys), self, run)
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while something is typed."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _KEYS:
            self.view.keyPressEvent(event)
            announce(self.search, self.current_words())
            return True
        return False

    # What is listed

    def _changed(self, change: "Changed") -> None:
        if "own_sheets" in change.tables:
            self._desk.ask(_listed, self._take_own, replace=self)

    def _take_own(self, found: "list[Own]") -> None:
        self.own = {own.sheet.name: own for own in found}
        self._show()

    def _show(self) -> None:
        lines = list(self._found() if self.search.text().strip() else self._all())
        self.model.show_lines(lines)
        self._lists.setCurrentIndex(0 if lines else 1)
        self._nothing.setText(_("No sheet is called or measured so. “Measure a sheet” makes one of your own."))
        count = len({line.sheet.name for line in lines})
        self._count.setText(ngettext("{count} sheet", "{count} sheets", count).format(count=grouped(count)))
        self._count.setVisible(bool(lines))
        self.use_button.setEnabled(bool(lines))
        self._go_to(self._number())

    def _found(self) -> Iterator[Line]:
        """Where few are called so, those that could be used in their place too."""
        favourites = set(sheet_habits.favourites())
        found = sheets.find(self.search.text(), [own.sheet for own in self.own.values()])
        alike = sheets.alike(found[0]) if 0 < len(found) <= _FEW else []
        for heading, some in (("", found), (_("Labels in the same places"), alike)):
            wanted = (sheet for sheet in some if self._is_wanted(sheet))
            yield from (Line(sheet, heading, sheet.name in favourites) for sheet in wanted)

    def _all(self) -> Iterator[Line]:
        by_name = {sheet.name: sheet for sheet in (*sheets.rolls(), *sheets.all_sheets())}
        own = {name: one.sheet for name, one in self.own.items()}
        favourites = sheet_habits.favourites()
        first = (
            (_("Favourites"), favourites),
            (_("Used last"), [name for name in sheet_habits.recent() if name not in favourites]),
            (_("Own sheets"), list(own)),
        )
        for heading, names in first:
            found = [sheet for name in names if (sheet := own.get(name) or by_name.get(name))]
            yield from (Line(sheet, heading, sheet.name in favourites) for sheet in found if self._is_wanted(sheet))
        for sheet in sorted(by_name.values(), key=lambda sheet: sheet.brand.casefold()):
            if self._is_wanted(sheet):
                yield Line(sheet, sheet.brand, sheet.name in favourites)

    def _is_wanted(self, sheet: LabelSheet) -> bool:
        maker, paper = self.maker.value(), self.paper.value()
        is_made = maker in (_ANY, sheet.brand or _OWN)
        return is_made and paper in (_ANY, sheet.paper)

    def _number(self) -> int:
        """The best where something is typed, else what was current."""
        names = [line.sheet.name for line in self.model.lines]
        if self.search.text():
            return 0
        if self._awaited in names:
            self._wanted, self._awaited = self._awaited, ""
        return names.index(self._wanted) if self._wanted in names else 0

    def _go_to(self, number: int) -> None:
        index = self.model.index(number)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index, QListView.ScrollHint.PositionAtCenter)
        if not self.model.lines:
            self._show_current(index, index)

    # The current one

    def current(self) -> LabelSheet | None:
        number = self.view.currentIndex().row()
        return self.model.lines[number].sheet if 0 <= number < len(self.model.lines) else None

    def current_words(self) -> str:
        number = self.view.currentIndex().row()
        return self.model.lines[number].spoken() if self.current() else ""

    def _show_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        sheet = self.current()
        self._area.setVisible(sheet is not None)
        for part in (self.star, self.copy_button):
            part.setVisible(sheet is not None)
        is_own = sheet is not None and sheet.name in self.own and not sheet.brand
        self.edit_button.setVisible(is_own)
        self.delete_button.setVisible(is_own)
        if sheet:
            self.detail.show_sheet(sheet)
            self._wanted = self._wanted if self.search.text() else sheet.name
            self._show_star(sheet.name in sheet_habits.favourites())

    def _show_star(self, is_on: bool) -> None:
        self.star.setIcon(icons.icon("star-filled" if is_on else "star", "warning" if is_on else "muted"))
        self.star.setAccessibleDescription(_("On") if is_on else _("Off"))

    def toggle_favourite(self) -> None:
        if sheet := self.current():
            sheet_habits.toggle(sheet.name)
            place = self.view.currentIndex().row()
            self._show()
            if self.search.text():
                self._go_to(place)

    def take(self) -> None:
        if sheet := self.current():
            sheet_habits.take(sheet.name)
            self.accept()
            self.chosen.emit(sheet)

    def print_test(self) -> None:
        if sheet := self.current():
            sheet_proof.make(self._desk, sheet, partial(sheet_proof.send, self, self._desk, sheet))

    # Own sheets

    def measure(self) -> None:
        self._open_form(None, b"")

    def measure_like(self) -> None:
        self._open_form(self.current(), b"")

    def edit(self) -> None:
        if (sheet := self.current()) and sheet.name in self.own:
            self._open_form(sheet, self.own[sheet.name].key)

    def _open_form(self, sheet: LabelSheet | None, key: bytes) -> None:
        from crmdesk.ui.sheet_form import SheetForm

        form = SheetForm(self, self._desk, sheet, key or None)
        form.kept.connect(self._await)
        form.open()

    def _await(self, name: str) -> None:
        self.search.clear()
        self._awaited = name
        self._show()
        self._tell(_("“{name}” is kept").format(name=name))

    def delete(self) -> None:
        if (sheet := self.current()) and (own := self.own.get(sheet.name)):
            key = own.key

            def job(store: "Store") -> str:
                from crmdesk.services import own_sheets

                return own_sheets.delete(store, key)

            self._desk.write(job, self._deleted)

    def _deleted(self, name: str) -> None:
        self._tell(_("“{name}” was deleted").format(name=name))

    def _tell(self, text: str) -> None:
        self._told.setText(text)
        self._undo.setVisible(bool(text))

    def _take_back(self) -> None:
        """What was done here; nothing that was done before."""
        if self._undo.isVisible():
            self._tell("")
            self._desk.undo()


def _listed(store: "Store") -> "list[Own]":
    from crmdesk.services import own_sheets

    return own_sheets.listed(store)


def _makers() -> list[tuple[str, str]]:
    brands = sorted({sheet.brand for sheet in (*sheets.all_sheets(), *sheets.rolls())}, key=str.casefold)
    return [(_ANY, _("All makers")), (_OWN, _("Own sheets")), *((brand, brand) for brand in brands)]


def _papers() -> list[tuple[str, str]]:
    papers = ("A4", "US-Letter", "A5", "A3")
    named = [(paper, paper.replace("-", " ")) for paper in papers]
    return [(_ANY, _("All papers")), *named, ("roll", _("Roll")), ("Other", _("Other"))]
