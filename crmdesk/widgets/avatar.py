"""Monograms and photos in a circle: the face of a record."""

from functools import lru_cache

from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QImage, QImageReader, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from crmdesk.widgets import icons, theme

_SIGNATURES = ((b"\xff\xd8\xff", b"jpeg"), (b"\x89PNG\r\n", b"png"), (b"GIF8", b"gif"), (b"RIFF", b"webp"))
_MOST_PIXELS = 40_000_000


def monogram(name: str) -> str:
    """The initials of a name as it is shown: `Álvares, João` gives ÁJ, `João da Silva Álvares` gives JÁ."""
    family, comma, given = name.partition(",")
    words = [*family.split()[:1], *given.split()[:1]] if comma else name.split()
    letters = [first for word in words if (first := _first_letter(word))]
    return "".join([*letters[:1], *letters[1:][-1:]])


def _first_letter(word: str) -> str:
    return next((letter.upper()[:1] for letter in word if letter.isalnum()), "")


def read_photo(data: bytes, side: int = 192) -> QImage | None:
    """The square middle of a picture, decoded no larger than needed; nothing for what is no JPEG, PNG, GIF or WebP."""
    kind = next((kind for start, kind in _SIGNATURES if data.startswith(start)), None)
    if kind is None:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        return None
    reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    return _square(reader.read())


def _square(image: QImage) -> QImage | None:
    if image.isNull():
        return None
    side = min(image.width(), image.height())
    return image.copy((image.width() - side) // 2, (image.height() - side) // 2, side, side)


def paint(painter: QPainter, box: QRectF, key: bytes | str, letters: str, photo: QImage | None = None) -> None:
    if photo is not None:
        _paint_photo(painter, box, photo)
        return
    ratio = painter.device().devicePixelRatioF()
    ground, text = theme.avatar_colours(key)
    picture = _disc(letters, ground.name(), text.name(), round(box.width() * ratio))
    painter.drawPixmap(box, picture, QRectF(picture.rect()))


def paint_icon(painter: QPainter, box: QRectF, icon: str) -> None:
    """Of what has no face."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("line" if theme.is_dark() else "sidebar"))
    painter.drawEllipse(box)
    icons.paint(painter, icon, "muted", box.center().toPoint(), 15)


@lru_cache(maxsize=512)
def _disc(letters: str, ground: str, text: str, side: int) -> QPixmap:
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.as_colour(ground))
    painter.drawEllipse(QRectF(0, 0, side, side))
    painter.setPen(theme.as_colour(text))
    font = QFont(theme.font("strong"))
    font.setPixelSize(max(1, round(side * 0.36)))
    painter.setFont(font)
    painter.drawText(QRectF(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, letters)
    painter.end()
    return pixmap


def _paint_photo(painter: QPainter, box: QRectF, photo: QImage) -> None:
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    circle = QPainterPath()
    circle.addEllipse(box)
    painter.setClipPath(circle)
    painter.drawImage(box, photo)
    painter.restore()


class Avatar(QWidget):
    """The face of one record, large."""

    def __init__(self, size: int = 64, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key: bytes | str = ""
        self._letters = ""
        self._photo: QImage | None = None
        self.setFixedSize(theme.px(size), theme.px(size))

    def show_face(self, key: bytes | str, name: str, photo: bytes | None = None) -> None:
        self._key, self._letters = key, monogram(name)
        self._photo = read_photo(photo) if photo else None
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(painter, QRectF(self.rect()), self._key, self._letters, self._photo)
