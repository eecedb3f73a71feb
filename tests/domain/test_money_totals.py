"""Totals of documents: what exact fractions say, and the faults that others had."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.domain.money import apportion
from crmdesk.domain.money_taxes import Tax
from crmdesk.domain.money_totals import Item, Rules, Totals, totals
from tests.domain.money_oracle import CURRENCIES, MODES, document, expected, to_whole

VAT = Tax("VAT", Decimal(19))
AT_ONCE = 1_500


def D(text: str) -> Decimal:
    return Decimal(text)


def line(price: str, quantity: str = "1", *taxes: Tax, **more: object) -> Item:
    return Item("product", D(quantity), D(price), taxes=taxes or (VAT,), **more)  # type: ignore[arg-type]


def assert_it_adds_up(items: list[Item], found: Totals) -> None:
    """What is printed, from the lines to what is to be paid."""
    kinds = [(item.kind, item.is_optional) for item in items]
    printed = [amount for amount, kind in zip(found.amounts, kinds, strict=True) if kind == ("product", False)]
    assert sum(printed) == found.subtotal
    on_top = sum(each.amount for each in found.taxes if each.tax.kind == "tax")
    assert found.tax == on_top
    after = found.subtotal - found.discount + found.shipping
    assert after == found.net + (on_top if found.is_inclusive else 0)
    assert found.total == found.net + found.tax - found.withheld + found.rounding
    assert found.due == found.total - found.deposit


def test_they_are_what_fractions_say(size: int) -> None:
    chance = random.Random(size)
    seen: set[tuple[str, str, str, bool]] = set()
    for _number in range(AT_ONCE * size):
        items, rules = document(chance)
        found, wanted = totals(items, rules), expected(items, rules)
        assert list(found.amounts) == wanted.amounts, (items, rules)
        assert {each.tax: each.amount for each in found.taxes} == wanted.taxes, (items, rules)
        assert (found.discount, found.net, found.total) == (wanted.discount, wanted.net, wanted.total), (items, rules)
        assert_it_adds_up(items, found)
        seen.add((rules.currency, rules.mode, rules.rounded, rules.is_inclusive))
    assert len(seen) == len(CURRENCIES) * len(MODES) * 2 * 2


def test_the_fractions_can_disagree() -> None:
    """The control: with another rule some of the same documents come to something else."""
    chance = random.Random(1)
    differing = 0
    for _number in range(60):
        items, rules = document(chance)
        other = Rules(**{**{name: getattr(rules, name) for name in rules.__slots__}, "mode": "down"})
        differing += expected(items, rules).total != totals(items, other).total
    assert differing > 10


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(-(10**6), 10**9), min_size=1, max_size=9))
def test_parts_are_the_sum_again(total: int, weights: list[int]) -> None:
    if not sum(weights):
        with pytest.raises(UserError):
            apportion(total, weights)
        return
    parts = apportion(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1


@given(st.fractions(), st.sampled_from(MODES))
def test_what_is_credited_is_rounded_as_what_is_charged(value: Fraction, mode: str) -> None:
    assert to_whole(-value, mode) == -to_whole(value, mode)


class TestFaultsOfOthers:
    """Each was reported of another program, and cost its users money or trust."""

    def test_one_cent_of_vat(self) -> None:
        """Three lines of 0.33: 19 % of the total is 0.19; of each line 0.06, which is 0.18. Either adds up."""
        items = [line("0.33")] * 3
        each = totals(items, Rules("EUR", rounded="line"))
        whole = totals(items, Rules("EUR", rounded="total"))
        assert (each.tax, whole.tax) == (18, 19)
        assert (each.total, whole.total) == (117, 118)

    def test_vat_inside_a_round_price_leaves_it_round(self) -> None:
        for rounded in ("line", "total"):
            found = totals([line("9.99"), line("0.01")], Rules("EUR", is_inclusive=True, rounded=rounded))
            assert found.total == 1000
            assert found.net + found.tax == 1000

    def test_a_discount_of_more_than_a_thousand(self) -> None:
        found = totals([line("5000")], Rules("EUR", discount_amount=123400))
        assert (found.discount, found.net, found.tax) == (123400, 376600, 71554)

    def test_nine_and_a_half_percent(self) -> None:
        tax = Tax("VAT", D("9.50"))
        found = totals([line("100", "1", tax)], Rules("EUR"))
        assert found.tax == 950
        assert totals([line("200", discount=D("9.50"))], Rules("EUR")).amounts == (18100,)

    def test_sums_of_groups(self) -> None:
        section = Item("section")
        items = [line("1"), section, line("10"), line("20"), section, line("300"), line("9", is_optional=True)]
        found = totals(items, Rules("EUR"))
        assert found.sections == (3000, 30000)
        assert found.subtotal == 100 + sum(found.sections)
        assert found.optional == 900

    def test_a_discount_is_taken_off_before_the_tax(self) -> None:
        found = totals([line("100"), line("50", "1", Tax("VAT", D("7")))], Rules("EUR", discount=D("10")))
        assert [(each.base, each.amount) for each in found.taxes] == [(9000, 1710), (4500, 315)]

    def test_shipping_is_not_discounted(self) -> None:
        shipping = Item("shipping", unit_price=D("10"), taxes=(VAT,))
        found = totals([line("100"), shipping], Rules("EUR", discount=D("10")))
        assert (found.subtotal, found.discount, found.shipping, found.net) == (10000, 1000, 1000, 10000)

    def test_yen_have_no_cents_and_dinars_three_digits(self) -> None:
        assert totals([line("99.5")], Rules("JPY")).amounts == (100,)
        assert totals([line("0.0005", "1")], Rules("BHD")).amounts == (1,)
        assert totals([line("1.23456")], Rules("CLF")).amounts == (12346,)


def test_kinds_of_taxes() -> None:
    gst, qst = Tax("GST", D("5")), Tax("QST", D("10"), is_compound=True)
    found = totals([line("100", "1", gst, qst)], Rules("CAD"))
    assert [(each.base, each.amount) for each in found.taxes] == [(10000, 500), (10500, 1050)]
    inside = totals([line("115.50", "1", gst, qst)], Rules("CAD", is_inclusive=True))
    assert (inside.net, inside.tax, inside.total) == (10000, 1550, 11550)
    reverse = totals([line("100", "1", Tax("Reverse charge", D("19"), "reverse"))], Rules("EUR"))
    assert [(each.base, each.amount) for each in reverse.taxes] == [(10000, 0)]
    withheld = totals([line("1000", "1", Tax("IVA", D("21")), Tax("IRPF", D("15"), "withheld"))], Rules("EUR"))
    assert (withheld.net, withheld.tax, withheld.withheld, withheld.total) == (100000, 21000, 15000, 106000)


def test_cash_and_deposit() -> None:
    found = totals([line("10.02", "1", Tax("", D("0")))], Rules("CHF", cash_step=5, deposit=D("30")))
    assert (found.rounding, found.total, found.deposit, found.due) == (-2, 1000, 300, 700)


def test_half_even_is_the_bankers_rule() -> None:
    for price, up, even in (("0.125", 13, 12), ("0.135", 14, 14), ("-0.125", -13, -12)):
        assert totals([line(price)], Rules("EUR")).amounts == (up,)
        assert totals([line(price)], Rules("EUR", mode="half even")).amounts == (even,)


def test_a_discount_beyond_the_sum_is_refused() -> None:
    with pytest.raises(UserError, match="discount"):
        totals([line("1")], Rules("EUR", discount_amount=101))
    with pytest.raises(UserError, match="larger than"):
        totals([line("999999999999", "999999999")], Rules("EUR"))
