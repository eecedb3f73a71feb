"""What programs call a kind of phone, place, service or relation, and what we call it."""

import re
from functools import lru_cache

from crmdesk.domain.channels import LINK_LABELS, PHONE_LABELS, PLACE_LABELS

_WRAPPED = re.compile(r"_?\$!<(.*)>!\$_?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CAPITALS = {"GRAND_CENTRAL", "PROFILE", "BLOG", "RELATIVE", "REFERRED_BY", "DOMESTIC_PARTNER", "FTP", "RESERVATIONS"}
"""Labels of Google's own, as it writes them."""
_SYNONYMS = {
    "cell": "mobile",
    "cellular": "mobile",
    "iphone": "mobile",
    "homefax": "home fax",
    "workfax": "work fax",
    "otherfax": "fax",
    "other fax": "fax",
}
_TYPE_SYNONYMS = _SYNONYMS | {
    "pcs": "mobile",
    "business": "work",
    "company": "main",
    "ttytdd": "tty/tdd",
    "tty-tdd": "tty/tdd",
    "textphone": "tty/tdd",
}
_NOISE = frozenset(
    ("voice", "msg", "text", "internet", "smtp", "dom", "intl", "postal", "parcel", "email", "b", "uri", "personal")
)
"""Types that say nothing a user would call a label."""
_FAINT = frozenset(("video", "x400", "isdn", "modem", "bbs"))
"""Types that are a label only where nothing else is."""
PHONE_TYPES = {
    "mobile": "cell",
    "work": "work",
    "home": "home",
    "main": "main",
    "work fax": "work,fax",
    "home fax": "home,fax",
    "fax": "fax",
    "pager": "pager",
    "work mobile": "work,cell",
    "other": "",
}
PLACE_TYPES = {"work": "work", "home": "home", "other": ""}
_BUILT_IN = {key for labels in (PHONE_LABELS, PLACE_LABELS, LINK_LABELS) for key, _shown in labels}

_APPLE_RELATIONS = "spouse child mother father parent brother sister friend partner assistant manager relative other"
RELATIONS = frozenset(_APPLE_RELATIONS.split())
"""Those that Apple has words for."""
_RFC_RELATIONS = (
    "contact acquaintance friend met co-worker colleague co-resident neighbor child parent sibling spouse kin muse"
    " crush date sweetheart me agent emergency"
)
RFC_RELATIONS = frozenset(_RFC_RELATIONS.split())
ANDROID_RELATIONS = (
    "",
    "assistant",
    "brother",
    "child",
    "domestic partner",
    "father",
    "friend",
    "manager",
    "mother",
    "parent",
    "partner",
    "referred by",
    "relative",
    "sister",
    "spouse",
)
RELATION_PROPERTIES = {
    "X-SPOUSE": "spouse",
    "X-MS-SPOUSE": "spouse",
    "X-EVOLUTION-SPOUSE": "spouse",
    "X-KADDRESSBOOK-X-SPOUSESNAME": "spouse",
    "X-WAB-SPOUSE_NAME": "spouse",
    "X-MANAGER": "manager",
    "X-MS-MANAGER": "manager",
    "X-EVOLUTION-MANAGER": "manager",
    "X-KADDRESSBOOK-X-MANAGERSNAME": "manager",
    "X-ASSISTANT": "assistant",
    "X-MS-ASSISTANT": "assistant",
    "X-EVOLUTION-ASSISTANT": "assistant",
    "X-KADDRESSBOOK-X-ASSISTANTSNAME": "assistant",
    "X-MS-CHILD": "child",
}
CHAT_PROPERTIES = {
    "X-AIM": "aim",
    "X-ICQ": "icq",
    "X-JABBER": "jabber",
    "X-MSN": "msn",
    "X-YAHOO": "yahoo",
    "X-YAHOO-ID": "yahoo",
    "X-SKYPE": "skype",
    "X-SKYPE-USERNAME": "skype",
    "X-QQ": "qq",
    "X-GTALK": "googletalk",
    "X-GOOGLE-TALK": "googletalk",
    "X-GADUGADU": "gadugadu",
    "X-GROUPWISE": "groupwise",
    "X-SIP": "sip",
    "X-MATRIX": "matrix",
    "X-TELEGRAM": "telegram",
    "X-SIGNAL": "signal",
    "X-WHATSAPP": "whatsapp",
    "X-MS-IMADDRESS": "",
    "X-KADDRESSBOOK-X-IMADDRESS": "",
}
SCHEMES = {
    "aim": "aim",
    "icq": "icq",
    "jabber": "xmpp",
    "xmpp": "xmpp",
    "googletalk": "xmpp",
    "facebook": "xmpp",
    "msn": "msnim",
    "yahoo": "ymsgr",
    "skype": "skype",
    "sip": "sip",
    "gadugadu": "gg",
    "matrix": "matrix",
}
_SERVICES = {"xmpp": "jabber", "msnim": "msn", "ymsgr": "yahoo", "gg": "gadugadu", "gtalk": "googletalk", "im": ""}


@lru_cache(4096)
def phone_label(words: tuple[str, ...]) -> str:
    """The label that the types of a phone make up together."""
    kinds, rest = _sort(words)
    if fax := kinds & {"fax", "home fax", "work fax"}:
        place = next((place for place in ("home", "work") if place in kinds), "")
        return f"{place} fax".strip() if fax == {"fax"} else min(fax - {"fax"})
    for kind in ("pager", "mobile"):
        if kind in kinds:
            return "work mobile" if kind == "mobile" and "work" in kinds else kind
    return next((kind for kind in ("main", *rest, "work", "home") if kind in kinds or kind in rest), "other")


@lru_cache(4096)
def place_label(words: tuple[str, ...]) -> str:
    """The label that the types of an address, e-mail or web page make up together."""
    kinds, rest = _sort(words)
    places = (word for word in _known(words) if word in PLACE_TYPES)
    return next(iter((*rest, *places, *kinds)), "other")


def _sort(words: tuple[str, ...]) -> tuple[set[str], list[str]]:
    """Built-in labels among the types, and the user's own words."""
    known = _known(words)
    kinds = {word for word in known if word in _BUILT_IN}
    own = [word for word in known if word not in _BUILT_IN]
    return kinds, [word for word in own if not kinds or word.lower() not in _FAINT]


def _known(words: tuple[str, ...]) -> list[str]:
    plain = (word[2:] if word[:2].upper() == "X-" else word for word in words)
    return [_built_in(word) for word in plain if word.lower() not in _NOISE and word]


def _built_in(word: str) -> str:
    """One of our labels where it is one, or a type of vCard in small letters; else as the user wrote it."""
    lower = word.lower()
    if synonym := _TYPE_SYNONYMS.get(lower):
        return synonym
    return lower if word.isupper() or lower in _BUILT_IN or lower in RELATIONS or lower in _FAINT else word


def own_label(text: str) -> str:
    """A label as Apple and Google write it; `_$!<...>!$_` marks those they translate."""
    if wrapped := _WRAPPED.fullmatch(text):
        word = _CAMEL.sub(" ", wrapped[1]).lower()
        return {"home page": "homepage", "e-mail": "other", "email": "other"}.get(word, _SYNONYMS.get(word, word))
    if text in _CAPITALS:
        return text.replace("_", " ").lower()
    lower = _SYNONYMS.get(text.lower(), text.lower())
    return lower if lower in _BUILT_IN or lower in RELATIONS else text


def service_name(text: str) -> str:
    lower = text.lower()
    return _SERVICES.get(lower, lower)
