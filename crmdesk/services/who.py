"""Who is meant by a few words in a line: a contact whose names begin as the words do."""

from collections.abc import Sequence

from crmdesk.domain.folding import fold
from crmdesk.services import lookup
from crmdesk.services.lookup import Row
from crmdesk.store.store import Store

_MOST_WORDS, _LOOKED_AT = 4, 8


def named(store: Store, words: Sequence[str]) -> Row | None:
    """As many of the words as make a name; the first may be all there is to it."""
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        text = " ".join(words[:count])
        if found := next((row for row in lookup.find(store, text, _LOOKED_AT, "contact") if _fits(row, text)), None):
            return found
    return None


def _fits(row: Row, text: str) -> bool:
    names = fold(row.name).split()
    return all(any(name.startswith(word) for name in names) for word in fold(text).split())
