"""What a QR code says so that a banking app fills in the payment: EPC for SEPA, the Swiss QR bill, Pix in Brazil."""

import re
import unicodedata
from dataclasses import dataclass

from crmdesk.domain.money import text_of

_SEPA = "AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO SE SI SK SM VA"


@dataclass(frozen=True, slots=True)
class Payee:
    name: str
    iban: str = ""
    bic: str = ""
    pix: str = ""
    """A key of Pix: mail, phone, CPF, CNPJ or a random one."""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""


def code(payee: Payee, amount: int, currency: str, reference: str) -> tuple[str, bool]:
    """The text of the code, and whether it is a Swiss one; nothing where no standard fits."""
    if amount <= 0:
        return "", False
    iban = re.sub(r"\s", "", payee.iban).upper()
    if currency == "BRL" and payee.pix:
        return pix(payee, amount, reference), False
    if iban[:2] in ("CH", "LI") and currency in ("CHF", "EUR") and is_iban(iban):
        return swiss(payee, iban, amount, currency, reference), True
    if currency == "EUR" and iban[:2] in _SEPA and is_iban(iban):
        return epc(payee, iban, amount, reference), False
    return "", False


def is_iban(text: str) -> bool:
    """Its check digits are right (ISO 13616)."""
    if not re.fullmatch(r"[A-Z]{2}\d\d[A-Z0-9]{11,30}", text):
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1


def epc(payee: Payee, iban: str, amount: int, reference: str) -> str:
    """EPC069-12, version 2: UTF-8, the reference as text."""
    sum_of = f"EUR{text_of(amount, 'EUR')}"
    head = ["BCD", "002", "1", "SCT", payee.bic.strip().upper(), _cut(payee.name, 70), iban, sum_of]
    return "\n".join([*head, "", "", _cut(reference, 140)])


def swiss(payee: Payee, iban: str, amount: int, currency: str, reference: str) -> str:
    """Swiss Implementation Guidelines QR-bill 2.3: structured address, no reference number, who pays is left open."""
    own = ["S", _cut(payee.name, 70), _cut(payee.street, 70), "", _cut(payee.postal_code, 16), _cut(payee.city, 35)]
    nobody = [""] * 7
    head = ["SPC", "0200", "1", iban, *own, payee.country or iban[:2], *nobody, text_of(amount, currency), currency]
    return "\r\n".join([*head, *nobody, "NON", "", _cut(reference, 140), "EPD"])


def pix(payee: Payee, amount: int, reference: str) -> str:
    """BR Code (EMV QRCPS-MPM) with the check of CRC-16/CCITT-FALSE."""
    account = _field("00", "br.gov.bcb.pix") + _field("01", payee.pix.strip())
    name, city = _plain(payee.name, 25) or "N", _plain(payee.city, 15) or "BRASIL"
    identifier = re.sub(r"[^A-Za-z0-9]", "", reference)[:25] or "***"
    parts = [
        ("00", "01"), ("26", account), ("52", "0000"), ("53", "986"), ("54", text_of(amount, "BRL")), ("58", "BR"),
        ("59", name), ("60", city), ("62", _field("05", identifier)),
    ]  # fmt: skip
    text = "".join(_field(key, value) for key, value in parts) + "6304"
    return f"{text}{_crc(text.encode()):04X}"


def _field(key: str, value: str) -> str:
    return f"{key}{len(value):02}{value}"


def _crc(data: bytes) -> int:
    found = 0xFFFF
    for byte in data:
        found ^= byte << 8
        for _bit in range(8):
            found = (found << 1 ^ 0x1021 if found & 0x8000 else found << 1) & 0xFFFF
    return found


def _cut(text: str, length: int) -> str:
    return " ".join(text.split())[:length].strip()


def _plain(text: str, length: int) -> str:
    """Capitals without accents: what every reader understands."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _cut(re.sub(r"[^A-Za-z0-9 .\-]", " ", bare), length).upper()
