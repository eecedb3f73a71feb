"""The three letters that remind of payment, as the user wants them: when, what they cost, what they say."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.account_words import LANGUAGES, LEVELS, reminder
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.money import exact, plain, to_minor
from crmdesk.domain.preferences import Preference
from crmdesk.i18n import _
from crmdesk.services import money
from crmdesk.services.accounts import AFTER
from crmdesk.store import bulk
from crmdesk.store.store import Store

DAYS = 10
"""Until the new date, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Step:
    level: int
    after: int
    """Days late from which it goes out."""
    days: int = DAYS
    """Until what is open is to be paid."""
    fee: Decimal = Decimal(0)
    """In the currency of the file."""
    texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Subject and text by language, where the user has changed them."""

    def text(self, language: str) -> tuple[str, str]:
        base = base_of(language)
        return self.texts.get(base) or reminder(self.level, base)


def base_of(language: str) -> str:
    """One of `LANGUAGES`; English where there is none of it."""
    base = language.replace("_", "-").partition("-")[0].lower()
    return base if base in LANGUAGES else "en"


def steps(session: Session) -> list[Step]:
    return [_step(session, level) for level in LEVELS]


def all_of(store: Store) -> list[Step]:
    with store.read() as session:
        return steps(session)


def _step(session: Session, level: int) -> Step:
    found = session.get(Preference, _key(level))
    kept: dict[str, Any] = json.loads(found.value) if found and found.deleted_at is None else {}
    texts = {language: (text[0], text[1]) for language, text in kept.get("texts", {}).items()}
    return Step(level, kept.get("after", AFTER[level - 1]), kept.get("days", DAYS), exact(kept.get("fee", "0")), texts)


def _key(level: int) -> bytes:
    return named_id("preference", f"reminder.{level}")


def save(store: Store, step: Step) -> None:
    save_all(store, [step])


def save_all(store: Store, changed: Sequence[Step]) -> None:
    rows = [_row(step) for step in changed]
    with store.write(_("Change reminders to pay")) as session:
        bulk.revive(session, Preference, rows)


def _row(step: Step) -> dict[str, Any]:
    """A text that says what the program would say is not kept: it changes with the program."""
    if step.fee < 0 or step.after < 1 or step.days < 1:
        raise UserError(_("Days are at least one, and a fee is not less than nothing. Nothing was changed."))
    texts = {base: list(text) for base, text in step.texts.items() if tuple(text) != reminder(step.level, base)}
    if any(not subject.strip() or not text.strip() for subject, text in texts.values()):
        raise UserError(_("A reminder needs a subject and a text. Nothing was changed."))
    told = {"after": step.after, "days": step.days, "fee": plain(step.fee), "texts": texts}
    value = json.dumps(told, ensure_ascii=False)
    return {"id": _key(step.level), "name": f"reminder.{step.level}", "value": value}


def fee_in(session: Session, step: Step, currency: str, day: str) -> int:
    """In the smallest unit; nothing in a currency of which no exchange rate is known."""
    own = money.currency(session)
    rate = money.rate_on(session, own, currency, day)
    return to_minor(step.fee * rate, currency) if rate else 0
