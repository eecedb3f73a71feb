"""What an e-mail says: its text without what it quotes, the signature at the end of it, the files in it."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from crmdesk.domain.values import html

_QUOTED = re.compile(
    r"^\s*(?:>|-{3,}.*(?:original|ursprüngliche|mensagem|message|сообщение|ileti).*-{3,})", re.IGNORECASE
)
_INTRODUCED = re.compile(
    r"^(?:on|am|em|le|el|il|в|op)\b.{4,200}\b(?:wrote|schrieb|escreveu|écrit|escribió|scritto|написал\w*|schreef)\b.{0,120}:\s*$|^\S.{4,200}\byazdı:\s*$",
    re.IGNORECASE,
)
_MARK = re.compile(r"^--\s?$")
_CLOSING = re.compile(
    r"^(?:(?:best|kind|warm)\s)?(?:regards|wishes|sincerely|yours|cheers|thanks|mit freundlichen grüßen|mfg|"
    r"viele grüße|atenciosamente|abraços?|att|cordialement|saludos|с уважением|saygılarımla)\b[^.?]{0,30}$",
    re.IGNORECASE,
)
_LAST = 15
"""Lines in which a signature is looked for where nothing says where it begins."""
LARGEST = 20 * 1024 * 1024
_MOST_FILES = 50
_MOST_PARTS, _TOP = 5000, 1 << 18
_TRIPS = (AttributeError, IndexError, KeyError, LookupError, TypeError, ValueError)
"""What the parser of the library raises over some."""


@dataclass(frozen=True, slots=True)
class MailFile:
    name: str
    content: bytes


def whole(raw: bytes) -> EmailMessage:
    """With its body, unless that has parts, or is nested, beyond all reason."""
    if raw.count(b"\n--") > _MOST_PARTS and b"multipart/" in raw[:_TOP].lower():
        return EmailMessage()
    try:
        return message_from_bytes(raw[:LARGEST], _class=EmailMessage, policy=policy.default)
    except RecursionError:
        return EmailMessage()


def files_of(message: EmailMessage) -> list[MailFile]:
    """What is attached to it, not the pictures that its text shows."""
    found: list[MailFile] = []
    for part in message.walk():
        if len(found) < _MOST_FILES and (file := _file(part)):
            found.append(file)
    return found


def _file(part: EmailMessage) -> MailFile | None:
    try:
        name, is_attached = part.get_filename(), part.get_content_disposition() == "attachment"
        is_shown = part.get_content_maintype() == "image" and part["content-id"] and not is_attached
        content = None if is_shown or part.is_multipart() or not name else part.get_payload(decode=True)
    except _TRIPS:
        return None
    if not isinstance(content, bytes) or not content:
        return None
    return MailFile(str(name).replace("\\", "/").rpartition("/")[2], content)


def text_of(raw: bytes) -> str:
    return text_in(whole(raw))


def text_in(message: EmailMessage) -> str:
    """The plain part, or the HTML one as lines; nothing where neither can be read."""
    try:
        part = message.get_body(("plain", "html"))
    except (*_TRIPS, RecursionError):
        part = None
    if part is None:
        return ""
    text = _decoded(part)
    return "\n".join(line.text for line in html.read(text)) if part.get_content_subtype() == "html" else text


def _decoded(part: MIMEPart) -> str:
    try:
        found = part.get_content()
    except _TRIPS:
        payload = part.get_payload(decode=True)
        found = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return str(found).replace("\r\n", "\n").replace("\N{NO-BREAK SPACE}", " ")


def own_part(text: str) -> str:
    """What its writer wrote, without quotes and what stands under them; of an answer under its quote, the answer."""
    lines = text.splitlines()
    are_others = [bool(_QUOTED.match(line) or _INTRODUCED.match(line.strip())) for line in lines]
    first = next((number for number, is_other in enumerate(are_others) if is_other), len(lines))
    own = [line for line, is_other in zip(lines, are_others, strict=True) if not is_other]
    return "\n".join(lines[:first]).strip() or "\n".join(own).strip()


def signature_of(text: str) -> str:
    """Behind the mark or the closing words; else the last lines, if they stand apart."""
    lines = own_part(text).splitlines()
    for pattern in (_MARK, _CLOSING):
        places = [number for number, line in enumerate(lines) if pattern.match(line.strip(" ,"))]
        if places and len(lines) - places[-1] <= 2 * _LAST:
            return "\n".join(lines[places[-1] + 1 :]).strip()
    last = "\n".join(lines[-_LAST:]).strip()
    return last.rpartition("\n\n")[2] if "\n\n" in last else ""
