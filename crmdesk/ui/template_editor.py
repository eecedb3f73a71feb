"""Templates of documents: chosen, not written; the real page stands beside and follows each choice."""

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crmdesk.domain.document_look import DocumentLook
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk, reason
from crmdesk.ui.quote_pages import QuotePages
from crmdesk.ui.template_naming import TemplateName
from crmdesk.ui.template_side import TemplateSide
from crmdesk.widgets import theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import flat, icon_button, label, rule
from crmdesk.widgets.sheet import Sheet, parent_for_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from crmdesk.services.document_templates import Template
    from crmdesk.services.files import Changed, Store

T = TypeVar("T")
_AROUND = 40
_SIDE = 344
_LARGEST = QSize(1240, 900)
_NEW = b"\x00new"
_SOON = 60
"""Milliseconds: a row of choices is drawn once."""


class TemplateEditor(Sheet):
    """Opens on a template, or on the one that `document` takes; that document is what is looked at."""

    def __init__(
        self, desk: Desk, key: bytes | None = None, document: bytes | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent or parent_for_sheet(), _("Templates of documents"))
        self.desk, self.key, self.document = desk, key or b"", document
        self.templates: list[Template] = []
        self._tongue = ""
        self._writing = 0
        """Choices that are not kept yet: what comes from the file meanwhile is older."""
        self.close_button.setText(_("Close"))
        self.choice = Chooser(_("Template"), [])
        self.menu_button = icon_button("ellipsis", _("More"), self.open_menu)
        self.side = TemplateSide()
        self.pages = QuotePages(desk, _("The document as it will be printed"))
        self.said, self.undo_button = label("", "second", "muted"), flat(_("Undo"), desk.undo)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._print)
        self._arrange()
        self._connect()
        self.load()

    def _arrange(self) -> None:
        self.body.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        head.addWidget(self.choice, 1)
        head.addWidget(self.menu_button)
        left = QVBoxLayout()
        left.setSpacing(theme.px(4))
        left.addLayout(head)
        area = scroller(self.side)
        left.addWidget(area, 1)
        holder = QWidget()
        holder.setFixedWidth(theme.px(_SIDE))
        holder.setLayout(left)
        left.setContentsMargins(theme.margins(0, 12, 0, 0))
        ground = QFrame()
        ground.setProperty("ground", "window")
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.pages)
        across = QHBoxLayout()
        across.setSpacing(theme.px(16))
        across.addWidget(holder)
        across.addWidget(ground, 1)
        self.body.addWidget(rule())
        self.body.addLayout(across, 1)
        self.body.addWidget(rule())
        self.buttons.insertWidget(0, self.said)
        self.buttons.insertWidget(1, self.undo_button)
        self.undo_button.hide()

    def _connect(self) -> None:
        self.choice.chosen.connect(self._choose)
        self.side.look_changed.connect(self._keep)
        self.side.language_chosen.connect(self._keep_language)
        self.side.tongue_chosen.connect(self._show_tongue)
        self.side.business_wanted.connect(self._open_business)
        self.desk.changed.connect(self._hear)

    # What there is

    def load(self) -> None:
        self.desk.ask(partial(_loaded, self.key, self.document), self._show, replace=(id(self), "list"))

    def _hear(self, change: "Changed") -> None:
        if change.tables & {"document_templates"}:
            self.load()

    def _show(self, found: "tuple[list[Template], bytes, str, bytes | None]") -> None:
        self.templates, self.key, language, self.document = found
        self.choice.clear()
        for template in self.templates:
            self.choice.addItem(template.name, template.id)
        self.choice.insertSeparator(len(self.templates))
        self.choice.addItem(_("New template…"), _NEW)
        self.choice.set_value(self.key)
        if not self._tongue:
            self._tongue = language
            self.side.show_tongue(language)
        if not self._writing:
            self._show_template()

    @property
    def template(self) -> "Template":
        return next((each for each in self.templates if each.id == self.key), self.templates[0])

    def _choose(self, key: bytes) -> None:
        if key == _NEW:
            self.add()
            return
        self.key = key
        self._show_template()

    def _show_template(self) -> None:
        template = self.template
        self.side.show_look(template.look, template.language)
        self._soon.start()

    # The page

    def _show_tongue(self, language: str) -> None:
        self._tongue = language
        self._soon.start()

    def _print(self) -> None:
        job = partial(_printed, self.side.look, self._shown_language(), self.document)
        self.desk.ask(job, self._take, replace=(id(self), "page"))

    def _shown_language(self) -> str:
        """Another than that of what is looked at only while its texts are written."""
        return self._tongue if self.side.tongue.hasFocus() or self.side.look.texts.get(self._tongue) else ""

    def _take(self, made: tuple[bytes, int]) -> None:
        self.pages.show_pdf(*made)

    # Keeping

    def _write(self, job: "Callable[[Store], T]", told: str) -> None:
        self._writing += 1
        self.desk.write(job, partial(self._tell, told), self._refuse)

    def _refuse(self, error: Exception) -> None:
        self._writing -= 1
        self.said.setText(reason(error))
        self.undo_button.hide()
        self.load()

    def _tell(self, told: str, answer: object) -> None:
        self._writing -= 1
        if isinstance(answer, bytes):
            self.key = answer
        if not self._writing:
            self.load()
        self.said.setText(told)
        self.undo_button.show()
        announce(self, told)

    def _keep(self, look: DocumentLook) -> None:
        self._soon.start()
        self._write(partial(_save, self.key, look), _("Kept: {what}").format(what=self.template.name))

    def _keep_language(self, language: str) -> None:
        self._write(partial(_set_language, self.key, language), _("Kept: {what}").format(what=self.template.name))

    def add(self) -> None:
        """As the one that is shown."""
        self._write(partial(_add, self.key), _("Template added"))

    def rename(self) -> None:
        TemplateName(self, self.template.name, self._rename).open()

    def _rename(self, name: str) -> None:
        self._write(partial(_rename, self.key, name), _("Renamed: {name}").format(name=name))

    def remove(self) -> None:
        """A stock one is as it came again."""
        template = self.template
        told = _("Deleted: {name}") if template.is_own else _("As it came: {name}")
        if template.is_own:
            self.key = b""
        self._write(partial(_remove, template.id), told.format(name=template.name))

    def open_menu(self) -> None:
        menu = QMenu(self)
        template = self.template
        menu.addAction(_("New template like this")).triggered.connect(lambda _on=False: self.add())
        menu.addAction(_("Rename…")).triggered.connect(lambda _on=False: self.rename())
        if not template.is_stock:
            words = _("Delete") if template.is_own else _("As it came")
            menu.addAction(words).triggered.connect(lambda _on=False: self.remove())
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def _open_business(self) -> None:
        """In the preferences that are open already, or in new ones."""
        from crmdesk.ui.preferences import Preferences
        from crmdesk.ui.window import Window

        window = self.parentWidget()
        self.accept()
        open_already = [sheet for sheet in window.findChildren(Preferences) if sheet.isVisible()] if window else []
        if open_already:
            open_already[0].choose("business")
        elif isinstance(window, Window):
            QTimer.singleShot(0, window, Preferences(window, "business").open)

    def done(self, result: int) -> None:
        """What is being typed is kept first."""
        if (focused := self.focusWidget()) is not None:
            focused.clearFocus()
        super().done(result)

    def refit(self) -> None:
        if window := self.parentWidget():
            room = window.size() - QSize(_AROUND, 2 * _AROUND)
            self.setFixedSize(QSize(theme.px(_LARGEST.width()), theme.px(_LARGEST.height())).boundedTo(room))
            self.move(window.mapToGlobal(self._place(window)))


# Jobs


def _loaded(key: bytes, document: bytes | None, store: "Store") -> "tuple[list[Template], bytes, str, bytes | None]":
    """All, the one to show, in which language the document is written, and which one that is."""
    from crmdesk.services import document_samples, document_templates

    with store.read() as session:
        found = document_templates.listed(session)
        head = document_samples.head_of(session, document)
        wanted = key or head["template_id"]
        usual = document_templates.usual(session, head["language"] or "en").id
    chosen = next((each.id for each in found if each.id == wanted), usual)
    shown = None if head["id"] == document_samples.MADE_UP else head["id"]
    return found, chosen, str(head["language"] or "en"), shown


def _printed(look: DocumentLook, language: str, document: bytes | None, store: "Store") -> tuple[bytes, int]:
    from crmdesk.services import document_samples

    return document_samples.preview(store, look, language, document)


def _save(key: bytes, look: DocumentLook, store: "Store") -> None:
    from crmdesk.services import document_templates

    document_templates.save(store, key, look)


def _set_language(key: bytes, language: str, store: "Store") -> None:
    from crmdesk.services import document_templates

    document_templates.set_language(store, key, language)


def _add(like: bytes, store: "Store") -> bytes:
    from crmdesk.services import document_templates

    return document_templates.add(store, like)


def _rename(key: bytes, name: str, store: "Store") -> None:
    from crmdesk.services import document_templates

    document_templates.rename(store, key, name)


def _remove(key: bytes, store: "Store") -> None:
    from crmdesk.services import document_templates

    document_templates.remove(store, key)
