"""Relations as they are typed on a page: by the word of either side, to someone of the file or known by name only."""

from dataclasses import dataclass

from crmdesk.domain.companies import Company
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.services import relations
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Word:
    """What one may be to another."""

    text: str
    other_side: str
    is_turned: bool = False
    """It is the other side of the relation that is kept."""


def words(store: Store, owner: bytes | str) -> list[Word]:
    """Those between such as the owner first, each with that of its other side."""
    with store.read() as session:
        is_company = any(bulk.fetch(session, Company, "id", [as_id(owner)]))
    between = relations.COMPANIES if is_company else relations.PEOPLE
    kinds = sorted(relations.kinds(store), key=lambda kind: kind.between != between)
    found = [Word(kind.name, kind.inverse) for kind in kinds]
    return found + [Word(kind.inverse, kind.name, is_turned=True) for kind in kinds if kind.inverse != kind.name]


def tie(
    store: Store,
    owner: bytes | str,
    word: str,
    other: bytes | str | None = None,
    *,
    called: str = "",
    other_side: str = "",
) -> None:
    """`other`, or one `called` so, is the `word` of the owner; a new word brings that of its other side along."""
    if other is not None and as_id(other) == as_id(owner):
        raise UserError(_("Nobody is related to themselves. Choose someone else."))
    known = next((found for found in words(store, owner) if fold(found.text) == fold(word.strip())), None)
    if known and known.is_turned and other is not None:
        relations.relate(store, other, known.other_side, owner)
    else:
        inverse = known.other_side if known else other_side
        relations.relate(store, owner, known.text if known else word, other, called=called, inverse=inverse)
