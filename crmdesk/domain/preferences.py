"""What holds for the whole file, whoever opens it."""

from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark


class Preference(Record):
    """`named_id("preference", name)`."""

    __tablename__ = "preferences"
    number = 22
    label = mark("Preference")

    name: Mapped[str] = field(3, mark("Name"))
    """`country`: the user's own, an ISO code: phones are read and letters are posted from there. `alphabet`: the
    language whose order names are filed in, where it is not that of whoever uses the file. `own_company`: the id, as
    hex, of the company whose file this is: its name and address head letters and stand on envelopes. `letter_foot`:
    what stands at the foot of its letters, such as bank and register. `holiday_region`: `country/region`, whose
    holidays calendars show besides those of the whole country. `currency`: of new deals and documents, where it is not
    that of the country. `numbers.quote` and the like: patterns of numbers. `numbers.plain`: the laptop that numbers
    without a letter. `payment.iban`, `payment.bic`, `payment.pix`: where customers pay to."""
    value: Mapped[str] = field(4, mark("Value"), Kind.LONG_TEXT)


_OWN = frozenset({"holiday_region", "signature"})
"""Names of what is a person's own in a file that several share."""


def is_own(name: str) -> bool:
    return name in _OWN
