"""Designs to begin with: what offices print most."""

from functools import partial

from crmdesk.domain.designs import Design, Element
from crmdesk.i18n import _

PLAIN = "address"
"""As labels are when nobody designs them."""

_CARD = """BEGIN:VCARD
VERSION:3.0
N:{{last_name}};{{first_name}};;;
FN:{{name}}
{{#company}}ORG:{{company}}{{/company}}
{{#phone}}TEL:{{phone}}{{/phone}}
{{#email}}EMAIL:{{email}}{{/email}}
END:VCARD"""


def stock() -> dict[str, Design]:
    """By a name that is kept; texts are in the user's language."""
    text = partial(Element, "text")
    return {
        PLAIN: Design(_("Address"), elements=(text(text="{{label}}", font="first", smallest=5.0),)),
        "return address": Design(
            _("Return address"), "label", 38.1, 21.2,
            (text(text="{{own.label}}", font="first", size=7, smallest=4.0),),
        ),
        "name badge": _badge(),
        "folder": Design(
            _("Folder"), "label", 200, 60,
            (
                text(0, 0, 1, 0.62, text="{{filed_as}}", font="strong", size=38, place="bottom"),
                Element("line", 0, 0.62, 1, 0.1, thick=1.5),
                text(0, 0.74, 0.7, 0.26, text="{{company}}", size=18, place="top", smallest=5.0),
                text(0.7, 0.74, 0.3, 0.26, text="{{today}}", size=14, align="right", place="top", tone="grey"),
            ),
        ),
        "shelf": Design(
            _("Shelf"), "label", 99.1, 38.1,
            (
                text(0, 0, 1, 0.36, text="{{name}}", font="strong", size=18, place="top"),
                text(0, 0.36, 1, 0.2, text="{{company}}", size=10, place="top", tone="grey"),
                Element("code", 0, 0.58, 1, 0.42, text="{{phone}}", code="code128", place="bottom"),
            ),
        ),
        "gift tag": Design(
            _("Gift tag"), "label", 63.5, 38.1,
            (
                Element("box", thick=1.0, corner=3.0, tone="grey"),
                text(0.06, 0.08, 0.88, 0.2, text=_("For"), size=8, align="centre", tone="grey"),
                text(0.06, 0.26, 0.88, 0.44, text="{{name}}", font="strong", size=18, align="centre"),
                text(0.06, 0.72, 0.88, 0.2, text=_("from {name}").format(name="{{own.name}}"), size=8, align="centre",
                     only_if="own.name", tone="grey"),
            ),
        ),
        "business card": _card(),
    }  # fmt: skip


def _badge() -> Design:
    text = partial(Element, "text", align="centre")
    return Design(
        _("Name badge"), "badge", 86.5, 55.5,
        (
            text(0, 0, 1, 0.14, text="{{own.name}}", size=9, place="top", tone="grey"),
            text(0, 0.2, 1, 0.36, text="{{name}}", font="strong", size=28),
            text(0, 0.56, 1, 0.16, text="{{job_title}}", size=12, tone="grey", place="top"),
            Element("line", 0.35, 0.74, 0.3, 0.06, only_if="company", tone="grey"),
            text(0, 0.82, 1, 0.18, text="{{company}}", font="strong", size=14, place="bottom"),
        ),
    )  # fmt: skip


def _card() -> Design:
    text = partial(Element, "text")
    ways = "{{mobile}}\n{{work_phone}}\n{{email}}\n{{web}}"
    return Design(
        _("Business card"), "card", 85, 54,
        (
            text(0, 0, 1, 0.2, text="{{name}}", font="strong", size=14, place="top"),
            text(0, 0.2, 1, 0.22, text="{{job_title}}\n{{company}}", size=9, place="top", tone="grey"),
            text(0, 0.46, 0.64, 0.54, text=f"{ways}\n{{{{address}}}}", size=7.5, place="bottom", smallest=5.0),
            Element("code", 0.66, 0.44, 0.34, 0.56, text=_CARD, code="qr", align="right", place="bottom"),
        ),
    )  # fmt: skip
