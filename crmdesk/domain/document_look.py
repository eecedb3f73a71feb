"""How quotes and invoices look, by choices: what a template of documents keeps."""

import json
import re
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from crmdesk.i18n import mark

Style = Literal["plain", "band", "compact"]
STYLES: tuple[Style, ...] = ("plain", "band", "compact")
STYLE_NAMES: tuple[tuple[Style, str], ...] = (
    ("plain", mark("Clear")),
    ("band", mark("Bold")),
    ("compact", mark("Compact")),
)
FONTS = (("sans", mark("Modern")), ("serif", mark("Classic")), ("mixed", mark("Classic heads")), ("arial", "Arial"))
COLOURS = (
    "#1b397e", "#0f6b78", "#1f7a4d", "#7a5a12", "#b4461e", "#a3263d", "#6d3a8c", "#2b2f36",
)  # fmt: skip
"""Dark enough to be read as text on white, and to carry white letters."""
SIZES = (("small", mark("Small")), ("normal", mark("Normal")), ("large", mark("Large")))
_COLOUR = re.compile("#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Texts:
    """In one language: what stands before and after the lines where the document says nothing else."""

    intro: str = ""
    terms: str = ""


@dataclass(frozen=True, slots=True)
class DocumentLook:
    style: Style = "plain"
    colour: str = ""
    """#rrggbb; nothing is the style's own."""
    font: str = "sans"
    size: str = "normal"
    has_logo: bool = True
    has_sender: bool = True
    """The own name, address and foot; not so on paper that has them."""
    has_numbers: bool = True
    has_skus: bool = True
    has_pictures: bool = True
    has_texts: bool = True
    """What products are, under their names."""
    has_discounts: bool = True
    has_taxes: bool = True
    """A column, where lines bear different ones."""
    has_carried: bool = True
    """Sums so far, at the end of a page."""
    has_code: bool = True
    has_signature: bool = True
    has_folds: bool = True
    texts: dict[str, Texts] = field(default_factory=dict)
    """By language."""

    def texts_in(self, language: str) -> Texts:
        """Those of `pt-BR`, else of `pt`, else of any Portuguese."""
        base = language.partition("-")[0]
        near = next((code for code in self.texts if code.partition("-")[0] == base), "")
        return self.texts.get(language) or self.texts.get(base) or self.texts.get(near) or Texts()


SWITCHES = (
    ("has_logo", mark("Logo")),
    ("has_sender", mark("Your name, address and foot")),
    ("has_numbers", mark("Numbers of lines")),
    ("has_pictures", mark("Pictures of products")),
    ("has_texts", mark("Descriptions")),
    ("has_skus", mark("Stock numbers")),
    ("has_discounts", mark("Discounts")),
    ("has_taxes", mark("Taxes of lines, where they differ")),
    ("has_carried", mark("Sums carried over")),
    ("has_code", mark("Payment code")),
    ("has_signature", mark("Field for a signature")),
    ("has_folds", mark("Fold marks")),
)
_CHOICES = {"style": STYLES, "font": [key for key, _name in FONTS], "size": [key for key, _name in SIZES]}


def read(text: str | None) -> DocumentLook:
    """What cannot be understood is as usual."""
    try:
        kept = json.loads(text or "{}")
    except ValueError:
        kept = {}
    found = kept if isinstance(kept, dict) else {}
    names = {each.name for each in fields(DocumentLook)}
    sound = {name: value for name, value in found.items() if name in names and _is_sound(name, value)}
    return DocumentLook(**{**sound, "texts": _texts(found.get("texts"))})


def _is_sound(name: str, value: Any) -> bool:
    if name in _CHOICES:
        return value in _CHOICES[name]
    if name == "colour":
        return isinstance(value, str) and bool(_COLOUR.fullmatch(value))
    return isinstance(value, bool)


def _texts(kept: Any) -> dict[str, Texts]:
    told = kept.items() if isinstance(kept, dict) else ()
    return {
        language: Texts(*(str(each.get(name) or "") for name in ("intro", "terms")))
        for language, each in told
        if isinstance(each, dict)
    }


def write(look: DocumentLook) -> str:
    return json.dumps(asdict(look), ensure_ascii=False)
