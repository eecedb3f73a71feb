"""A picture from the disk as the photo of a record."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtWidgets import QFileDialog, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.widgets.avatar import read_photo

_SIDE = 512


def choose_photo(parent: QWidget) -> tuple[str, bytes] | None:
    """Media type and data of a picture the user chose, made small."""
    name, _filter = QFileDialog.getOpenFileName(
        parent, _("Choose a photo"), "", _("Pictures (*.jpg *.jpeg *.png *.gif *.webp)")
    )
    return small_photo(Path(name)) if name else None


def small_photo(path: Path) -> tuple[str, bytes]:
    try:
        image = read_photo(path.read_bytes(), _SIDE)
    except OSError as error:
        raise UserError(_("“{name}” cannot be read. Nothing was changed.").format(name=path.name)) from error
    if image is None:
        raise UserError(
            _("“{name}” is not a picture that CRMDesk can read. Choose a JPEG or PNG file.").format(name=path.name)
        )
    data, buffer = QByteArray(), QBuffer()
    buffer.setBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 88)  # type: ignore[call-overload]
    return "image/jpeg", bytes(data.data())
