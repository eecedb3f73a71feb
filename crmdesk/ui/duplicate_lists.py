"""What the screen of duplicates looks for: contacts and companies that are there twice, and people of one home."""

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QLocale

from crmdesk.i18n import _, ngettext
from crmdesk.ui.numbers import grouped
from crmdesk.widgets.record_table import Row

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.reports import Progress


class Kind(Protocol):
    has_scores: bool

    def name(self) -> str: ...
    def looking(self) -> str: ...
    def nothing(self) -> tuple[str, str]: ...
    def find(self, store: "Store") -> "Generator[Progress, None, list[Any]]": ...
    def row(self, found: Any) -> Row: ...
    def size(self, found: Any) -> int: ...
    def is_sure(self, found: Any, score: float) -> bool: ...
    def act(self, store: "Store", chosen: list[Any]) -> "Generator[Progress, None, int]": ...
    def doing(self) -> str: ...
    def act_words(self, count: int) -> str: ...
    def count_words(self, count: int, of: int) -> str: ...
    def done_words(self, count: int) -> str: ...


class Found:
    """Duplicates with the names of their records."""

    def __init__(self, ids: list[bytes], names: list[str], score: float, reasons: list[str]) -> None:
        self.ids, self.names, self.score, self.reasons = ids, names, score, reasons


class _Duplicates:
    has_scores = True
    kind = "contact"

    def looking(self) -> str:
        return _("Looking through the whole file")

    def find(self, store: "Store") -> "Generator[Progress, None, list[Found]]":
        from crmdesk.services import duplicates

        found = yield from duplicates.find(store, self.kind)
        names = {row.id: row.name for row in store.rows([key for each in found for key in each.ids])}
        return [Found(each.ids, [names.get(key, "") for key in each.ids], each.score, each.reasons) for each in found]

    def row(self, found: Found) -> Row:
        percent = _("{percent} %").format(percent=QLocale().toString(min(int(found.score * 100), 99)))
        return Row(found.ids[0], "  =  ".join(found.names), " · ".join(found.reasons), percent)

    def size(self, found: Found) -> int:
        return len(found.ids)

    def is_sure(self, found: Found, score: float) -> bool:
        return found.score >= score

    def act(self, store: "Store", chosen: list[Found]) -> "Generator[Progress, None, int]":
        from crmdesk.services import merging

        return merging.merge_all(store, [found.ids for found in chosen])

    def doing(self) -> str:
        return _("Merging")

    def act_words(self, count: int) -> str:
        words = ngettext("Merge {count} pair", "Merge {count} pairs", count).format(count=grouped(count))
        return words if count else _("Merge")

    def count_words(self, count: int, of: int) -> str:
        words = ngettext("{count} of {all} selected", "{count} of {all} selected", count)
        return words.format(count=grouped(count), all=grouped(of))


class Contacts(_Duplicates):
    def name(self) -> str:
        return _("Contacts")

    def nothing(self) -> tuple[str, str]:
        return _("No duplicates"), _("Every contact of this file is in it once.")

    def done_words(self, count: int) -> str:
        words = ngettext("{count} contact was merged into another", "{count} contacts were merged into others", count)
        return words.format(count=grouped(count))


class Companies(_Duplicates):
    kind = "company"

    def name(self) -> str:
        return _("Companies")

    def nothing(self) -> tuple[str, str]:
        return _("No duplicates"), _("Every company of this file is in it once.")

    def done_words(self, count: int) -> str:
        words = ngettext("{count} company was merged into another", "{count} companies were merged into others", count)
        return words.format(count=grouped(count))


class Homes:
    has_scores = False

    def name(self) -> str:
        return _("Households")

    def looking(self) -> str:
        return _("Looking for people of one surname and address")

    def nothing(self) -> tuple[str, str]:
        return _("No households to suggest"), _("People of one surname at one private address would stand here.")

    def find(self, store: "Store") -> "Generator[Progress, None, list[Any]]":
        from crmdesk.services import households
        from crmdesk.services.reports import Progress

        yield Progress(0.1, "")
        return households.suggested(store)

    def row(self, found: Any) -> Row:
        people = ngettext("{count} person", "{count} people", len(found.ids)).format(count=grouped(len(found.ids)))
        return Row(found.ids[0], found.name, " · ".join((", ".join(found.names), found.address)), people)

    def size(self, found: Any) -> int:
        return len(found.ids)

    def is_sure(self, found: Any, score: float) -> bool:
        return True

    def act(self, store: "Store", chosen: list[Any]) -> "Generator[Progress, None, int]":
        from crmdesk.services import households
        from crmdesk.services.reports import Progress

        yield Progress(0.1, "")
        return households.make(store, chosen)

    def doing(self) -> str:
        return _("Making households")

    def act_words(self, count: int) -> str:
        words = ngettext("Make {count} household", "Make {count} households", count).format(count=grouped(count))
        return words if count else _("Make households")

    def count_words(self, count: int, of: int) -> str:
        return _Duplicates().count_words(count, of)

    def done_words(self, count: int) -> str:
        return ngettext("{count} household made", "{count} households made", count).format(count=grouped(count))
