"""For the tour: somebody who was entered twice, found and looked at side by side."""

from typing import TYPE_CHECKING, Any

from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.tour_stage import settle, wait_for
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_MOBILE = {"value": "+44 7700 900123", "label": "mobile"}
_HOME = {"street": "12 Mill Lane", "city": "Leeds", "postal_code": "LS1 7XH", "country": "GB", "label": "home"}
_TWICE: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    (
        {"given_name": "Robert", "family_name": "Ashworth", "occupation": "Master baker", "birthday": "1968-04-12"},
        {"phones": [_MOBILE], "addresses": [_HOME], "notes": [{"text": "Prefers wholemeal."}]},
    ),
    (
        {"given_name": "Bob", "family_name": "Ashworth", "occupation": "Baker", "birthday": "--04-12", "rating": 4},
        {"phones": [_MOBILE], "addresses": [_HOME], "emails": [{"value": "bob@ashworth.example"}]},
    ),
)


def _enter_twice(window: Window) -> list[bytes]:
    made: list[bytes] = []

    def job(store: "Store") -> list[bytes]:
        from crmdesk.services import records

        return [records.add(store, "contact", fields, parts) for fields, parts in _TWICE]

    window.desk.write(job, made.extend)
    wait_for(lambda: made)
    settle(window)
    return made


def merge(window: Window) -> None:
    window.ask_on_set("merge", CurrentSet("contact", _enter_twice(window), 2))


def duplicates(window: Window) -> None:
    from crmdesk.ui.duplicates import FindDuplicates

    _enter_twice(window)
    window.ask("duplicates")
    (sheet,) = window.findChildren(FindDuplicates)
    wait_for(sheet.table.records.rowCount)
