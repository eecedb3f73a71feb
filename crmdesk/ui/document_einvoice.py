"""An electronic invoice as a file: inside the PDF that people read, or as XML alone for a portal."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from crmdesk.domain.values.file_names import safe
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.preference_panes import show_folder
from crmdesk.widgets.messages import Action

if TYPE_CHECKING:
    from crmdesk.services.files import Store


def export(parent: QWidget, desk: Desk, key: bytes, name: str) -> None:
    """Asks where to; what the invoice lacks is told by its name."""
    kinds = {_("PDF with the electronic invoice (*.pdf)"): ".pdf", _("XML alone (*.xml)"): ".xml"}
    proposed = f"{safe(name)}.pdf"
    chosen, kind = QFileDialog.getSaveFileName(parent, _("Electronic invoice"), proposed, ";;".join(kinds))
    if not chosen:
        return
    to = Path(chosen)
    if to.suffix.lower() not in kinds.values():
        to = to.with_name(f"{to.name}{kinds.get(kind, '.pdf')}")
    desk.ask(partial(_write, key, to), partial(_tell, desk, to))


def _tell(desk: Desk, to: Path, _none: None) -> None:
    folder = Action(_("Open folder"), partial(show_folder, desk, to.parent))
    desk.say(_("Electronic invoice: {name}").format(name=to.name), folder)


def _write(key: bytes, to: Path, store: "Store") -> None:
    from crmdesk.services import einvoices

    if to.suffix.lower() == ".xml":
        einvoices.save_xml(store, key, to)
    else:
        einvoices.save_pdf(store, key, to)
