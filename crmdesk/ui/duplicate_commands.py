"""What the commands of `actions.py` do with duplicates."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crmdesk.ui.lookups import CurrentSet
    from crmdesk.ui.window import Window

MERGED = range(2, 5)
"""So many columns can be looked over at once."""


def merge(window: "Window", chosen: "CurrentSet") -> None:
    from crmdesk.ui.merge import merge_set

    merge_set(window, chosen)


def find(window: "Window") -> None:
    from crmdesk.ui.duplicates import FindDuplicates

    FindDuplicates(window).open()
