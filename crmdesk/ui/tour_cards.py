"""Scenes of the tour: a card read in, an e-mail dropped."""

from PySide6.QtWidgets import QApplication

from crmdesk.ui import drops
from crmdesk.ui.card_commands import read_card
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.paper_sheet import PaperSheet
from crmdesk.ui.quick_entry import QuickEntry
from crmdesk.ui.tour_stage import settle, show_record, wait_for
from crmdesk.ui.window import Window

_PERSON = "Álvares"
_CARD = """João Álvares
Diretor
Padaria São José Ltda.
Rua Augusta, 1500
01304-001 São Paulo - SP
cel: +55 11 98765-4321 | tel: (11) 3333-1000 ramal 12
joao@padaria.example | www.padaria.example
Forno aberto de terça a domingo"""
_COPIED = "Ada Lovelace\nAnalytical Engines Ltd\nada@engines.example\n+44 20 7946 0958"
_MAIL = """From: =?utf-8?q?Jo=C3=A3o_=C3=81lvares?= <joao@padaria.example>
To: sales@forno.example
Cc: Greta Neumann <greta@neumann.example>
Subject: Ovens for the new shop
Date: Fri, 20 Nov 2026 10:15:00 +0100
Content-Type: multipart/mixed; boundary=next

--next
Content-Type: text/plain; charset=utf-8

Hello,

we would like three ovens by Friday. Can you send a price?

Best regards
João Álvares
--next
Content-Type: application/pdf
Content-Disposition: attachment; filename="Plan of the shop.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjcKJcOkw7zDtsOfCg==
--next--
"""


def quick_entry(window: Window) -> None:
    show_record(window, _PERSON)
    read_card(window, _CARD)
    sheet = next(iter(window.findChildren(QuickEntry)))
    wait_for(lambda: sheet.likely.found)


def offered(window: Window) -> None:
    """The clipboard holds a card."""
    show_record(window, _PERSON)
    QApplication.clipboard().setText(_COPIED)
    read_card(window)
    settle(window)
    QApplication.clipboard().clear()


def paper(window: Window, key: str) -> None:
    """The pages of a set, complete."""
    show_record(window, _PERSON)
    window.ask_on_set(key, CurrentSet("contact", None, 160))
    sheet = next(iter(window.findChildren(PaperSheet)))
    wait_for(sheet.print_button.isEnabled)


def letter(window: Window) -> None:
    show_record(window, _PERSON)
    path = window.desk.path
    assert path
    file = path.with_name("Ovens.eml")
    file.write_text(_MAIL, "utf-8")
    drops.take_letter(window, file)
