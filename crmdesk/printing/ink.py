"""PDF text operators, written straight: reportlab's own text objects take three times as long over a page."""

from collections.abc import Iterable, Iterator
from typing import Protocol, cast

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from crmdesk.printing.fonts import Face, Line, Run


class _EmbeddedFont(Protocol):
    """What reportlab offers of a TrueType font, and its types leave out."""

    def splitString(self, text: str, doc: object) -> list[tuple[int, bytes]]: ...  # noqa: N802
    def getSubsetInternalName(self, subset: int, doc: object) -> str: ...  # noqa: N802


class _HasDocument(Protocol):
    _doc: object


class Ink:
    """Sets lines in one document; knows by which byte of which part of a font each letter is called there."""

    def __init__(self, canvas: Canvas) -> None:
        self._document = cast(_HasDocument, canvas)._doc
        self._faces: dict[Face, _FaceInk] = {}

    def set(self, line: Line, size: float, x: float, y: float, upwards: bool = False, slant: float = 0.0) -> str:
        """`slant` stands in for italics where the font has none: how far a letter of height 1 leans over."""
        direction = "0 1 -1 0" if upwards else f"1 0 {slant:g} 1"
        operators = [f"{direction} {x:.2f} {y:.2f} Tm"]
        for run in line.runs:
            face = self._faces.get(run.face) or self._faces.setdefault(run.face, _FaceInk(run.face, self._document))
            if run.glyphs:
                operators += face.clusters(run, size)
            else:
                operators += [f"{font} {size:g} Tf ({signs}) Tj" for font, signs in face.parts(run.text)]
        return " ".join(operators)


class _FaceInk:
    def __init__(self, face: Face, document: object) -> None:
        self._font = cast(_EmbeddedFont, pdfmetrics.getFont(face.name))
        self._document = document
        self._signs: dict[str, str] = {}
        self._parts: dict[str, str] = {}
        self._names: dict[str, str] = {}
        """A font goes into the file in parts of at most 256 letters; of each the one text that is its name."""

    def parts(self, text: str) -> Iterable[tuple[str, str]]:
        try:
            signs = list(map(self._signs.__getitem__, text))
        except KeyError:
            signs = list(map(self._sign, text))
        if len(self._names) == 1:
            return ((next(iter(self._names)), "".join(signs)),)
        if not text:
            return ()
        found: list[tuple[str, str]] = []
        last, start = self._parts[text[0]], 0
        for place, part in enumerate(map(self._parts.__getitem__, text)):
            if part is not last:
                found.append((last, "".join(signs[start:place])))
                last, start = part, place
        return [*found, (last, "".join(signs[start:]))]

    def clusters(self, run: Run, size: float) -> Iterator[str]:
        """Each where it belongs beside and above the others; numbers move to the left. Who copies it gets the text."""
        text = f"\ufeff{run.text}".encode("utf-16-be").hex()
        yield f"/Span <</ActualText <{text}>>> BDC"
        for glyph in run.glyphs:
            sign = self._sign(glyph.letter)
            after = glyph.right + glyph.width - glyph.advance
            yield f"{self._parts[glyph.letter]} {size:g} Tf {glyph.up * size / 1000:.3f} Ts"
            yield f"[{-glyph.right:.0f} ({sign}) {after:.0f}] TJ"
        yield "0 Ts EMC"

    def _sign(self, letter: str) -> str:
        if letter not in self._signs:
            self._learn(letter)
        return self._signs[letter]

    def _learn(self, letter: str) -> None:
        [(part, code)] = self._font.splitString(letter, self._document)
        byte = code[0]
        plain = 32 <= byte < 127 and chr(byte) not in "()\\"  # beyond the first part, bytes mean other letters
        self._signs[letter] = chr(byte) if plain else f"\\{byte:03o}"
        name = self._font.getSubsetInternalName(part, self._document)
        self._parts[letter] = self._names.setdefault(name, name)
