"""Values of several parts: a postal address, a position in a company, the parts of a name."""

from collections.abc import Callable, Mapping

from crmdesk import i18n
from crmdesk.domain.contacts import compose_name
from crmdesk.i18n import _
from crmdesk.ui.editor import Choices, Editor
from crmdesk.ui.suggest import Suggest
from crmdesk.widgets.block import BlockField, Part

ADDRESS_COLUMNS = ("street", "street2", "street3", "po_box", "postal_code", "city", "region", "country")
POSITION_COLUMNS = ("title", "company", "department")
NAME_COLUMNS = ("prefix", "given_name", "middle_name", "family_name", "suffix")


def address_field(name: str, home: str) -> BlockField:
    parts = (
        Part("street", _("Street"), 0, 0, 4),
        Part("street2", _("Street 2"), 1, 0, 4),
        Part("street3", _("Street 3"), 2, 0, 2),
        Part("po_box", _("PO box"), 2, 2, 2),
        Part("postal_code", _("Postal code"), 3, 0, 1),
        Part("city", _("City"), 3, 1, 3),
        Part("region", _("Region"), 4, 0, 2),
        Part("country", _("Country"), 4, 2, 2, choices=_countries()),
    )
    return BlockField(name, parts, lambda value: "\n".join(_address_lines(value, home)), _("Street, city, country"))


def _countries() -> list[tuple[str, str]]:
    from crmdesk.domain.values import countries

    return countries.listed(i18n.language())


def _address_lines(value: Mapping[str, str], home: str) -> list[str]:
    from crmdesk.printing.addresses import plain_lines

    return plain_lines(value, from_country=home, language=i18n.language())


def position_field(name: str, editor: Editor) -> BlockField:
    parts = (
        Part("title", _("Job title"), 0, 0),
        Part("company", _("Company"), 1, 0),
        Part("department", _("Department"), 2, 0),
    )
    field = BlockField(name, parts, _position_lines, _("Job title, company"))
    offer_titles(field, editor)
    Suggest(editor.desk, field.line("company"), "company")
    return field


def offer_titles(field: BlockField, editor: Editor) -> None:
    def take(part: str) -> Callable[[Choices], None]:
        return lambda choices: field.offer(part, [words for _value, words in choices])

    editor.offer(field, "job title", take("title"))
    editor.offer(field, "department", take("department"))


def _position_lines(value: Mapping[str, str]) -> str:
    first = ", ".join(value[part] for part in ("title", "department") if value.get(part))
    return "\n".join(line for line in (first, value.get("company", "")) if line)


def name_field(name: str) -> BlockField:
    parts = (
        Part("prefix", _("Prefix"), 0, 0),
        Part("given_name", _("First name"), 0, 1, 2),
        Part("middle_name", _("Middle name"), 0, 3, 2),
        Part("family_name", _("Last name"), 1, 0, 4),
        Part("suffix", _("Suffix"), 1, 4),
    )
    return BlockField(name, parts, spoken, _("Name"), font="title")


def spoken(value: Mapping[str, str]) -> str:
    return value.get("full_name") or compose_name(
        *(value.get(part) for part in ("given_name", "middle_name", "family_name", "prefix", "suffix"))
    )
