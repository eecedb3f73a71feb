"""Fonts for anybody's name: Noto Sans, and named substitutes for what it lacks. To be imported late, with reportlab."""

import os
import re
import struct
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from crmdesk import paths
from crmdesk.i18n import _
from crmdesk.printing import scripts
from crmdesk.printing.clusters import CLUSTERED, JOINERS, STRETCHES, Glyph, shaped

rl_config.useA85 = 0  # text armour around compressed pages: a quarter larger, and slow in Python

REGULAR = "Noto Sans"
STRONG = "Noto Sans SemiBold"
ITALIC = "Noto Sans Italic"
SERIF, SERIF_STRONG = "Noto Serif", "Noto Serif SemiBold"
PLAIN, PLAIN_STRONG = "Liberation Sans", "Liberation Sans Bold"
"""As wide as Arial and Helvetica: what the Swiss standard asks for."""
CAP_HEIGHT, DESCENT = 0.714, 0.22
"""Of both, in parts of the size: what a block of lines stands out above its first and below its last baseline."""

_SHIPPED = {
    REGULAR: "NotoSans-Regular.ttf",
    STRONG: "NotoSans-SemiBold.ttf",
    ITALIC: "NotoSans-Italic.ttf",
    SERIF: "NotoSerif-Regular.ttf",
    SERIF_STRONG: "NotoSerif-SemiBold.ttf",
    PLAIN: "LiberationSans-Regular.ttf",
    PLAIN_STRONG: "LiberationSans-Bold.ttf",
}
_SUBSTITUTES = {"DejaVu Sans": "DejaVuSans.ttf", "Droid Sans Fallback": "DroidSansFallback.ttf"}
_INSTALLED = (
    "NotoSans[A-Z]*-Regular.ttf",
    "* Sangam MN.ttc",
    "Thonburi.ttc",
    "Arial Unicode.ttf",
    "arialuni.ttf",
    "Nirmala.tt[cf]",
    "leelawui.ttf",
    "tahoma.ttf",
    "ebrima.ttf",
    "seguisym.ttf",
    "FreeSans.ttf",
    "DejaVuSans.ttf",
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]|[\U000e0000-\U000e0fff]")
_UNSEEN_IN_CLUSTERS = re.compile(f"(?![{JOINERS}])(?:{_INVISIBLE.pattern})")
UNKNOWN = "?"
_TEXTS_SHOWN, _LETTERS_SHOWN = 3, 48


@dataclass(frozen=True, eq=False)
class Face:
    """A font file and the width of each of its letters in parts of the size."""

    name: str
    widths: dict[str, float]

    @classmethod
    def load(cls, name: str, file: Path) -> "Face":
        font = TTFont(name, str(file))
        pdfmetrics.registerFont(font)
        widths, default = font.face.charWidths, font.face.defaultWidth
        return cls(name, {chr(code): widths.get(code, default) / 1000 for code in font.face.charToGlyph})

    def width(self, text: str) -> float:
        return sum(map(self.widths.__getitem__, text))

    def covers(self, text: str) -> bool:
        return all(map(self.widths.__contains__, text))


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line that one font sets."""

    face: Face
    text: str
    glyphs: tuple[Glyph, ...] = ()
    """In place of the letters, where they join into others."""

    @property
    def width(self) -> float:
        """In parts of the size."""
        return sum(glyph.advance for glyph in self.glyphs) / 1000 if self.glyphs else self.face.width(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, ready to be set; `width` in parts of the size."""

    runs: tuple[Run, ...]
    width: float
    font: str
    text: str
    """As it was given, cleaned: what is wrapped and cut."""
    missing: str = ""
    """Letters that no font has: set as ? or left out."""

    @property
    def plain(self) -> bool:
        return len(self.runs) == 1 and self.runs[0].face.name == self.font and not self.missing

    @property
    def substitutes(self) -> set[str]:
        return {run.face.name for run in self.runs if run.face.name not in _SHIPPED}


@dataclass
class Shortfall:
    """What the fonts could not do as asked, gathered over one document."""

    substituted: dict[str, list[str]] = field(default_factory=dict)
    """Name of the substitute -> texts set in it."""
    unprintable: list[str] = field(default_factory=list)

    def note(self, line: Line) -> None:
        for name in line.substitutes:
            self.substituted.setdefault(name, []).append(line.text)
        if line.missing:
            self.unprintable.append(line.text)

    def sentences(self) -> Iterator[str]:
        """For the user."""
        for font, texts in sorted(self.substituted.items()):
            words = _("Set in {font}, for letters that the usual font lacks: {texts}.")
            yield words.format(font=font, texts=some(texts))
        yield from self.losses()

    def losses(self) -> Iterator[str]:
        """What reads otherwise than it should."""
        if self.unprintable:
            words = _("No font here has all letters of: {texts}. A ? stands for a letter, other signs are left out.")
            yield words.format(texts=some(self.unprintable))


def some(texts: list[str]) -> str:
    """A few, each once, and how many more."""
    different = list(dict.fromkeys(texts))
    shown = ", ".join(
        text if len(text) <= _LETTERS_SHOWN else f"{text[:_LETTERS_SHOWN]}…" for text in different[:_TEXTS_SHOWN]
    )
    more = len(different) - _TEXTS_SHOWN
    return _("{names} and {count} more").format(names=shown, count=more) if more > 0 else shown


def clean(text: str) -> str:
    """One line of composed letters without what has no shape; nothing in it means anything but itself."""
    if text.isascii() and text.isprintable():
        return text.strip()
    composed = unicodedata.normalize("NFC", _CONTROL.sub(" ", text))
    return " ".join(composed.replace("\xa0", " ").split())


@lru_cache(maxsize=4096)
def line(text: str, name: str = REGULAR) -> Line:
    """Set in the named font, and in substitutes where it lacks letters."""
    text = clean(text)
    main = face(name)
    unseen, joins = _INVISIBLE.search(text), bool(CLUSTERED.search(text))
    if not unseen and not joins and main.covers(text):
        return Line((Run(main, text),), main.width(text), name, text)
    shown = scripts.visual(text)
    if unseen:
        invisible = _UNSEEN_IN_CLUSTERS if joins else _INVISIBLE
        shown = " ".join(invisible.sub("", shown).split())
    faces = _faces_beside(name)
    missing = ""
    if not all(map(faces.__getitem__, shown)):
        missing = "".join(letter for letter in set(shown) - set(JOINERS) if not faces[letter])
        shown = " ".join("".join(_stand_in(letter) if letter in missing else letter for letter in shown).split())
    runs = tuple(_joined(_runs(shown, faces)) if joins else _runs(shown, faces))
    return Line(runs, sum(run.width for run in runs), name, text, missing)


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    for run in runs:
        for text in STRETCHES.split(run.text):
            if CLUSTERED.search(text):
                yield Run(run.face, text, shaped(text, run.face.name))
            elif bare := text.strip(JOINERS):
                yield Run(run.face, bare)


def _runs(text: str, faces: "_Faces") -> Iterator[Run]:
    """Blanks are set in the font of what stands on both sides of them."""
    of_letters = list(map(faces.__getitem__, text))
    if of_letters and of_letters.count(of_letters[0]) == len(of_letters):
        yield Run(of_letters[0] or faces.main, text)
        return
    start, used = 0, faces.main
    for index, (letter, found) in enumerate(zip(text, of_letters, strict=True)):
        if found is used or letter in JOINERS or (letter == " " and _is_between(of_letters, index, used)):
            continue
        if index > start:
            yield Run(used, text[start:index])
        start, used = index, found or faces.main
    if start < len(text):
        yield Run(used, text[start:])


def _is_between(of_letters: Sequence[Face | None], index: int, used: Face) -> bool:
    return of_letters[min(index + 1, len(of_letters) - 1)] is used and " " in used.widths


def _stand_in(letter: str) -> str:
    return UNKNOWN if unicodedata.category(letter)[0] in "LN" else ""


class _Faces(dict[str, Face | None]):
    """Which font sets a letter beside a main one; none where no font has it."""

    def __init__(self, main: Face) -> None:
        super().__init__()
        self.main = main

    def __missing__(self, letter: str) -> Face | None:
        faces = (self.main, *map(face, _SUBSTITUTES))
        self[letter] = next((each for each in faces if letter in each.widths), None) or _installed_face_for(letter)
        return self[letter]


@cache
def _faces_beside(name: str) -> _Faces:
    return _Faces(face(name))


@cache
def face(name: str) -> Face:
    return Face.load(name, paths.resources() / "fonts" / (_SHIPPED | _SUBSTITUTES)[name])


@lru_cache(maxsize=1024)
def _installed_face_for(letter: str) -> Face | None:
    """The computer's own fonts, for the scripts of which none is shipped."""
    return next((found for found in map(_installed_face, _installed_files()) if found and letter in found.widths), None)


@cache
def _installed_face(file: Path) -> Face | None:
    try:
        return Face.load(file.stem, file)
    except (TTFError, OSError, ValueError, LookupError, struct.error):  # what cannot be read is as good as none
        return None


@cache
def _installed_files() -> tuple[Path, ...]:
    folders = [folder for folder in _font_folders() if folder.is_dir()]
    return tuple(file for name in _INSTALLED for folder in folders for file in sorted(folder.rglob(name)))


def _font_folders() -> list[Path]:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", Path(local) / "Microsoft/Windows/Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path.home() / "Library/Fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]
