"""What is kept for the printer: designs of labels, sheets of one's own, letters, and what was printed."""

from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark

DESIGN_KINDS = (("label", mark("Label|to be printed")), ("card", mark("Card")), ("badge", mark("Name badge")))
RUN_KINDS = (
    ("labels", mark("Labels")),
    ("envelopes", mark("Envelopes")),
    ("letters", mark("Letters")),
    ("cards", mark("Cards")),
)


class LabelDesign(Record):
    """What stands on each label, for labels of any size: the parts move with the size."""

    __tablename__ = "label_designs"
    number = 33
    label = mark("Label design")
    together = (("kind", "body"),)

    name: Mapped[str] = field(3, mark("Name"))
    kind: Mapped[str] = field(4, mark("Kind"), Kind.CHOICE, choices=DESIGN_KINDS, default="label")
    body: Mapped[str] = field(5, mark("Design"), Kind.LONG_TEXT)
    """JSON, as `printing.designs` reads it."""


class OwnSheet(Record):
    """A sheet of labels that the catalogue does not know, measured by its user."""

    __tablename__ = "own_sheets"
    number = 34
    label = mark("Own sheet")

    name: Mapped[str] = field(3, mark("Name"))
    measures: Mapped[str] = field(4, mark("Measures"), Kind.LONG_TEXT)
    """JSON in millimetres, as `printing.sheets` reads it."""


class LetterTemplate(Record):
    __tablename__ = "letter_templates"
    number = 35
    label = mark("Letter template")
    together = (("subject", "body"),)

    name: Mapped[str] = field(3, mark("Name"))
    language: Mapped[str | None] = field(4, mark("Language"))
    """BCP 47: of whom it is written to; nothing is for all."""
    subject: Mapped[str | None] = field(5, mark("Subject"))
    body: Mapped[str] = field(6, mark("Text"), Kind.LONG_TEXT)
    """The few HTML tags that `domain.values.rich_text` lets through, with places for fields."""
    look: Mapped[str | None] = field(7, mark("Paper"), Kind.LONG_TEXT)
    """JSON: letterhead, place of the window, margins, size of the type."""


class PrintRun(Record):
    """One job for the printer, kept as it was so that a part of it can be printed again."""

    __tablename__ = "print_runs"
    number = 36
    label = mark("Print run")
    together = (("kind", "count", "choices", "pieces"),)

    kind: Mapped[str] = field(3, mark("Kind"), Kind.CHOICE, choices=RUN_KINDS)
    name: Mapped[str] = field(4, mark("Of"))
    """The words of the lookup or the group."""
    count: Mapped[int] = field(5, mark("Pieces"), Kind.NUMBER)
    choices: Mapped[str] = field(6, mark("Choices"), Kind.LONG_TEXT)
    """JSON: sheet, design, first label and the like."""
    pieces: Mapped[str] = field(7, mark("What was printed"), Kind.LONG_TEXT, personal=True)
    """JSON: of each piece whose it is and the texts on it."""
