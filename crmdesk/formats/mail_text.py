"""What an e-mail says: its text without what it quotes, and the signature at the end of it."""

import re
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


def text_of(raw: bytes) -> str:
    """The plain part, or the HTML one as lines; nothing where neither can be read."""
    message = message_from_bytes(raw[:LARGEST], _class=EmailMessage, policy=policy.default)
    try:
        part = message.get_body(("plain", "html"))
    except (AttributeError, KeyError, TypeError, ValueError):  # the parser of the library trips over some
        part = None
    if part is None:
        return ""
    text = _decoded(part)
    return "\n".join(line.text for line in html.read(text)) if part.get_content_subtype() == "html" else text


def _decoded(part: MIMEPart) -> str:
    try:
        found = part.get_content()
    except (LookupError, UnicodeError, ValueError, AttributeError, TypeError):
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
