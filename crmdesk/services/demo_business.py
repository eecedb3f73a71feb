"""Whose file the sample is: a business with an address, a logo and a foot for its letters."""

from io import BytesIO

from crmdesk import paths
from crmdesk.domain.card import Card
from crmdesk.domain.ids import named_id
from crmdesk.domain.preferences import Preference
from crmdesk.i18n import _
from crmdesk.services import preferences, sender
from crmdesk.services.cards import Writer
from crmdesk.store import bulk
from crmdesk.store.store import Store

_FOOT = "Forno Supplies, Lda. · NIF PT 509 000 111\nIBAN PT50 0000 0000 0000 0000 0000 0"


def add(store: Store) -> None:
    """For good, as all sample data."""
    with store.write(_("Sample data"), can_undo=False) as session:
        writer = Writer(session, preferences.country(session))
        key = writer.add(_card())
        writer.flush()
        told = {sender.OWN: key.hex(), sender.FOOT: _FOOT}
        rows = [{"id": named_id("preference", name), "name": name, "value": value} for name, value in told.items()]
        bulk.revive(session, Preference, rows)


def _card() -> Card:
    place = {"street": "Rua das Padarias 12", "postal_code": "1100-408", "city": "Lisboa", "country": "PT"}
    return Card(
        kind="company",
        fields={"name": "Forno Supplies", "industry": "Bakery equipment", "tax_number": "PT 509 000 111"},
        phones=[{"label": "work", "value": "+351 21 555 01 20"}],
        emails=[{"label": "work", "value": "ola@forno.example"}],
        links=[{"label": "work", "value": "www.forno.example"}],
        addresses=[{"label": "work", **place}],
        photo=("image/png", _logo()),
    )


def _logo() -> bytes:
    """The mouth of an oven, and a word."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGBA", (760, 220), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 10, 200, 210), 44, fill=(178, 74, 34, 255))
    draw.pieslice((38, 60, 162, 184), 180, 360, fill=(255, 246, 236, 255))
    draw.rounded_rectangle((38, 130, 162, 160), 8, fill=(255, 246, 236, 255))
    font = ImageFont.truetype(str(paths.resources() / "fonts" / "NotoSans-SemiBold.ttf"), 150)
    draw.text((244, 110), "Forno", font=font, fill=(50, 38, 32, 255), anchor="lm")
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
