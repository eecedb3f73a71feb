"""Cards as hypothesis makes them up: every field that a vCard of ours can carry."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from crmdesk.domain.card import Card
from crmdesk.domain.channels import LINK_LABELS, PHONE_LABELS, PLACE_LABELS
from crmdesk.domain.companies import ROLES
from crmdesk.domain.contacts import CHANNELS, GENDERS, MARITAL, STAGES, compose_name

_CHARS = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t")
_PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).map(str.strip).filter(bool)
_HOSTILE = st.sampled_from(
    (";", ",", "\\", "a\\;b", "\\n", "END:VCARD", "^n", '"', "x;y,z:w", "ü" * 90, "a:b", "=3D", "tel:1", "Ω\u2028Ω")
)
LINES = st.one_of(_PLAIN, _HOSTILE)
TEXTS = st.one_of(st.text(_CHARS, min_size=1, max_size=40).map(str.strip).filter(bool), _HOSTILE)
DATES = st.one_of(
    st.dates().map(str).filter(lambda date: "0100" <= date < "3000" and not date.startswith("1604")),
    st.sampled_from(("--02-29", "--12-31", "1970-05", "1970")),
)
_FLAG = st.just(True)
_COUNTRIES = st.sampled_from(("BR", "DE", "JP", "GB", "US", "TR", "RU", "Nowhere at all"))


def _keys(labels: tuple[tuple[str, str], ...]) -> st.SearchStrategy[str]:
    return st.sampled_from([key for key, _shown in labels])


def _labels(labels: tuple[tuple[str, str], ...]) -> st.SearchStrategy[str]:
    return st.one_of(_keys(labels), st.sampled_from(("work mobile", "Work", "BLOG", "Datscha; hinten")), TEXTS)


def _item(required: dict[str, Any], **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def _some(items: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, max_size=3)


PHONES = _item(
    {"label": _labels(PHONE_LABELS), "value": LINES.filter(lambda text: not text.startswith("tel:"))},
    extension=st.one_of(st.from_regex(r"[0-9*#]{1,6}", fullmatch=True), LINES),
    is_primary=_FLAG,
)
EMAILS = _item({"label": _labels(PLACE_LABELS), "value": LINES}, is_primary=_FLAG)
ADDRESSES = _item(
    {"label": _labels(PLACE_LABELS), "city": TEXTS},
    **dict.fromkeys(("street", "street2", "street3"), LINES),
    **dict.fromkeys(("po_box", "region", "postal_code"), TEXTS),
    country=_COUNTRIES,
    is_mailing=_FLAG,
    is_primary=_FLAG,
)
LINKS = _item(
    {"label": _labels(LINK_LABELS), "value": LINES},
    service=st.one_of(st.sampled_from(("skype", "linkedin", "pref", "im", "xmpp")), LINES),
    is_primary=_FLAG,
)
POSITIONS = _item(
    {"company": TEXTS},
    role=st.one_of(_keys(ROLES), TEXTS),
    title=TEXTS,
    department=TEXTS,
    is_primary=_FLAG,
    since=DATES,
    until=DATES,
)
OPT_OUTS = _item({"channel": _keys(CHANNELS)}, reason=TEXTS, since=DATES)
RELATIONS = _item({"type": st.sampled_from(("spouse", "sibling", "co-worker", "other", "Patentante")), "name": TEXTS})
NOTES = _item({"text": TEXTS}, is_html=_FLAG, is_pinned=_FLAG, created_at=st.integers(0, 2**50))
PERSON = _item(
    {},
    **dict.fromkeys(("prefix", "given_name", "middle_name", "family_name", "suffix", "full_name", "nickname"), TEXTS),
    **dict.fromkeys(("phonetic_given_name", "phonetic_family_name", "salutation", "occupation"), TEXTS),
    **dict.fromkeys(("source", "id_status"), TEXTS),
    birthday=DATES,
    anniversary=DATES,
    gender=_keys(GENDERS),
    marital_status=_keys(MARITAL),
    language=st.sampled_from(("pt-BR", "tr", "x")),
    stage=_keys(STAGES),
    rating=st.integers(0, 5),
    time_zone=st.sampled_from(("America/Sao_Paulo", "UTC", "half past")),
    created_at=st.integers(0, 2**50),
)
COMPANY = _item(
    {"name": TEXTS},
    kind=st.sampled_from(("company", "household")),
    **dict.fromkeys(("phonetic_name", "industry", "salutation", "source", "id_status", "tax_number"), TEXTS),
    stage=_keys(STAGES),
    rating=st.integers(0, 5),
)
LEFTOVER = st.sampled_from(
    (
        "X-FOO:bar",
        'item1.X-FOO;A="b;c":d',
        "GEO:37.1;-122.0",
        "X-LONG:" + "é" * 300,
        "X-SLASH:a\\,b\\nc\\\\",
        "MAILER:x",
    )
)
_PICTURES = st.tuples(st.sampled_from(("image/jpeg", "image/png", "image/svg+xml", "text/x")), st.binary(min_size=1))
_SIGNED = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*", b"MM\0", b"RIFF")


def _in_normal_form(card: Card) -> Card:
    """A name that its parts say already is not said again."""
    fields = dict(card.fields)
    spoken = compose_name(*(fields.get(f"{part}_name") for part in ("given", "middle", "family")), *_ends(fields))
    if " ".join(fields.get("full_name", "").split()) == " ".join(spoken.split()):
        fields.pop("full_name", None)
    return replace(card, fields=fields)


def _ends(fields: dict[str, Any]) -> tuple[str | None, str | None]:
    return fields.get("prefix"), fields.get("suffix")


_SHARED: dict[str, st.SearchStrategy[Any]] = {
    "phones": _some(PHONES),
    "emails": _some(EMAILS),
    "addresses": _some(ADDRESSES),
    "links": _some(LINKS),
    "opt_outs": _some(OPT_OUTS),
    "relations": _some(RELATIONS),
    "notes": _some(NOTES),
    "tags": st.lists(TEXTS, max_size=3, unique=True),
    "groups": _some(TEXTS),
    "custom": st.dictionaries(TEXTS, TEXTS, max_size=3),
    "photo": st.none() | _PICTURES.filter(lambda picture: not picture[1].startswith(_SIGNED)),
    "uid": st.none() | TEXTS,
    "leftover": st.lists(LEFTOVER, max_size=3),
}
CONTACTS = st.builds(Card, fields=PERSON, affiliations=_some(POSITIONS), **_SHARED).map(_in_normal_form)
COMPANIES = st.builds(Card, kind=st.just("company"), fields=COMPANY, **_SHARED)
_MEMBERS = st.lists(st.uuids().map(str) | st.just("mailto:a@b.example"), max_size=3)
GROUPS = st.builds(Card, kind=st.just("group"), fields=_item({"name": TEXTS}), members=_MEMBERS)
CARDS = st.one_of(CONTACTS, COMPANIES, GROUPS)
