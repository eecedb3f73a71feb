"""The preferences of the own business: which company it is, and what letters, envelopes and quotes say of it."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.places import address_field
from crmdesk.ui.preference_panes import Pane
from crmdesk.ui.suggest import Suggest
from crmdesk.widgets import theme
from crmdesk.widgets.fields import Field, LineField, TextField
from crmdesk.widgets.form import Form, FormRow, row_label
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import Card, label, link, quiet
from crmdesk.widgets.tasks import is_there

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lookup import Row
    from crmdesk.services.sender import Sender

Change = Callable[["Store"], object]
_LOGO = QSize(220, 72)


class YourBusiness(Pane):
    tables = ("preferences", "companies", "phones", "emails", "links", "addresses", "photos")

    def __init__(self, desk: Desk) -> None:
        hint = _("Letters and quotes carry its name and logo, envelopes its address.")
        super().__init__(desk, _("Your business"), hint)
        self.own: Sender | None = None
        self.name = _Name(desk, self._choose)
        self.logo = _Logo()
        self.fields: dict[str, Field] = {}
        self.pages = QStackedWidget()
        self.pages.addWidget(self._make_choice())
        self.pages.addWidget(self._make_details())
        self.body.addWidget(self.pages)
        self.body.addStretch(1)

    # Which one

    def _make_choice(self) -> QWidget:
        page = Card()
        page.body.addWidget(label(_("Which company is yours?"), "strong", wraps=True))
        words = _("Type its name: one of this file is offered, and a new one is added to your companies.")
        page.body.addWidget(label(words, "second", "muted", wraps=True))
        self.name.kept.connect(self._make)
        page.body.addWidget(self.name)
        self._back = link(_("Keep the one it is"), self._show_details)
        page.body.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        return _at_the_top(page)

    def _choose(self, row: "Row") -> None:
        from crmdesk.services import sender

        self.name.take_back()
        self.write(lambda store: sender.choose(store, row.id), lambda _none: _is_yours(row.name))

    def _make(self, name: str) -> None:
        from crmdesk.services import sender

        if name:
            self.write(lambda store: sender.make(store, name), lambda _key: _is_yours(name), self._refused(self.name))

    # What is known of it

    def _make_details(self) -> QWidget:
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        form = Form()
        for key, field in self._make_fields().items():
            field.kept.connect(partial(self._keep, key))
            self.fields[key] = field
            form.add(field.edit.accessibleName(), field)
        self.fields["foot"].set_placeholder(_("Bank, register, managing director"))
        form.insert_widget(1, FormRow(row_label(_("Logo"), self.logo), self.logo))
        self.logo.chosen = self._keep_logo
        down.addWidget(form)
        another = link(_("Choose another company"), self._ask_again)
        down.addWidget(another, 0, Qt.AlignmentFlag.AlignLeft)
        down.addStretch(1)
        return page

    def _make_fields(self) -> dict[str, Field]:
        return {
            "name": LineField(_("Name")),
            "addresses": address_field(_("Postal address"), self.desk.country),
            "phones": LineField(_("Phone")),
            "emails": LineField(_("E-mail")),
            "links": LineField(_("Web page")),
            "tax_number": LineField(_("Tax number")),
            "foot": TextField(_("Foot of letters"), 5),
        }

    def load(self) -> None:
        self.desk.ask(_sender, self._show, replace=self)

    def _show(self, sender: "Sender | None") -> None:
        self.own = sender
        if sender is None:
            self._ask_again()
            return
        values = {
            "name": sender.name, "addresses": sender.address, "phones": sender.phone, "emails": sender.email,
            "links": sender.web, "tax_number": sender.tax_number, "foot": sender.foot,
        }  # fmt: skip
        for key, field in self.fields.items():
            field.set_value(values[key])
        self.logo.show_picture(sender.logo)
        self._show_details()

    def _show_details(self) -> None:
        self.pages.setCurrentIndex(1)

    def _ask_again(self) -> None:
        self._back.setVisible(self.own is not None)
        self.pages.setCurrentIndex(0)
        if self.own:
            self.name.setFocus()

    # Keeping

    def _keep(self, key: str, value: object) -> None:
        field = self.fields[key]
        name = field.edit.accessibleName()
        self.write(self._change(key, value), lambda _none: _("Kept: {what}").format(what=name), self._refused(field))

    def _change(self, key: str, value: object) -> Change:
        from crmdesk.services import records, sender

        assert self.own
        company = self.own.id
        if key == "foot":
            return lambda store: sender.set_foot(store, str(value))
        if key == "addresses":
            assert isinstance(value, Mapping)
            return lambda store: sender.set_address(store, value)
        if key in ("phones", "emails", "links"):
            return lambda store: sender.set_way(store, key, {"value": value})
        return lambda store: records.set_value(store, "companies", company, key, value)

    def _refused(self, field: Field) -> Callable[[Exception], None]:
        def tell(error: Exception) -> None:
            if is_there(self.load):
                field.set_problem(words_of(error))
            elif isinstance(error, UserError):
                self.desk.unmet.emit(error)

        return tell

    def _keep_logo(self, path: Path | None) -> None:
        def job(store: "Store") -> None:
            from crmdesk.services import sender

            sender.set_logo(store, sender.read_logo(path) if path else None)

        self.write(job, lambda _none: _("Kept: {what}").format(what=_("Logo")))


class _Name(LineField):
    """Companies of the file are offered while one types."""

    def __init__(self, desk: Desk, choose: "Callable[[Row], None]") -> None:
        super().__init__(_("Name of your business"))
        self.edit.setProperty("inline", False)
        self.set_placeholder(_("Name of your business"))
        Suggest(desk, self._line, "company").chosen.connect(choose)


class _Logo(QWidget):
    """As it will be printed, on paper; a press chooses another."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen: Callable[[Path | None], None] = lambda _path: None
        self.picture = label()
        self.picture.setAccessibleName(_("Logo"))
        self.choose = quiet(_("Choose a picture…"), self._choose, "image")
        self.remove = link(_("Remove"), lambda: self.chosen(None))
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(8, 4, 0, 8))
        down.setSpacing(theme.px(8))
        down.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignLeft)
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        across.addWidget(self.choose)
        across.addWidget(self.remove)
        across.addStretch(1)
        down.addLayout(across)

    def show_picture(self, data: bytes | None) -> None:
        """On white, as paper is: a dark logo is to be seen in a dark window."""
        image = QImage.fromData(data) if data else QImage()
        self.picture.setVisible(not image.isNull())
        self.remove.setVisible(not image.isNull())
        if image.isNull():
            return
        ratio = self.devicePixelRatioF()
        room = QSize(theme.px(_LOGO.width()), theme.px(_LOGO.height())) * ratio
        scaled = image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        scaled.setDevicePixelRatio(ratio)
        self.picture.setPixmap(QPixmap.fromImage(scaled))
        self.picture.setStyleSheet(f"background: white; border-radius: 6px; padding: {theme.px(8)}px;")

    def _choose(self) -> None:
        pictures = _("Pictures (*.png *.jpg *.jpeg *.gif *.webp)")
        name, _filter = QFileDialog.getOpenFileName(self, _("Choose a logo"), "", pictures)
        if name:
            self.chosen(Path(name))


def _at_the_top(part: QWidget) -> QWidget:
    page = QWidget()
    down = QVBoxLayout(page)
    down.setContentsMargins(0, 0, 0, 0)
    down.addWidget(part)
    down.addStretch(1)
    return page


def _is_yours(name: str) -> str:
    return _("Your business: {name}").format(name=name)


def _sender(store: "Store") -> "Sender | None":
    from crmdesk.services import sender

    with store.read() as session:
        return sender.of(session)
