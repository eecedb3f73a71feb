"""From draft to answer: history, the call before a quote expires, signatures, and what can be done when."""

from datetime import date, datetime, timedelta

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import (
    activities,
    deals,
    document_defaults,
    document_overview,
    document_signing,
    document_state,
    document_steps,
    documents,
    elsewhere,
    own_history,
    reminders,
    today,
)
from crmdesk.store.store import Store
from tests.services.test_documents import D, Line, ana, head, order, quote
from tests.store.template import visible

__all__ = ["ana", "order", "quote"]
DAY = date.today()  # noqa: DTZ011 - what is sent is sent today
INK = [((100, 100, 500), (300, 120, 700)), ((50, 200, 500),)]


def told(store: Store, who: bytes) -> list[str]:
    """What was done with somebody, the earliest first."""
    return [doing.words for doing in reversed(activities.of_record(store, who)) if doing.done_at is not None]


def planned(store: Store, who: bytes) -> list[tuple[str, str, str | None]]:
    found = activities.of_record(store, who)
    return [(doing.type, doing.words, doing.starts) for doing in found if doing.done_at is None]


def actions(store: Store, key: bytes, day: date = DAY) -> tuple[str, ...]:
    return document_state.look(store, key, day).actions


def days(count: int) -> str:
    return (DAY + timedelta(days=count)).isoformat()


def test_customer_and_deal_know_what_became_of_it(store: Store, quote: bytes, ana: bytes) -> None:
    deal = deals.add(store, "Ovens", contact_id=ana)
    documents.change(store, quote, deal_id=deal)
    number = document_steps.send(store, quote, way="mailed")
    document_steps.answer(store, quote, "declined", "Too dear")
    assert told(store, ana) == [f"Quote {number} e-mailed", f"Quote {number} declined"]
    with store.read() as session:
        rows = list(deals.bulk.fetch(session, activities.Activity, "deal_id", [deal]))
    assert {row["subject"] for row in rows} == set(told(store, ana))
    assert rows[0]["text"].startswith("€3,272.50 · valid until ")
    assert store.undo() == f"Decline {number}"
    assert told(store, ana) == [f"Quote {number} e-mailed"]
    own_history.choose(store, "documents", is_on=False)
    document_steps.answer(store, quote, "accepted")
    assert told(store, ana) == [f"Quote {number} e-mailed"]


def test_a_call_is_planned_before_a_quote_expires(store: Store, quote: bytes, ana: bytes) -> None:
    documents.change(store, quote, valid_until=days(20))
    number = document_steps.send(store, quote)
    ((kind, words, starts),) = planned(store, ana)
    assert (kind, words, starts) == ("call", f"Quote {number} is about to expire", days(17))
    morning = datetime.fromisoformat(f"{days(17)}T09:30").astimezone()
    assert [each.slot.subject for each in reminders.due(store, morning)] == [words]
    (call,) = today.look(store, morning.date()).calls
    assert (call.name, call.slot.subject) == ("Ana Lima", words)
    document_steps.answer(store, quote, "accepted")
    assert planned(store, ana) == []
    store.undo()
    assert len(planned(store, ana)) == 1


@pytest.mark.parametrize(("valid", "expected"), [(2, 1), (1, 1), (0, None), (-3, None)])
def test_the_call_is_never_in_the_past(
    store: Store, quote: bytes, ana: bytes, valid: int, expected: int | None
) -> None:
    documents.change(store, quote, valid_until=days(valid))
    document_steps.send(store, quote)
    assert [starts for _kind, _words, starts in planned(store, ana)] == ([days(expected)] if expected else [])


def test_a_new_version_takes_the_call_over(store: Store, quote: bytes, ana: bytes) -> None:
    document_steps.send(store, quote)
    second = document_steps.new_version(store, quote)
    number = document_steps.send(store, second)
    assert [words for _kind, words, _starts in planned(store, ana)] == [f"Quote {number} · 2 is about to expire"]
    document_defaults.choose(store, "remind_days", 0)
    other = document_steps.duplicate(store, quote)
    document_steps.send(store, other)
    assert len(planned(store, ana)) == 1


def test_how_documents_begin(store: Store, ana: bytes) -> None:
    for name, value in (("valid_days", 10), ("payment_days", 7), ("rounded", "total"), ("is_inclusive", True)):
        document_defaults.choose(store, name, value)
    document_defaults.choose(store, "quote_terms", "Ours")
    document_defaults.choose(store, "invoice_terms", "Pay soon")
    key = documents.make(store, "quote", [Line(name="Oven", unit_price=D("10"))], contact_id=ana)
    found = head(store, key)
    assert (found["valid_until"], found["rounded"], found["is_inclusive"]) == (days(10), "total", 1)
    document_steps.send(store, key)
    document_steps.answer(store, key, "accepted")
    invoice = document_steps.follow(store, key, "invoice")
    document_steps.send(store, invoice)
    assert (head(store, key)["terms"], head(store, invoice)["terms"]) == ("Ours", "Pay soon")
    assert head(store, invoice)["due_on"] == days(7)
    for name, value in (("valid_days", -1), ("rounding", "sideways"), ("payment_days", 99_999)):
        with pytest.raises(UserError):
            document_defaults.choose(store, name, value)


def test_what_can_be_done_follows_the_state(store: Store, quote: bytes, order: bytes) -> None:
    draft = document_steps.duplicate(store, quote)
    assert actions(store, draft) == ("send", "sign", "duplicate", "delete")
    documents.change(store, draft, valid_until=days(3))
    document_steps.send(store, draft)
    assert actions(store, draft) == ("accept", "decline", "sign", "again", "version", "duplicate", "cancel")
    expired = actions(store, draft, DAY + timedelta(days=4))
    assert expired[:3] == ("version", "accept", "decline")
    document_steps.answer(store, draft, "declined")
    assert actions(store, draft) == ("version", "accept", "duplicate")
    document_steps.answer(store, draft, "accepted")
    assert actions(store, draft)[:2] == ("order", "invoice")
    assert "cancel" in actions(store, draft)
    assert "order" not in actions(store, quote), "it has one"
    assert "cancel" not in actions(store, quote)
    assert actions(store, order)[:2] == ("delivery", "invoice")
    invoice = document_steps.follow(store, order, "invoice")
    document_steps.send(store, invoice)
    assert "invoice" not in actions(store, order)
    assert actions(store, invoice)[0] == "credit"
    assert {"again", "duplicate", "cancel"} < set(actions(store, invoice))


def test_a_won_deal_is_offered_once_it_is_accepted(store: Store, quote: bytes, ana: bytes) -> None:
    deal = deals.add(store, "Ovens", contact_id=ana)
    documents.change(store, quote, deal_id=deal)
    document_steps.send(store, quote)
    assert "win" not in actions(store, quote)
    document_steps.answer(store, quote, "accepted")
    assert actions(store, quote)[0] == "win"
    deals.win(store, deal)
    assert "win" not in actions(store, quote)


def test_the_chain_and_the_versions(store: Store, quote: bytes, order: bytes) -> None:
    part = document_steps.follow(store, order, "delivery")
    document_steps.send(store, part)
    invoice = document_steps.follow(store, part, "invoice")
    second = document_steps.new_version(store, quote)
    chain = document_state.look(store, part, DAY).chain
    assert [link.id for link in chain] == [quote, order, part, invoice]
    assert [link.version for link in document_state.look(store, second, DAY).versions] == [1, 2]
    assert document_state.look(store, second, DAY).chain == ()


def test_lists_tell_how_far_it_is(store: Store, quote: bytes, order: bytes) -> None:
    def states() -> dict[bytes, str]:
        return {row.id: row.state for row in document_overview.listing(store, ["quote", "order"], DAY)}

    assert states() == {quote: "ordered", order: "sent"}
    document_steps.follow(store, order, "delivery")
    assert states()[order] == "delivered"
    with store.read() as session:
        oven = next(row["id"] for row in documents.line_rows(session, order) if row["name"] == "Oven")
    document_steps.follow(store, order, "invoice", {oven: D("1")})
    assert states() == {quote: "part", order: "part"}
    document_steps.follow(store, order, "invoice")
    assert states() == {quote: "invoiced", order: "invoiced"}
    draft = document_steps.duplicate(store, quote)
    rows = document_overview.listing(store, ["quote"], DAY)
    assert ([row.id for row in rows], rows[0].who) == ([draft, quote], "Ana Lima")
    assert document_overview.counts(store) == {"quote": 2, "order": 1, "delivery": 1, "invoice": 2}


def test_found_by_number_subject_and_customer(store: Store, quote: bytes, order: bytes) -> None:
    other = document_steps.duplicate(store, quote)
    documents.change(store, other, name="Bakehouse")
    assert [found.key for found in elsewhere.find(store, "q-2026-0001")] == [quote]
    assert [found.key for found in elsewhere.find(store, "bakeh lima")] == [other]
    assert {found.key for found in elsewhere.find(store, "ana")} == {quote, order, other}
    assert [found.section for found in elsewhere.find(store, "O-2026")] == ["quotes"]
    recent = elsewhere.recent(store, [order, b"gone", quote])
    assert {(found.key, found.heading) for found in recent} == {(order, "Recent"), (quote, "Recent")}
    assert elsewhere.find(store, "a") == elsewhere.find(store, "nothing") == []


def test_signing_numbers_a_draft_and_accepts_it_in_one_step(store: Store, quote: bytes, ana: bytes) -> None:
    before = visible(store)
    for name, strokes in (("Ana", []), (" ", INK)):
        with pytest.raises(UserError):
            document_signing.sign(store, quote, name, strokes)
    assert visible(store) == before
    number = document_signing.sign(store, quote, " Ana Lima ", INK)
    assert head(store, quote)["status"] == "accepted"
    with store.read() as session:
        name, _at, strokes = document_signing.of(session, quote) or ("", 0, [])
    assert (name, strokes) == ("Ana Lima", INK)
    assert document_state.look(store, quote, DAY).signed_by == "Ana Lima"
    assert (told(store, ana), planned(store, ana)) == ([f"Quote {number} signed"], [])
    assert store.undo() == f"Sign {number}"
    assert head(store, quote)["status"] == "draft"


def test_a_delivery_note_is_signed_for(store: Store, order: bytes) -> None:
    note = document_steps.follow(store, order, "delivery")
    document_signing.sign(store, note, "Ana Lima", INK)
    found = head(store, note)
    assert (found["status"], found["delivered_on"]) == ("sent", DAY.isoformat())


def test_a_draft_goes_and_what_was_sent_does_not(store: Store, quote: bytes) -> None:
    before = visible(store)
    document_steps.remove_draft(store, quote)
    with pytest.raises(UserError, match="deleted"):
        head(store, quote)
    store.undo()
    assert visible(store) == before
    document_steps.send(store, quote)
    with pytest.raises(UserError, match="locked"):
        document_steps.remove_draft(store, quote)


def test_what_was_begun_by_mistake_leaves_nothing(store: Store, quote: bytes, ana: bytes) -> None:
    blank = documents.make(store, "quote", [])
    meant = documents.make(store, "quote", [], contact_id=ana)
    gone = [document_steps.drop_blank(store, key) for key in (blank, blank, meant, quote)]
    assert gone == [True, False, False, False]
    assert {row.id for row in document_overview.listing(store, ["quote"], DAY)} == {meant, quote}
