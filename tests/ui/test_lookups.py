"""The lookup: conditions put by keys, the chip row, going back and forth, groups made of it, the builder."""

import json
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMenu

from crmdesk.domain import criteria
from crmdesk.domain.criteria import All, AnyOf, Condition, FromToday, Not
from crmdesk.services import files, groups, mailing, picks, records, terms
from crmdesk.ui import mailing as mail
from crmdesk.ui.lookups import Conditions, CurrentSet
from crmdesk.ui.narrowing import Narrowing
from crmdesk.ui.previous import previous_menu
from crmdesk.ui.several import Several
from crmdesk.ui.tagging import TagAll
from crmdesk.ui.trail import KEPT, Step, Trail
from crmdesk.widgets.chips import Chip
from crmdesk.widgets.suggest_line import Offer, fitting
from tests.ui.asking import CITY, MAIL, VIP, chips, found, panel, put, type_into
from tests.ui.desks import Seat, template

ALT = Qt.KeyboardModifier.AltModifier


def clear(seat: Seat) -> None:
    seat.screen.lookup.clear()
    seat.settle()
    assert not chips(seat)


def ask(seat: Seat, *typed: str) -> None:
    """Ctrl+L, then words, each with Enter."""
    seat.control(Qt.Key.Key_L)
    panel(seat)
    for text in typed:
        type_into(seat, text)
        seat.press(Qt.Key.Key_Return)


class TestPutting:
    def test_every_kind_of_condition_by_keys(self, seat: Seat) -> None:
        ask(seat, "city", "s")  # four letters of the field, one of the value
        seat.until(lambda: chips(seat) == ["City is São Paulo"])
        seat.until(lambda: seat.screen.lookup.count == found(seat, CITY))
        assert seat.screen.table.hasFocus(), "the keyboard is back where it was"
        clear(seat)
        ask(seat, "vip")
        seat.until(lambda: chips(seat) == ["tag VIP"])
        clear(seat)
        ask(seat, "without e-m")
        seat.until(lambda: chips(seat) == ["without e-mail"])
        clear(seat)
        ask(seat, "birthday", "")
        assert "number of days" in panel(seat).row._problem.text()
        type_into(seat, "30")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: chips(seat) == ["Birthday in the next 30 days"])
        assert seat.screen.lookup.conditions.node == All((Condition("birthday", "within", FromToday(30)),))
        seat.window.go("companies")
        seat.settle()
        ask(seat, "industry", "ba")
        seat.until(lambda: len(chips(seat)) == 1 and chips(seat)[0].startswith("Industry is Ba"))
        assert (seat.screen.lookup.count or 0) > 0, "it works for companies"

    def test_what_is_left_or_not_understood_puts_nothing(self, seat: Seat) -> None:
        for leave in (
            lambda: seat.press(Qt.Key.Key_Escape),
            lambda: seat.qtbot.mouseClick(panel(seat)._behind, Qt.MouseButton.LeftButton),
        ):
            seat.screen.table.setFocus()
            seat.control(Qt.Key.Key_L)
            panel(seat)
            leave()
            seat.until(lambda: not [p for p in seat.window.findChildren(Narrowing) if p.isVisible()])
            assert not chips(seat)
        ask(seat, "zzz")
        row = panel(seat).row
        assert row.term is None, "a field that was only typed is none"
        assert row.condition() is None


class TestTheRow:
    def test_narrow_add_and_take_out(self, seat: Seat) -> None:
        everyone = seat.rows()
        put(seat, "narrow", CITY, "City is São Paulo")
        seen: list[CurrentSet] = []
        seat.screen.lookup.with_current_set(seen.append)
        seat.settle()
        assert seen[0].words == "City is São Paulo", "the set says what it is made of"
        assert json.loads(criteria.write(criteria.Criteria(seen[0].node))) == {"all": [criteria.as_json(CITY)]}
        seat.window.search.setText("peixoto")
        seat.until(lambda: seat.rows() == ["Peixoto, Mário"])
        assert chips(seat) == ["City is São Paulo"], "typed words narrow what stands there"
        seat.window.search.clear()
        seat.until(lambda: seat.screen.lookup.count == found(seat, CITY))
        put(seat, "add", VIP, "tag VIP")
        put(seat, "remove", MAIL, "without e-mail")
        assert chips(seat) == ["City is São Paulo", "+ tag VIP", "− without e-mail"]
        wanted = All((AnyOf((CITY, VIP)), Not(MAIL)))
        assert seat.screen.lookup.conditions.node == All((AnyOf((All((CITY,)), VIP)), Not(MAIL)))
        assert seat.screen.lookup.count == found(seat, wanted) > 0
        clear(seat)
        seat.until(lambda: seat.rows() == everyone)
        seat.screen.table.select([range(3)])
        seat.screen.list.with_selected(lambda chosen: seat.screen.lookup.put_these("remove", chosen.ids or []))
        seat.until(lambda: seat.screen.table.records.rowCount() == len(everyone) - 3)
        assert chips(seat) == ["− 3 chosen"]
        assert seat.rows() == everyone[3:]

    def test_a_chip_is_changed_and_taken_away(self, seat: Seat) -> None:
        put(seat, "narrow", CITY, "City is São Paulo")
        put(seat, "remove", VIP, "tag VIP")
        chip = [chip for chip in seat.screen.bar.findChildren(Chip) if chip.isVisible()][1]
        chip.click()
        opened = panel(seat)
        assert opened.how.value() == "remove"
        assert opened.row.value.text() == "VIP"
        seat.retype(opened.row.value, "Supplier")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: chips(seat) == ["City is São Paulo", "− tag Supplier"])
        clear(seat)
        for words in ("One", "Two", "Three"):
            put(seat, "narrow", CITY, words)
        seat.screen.bar._chips.part(1).setFocus(Qt.FocusReason.TabFocusReason)
        seat.press(Qt.Key.Key_Delete)
        seat.until(lambda: chips(seat) == ["One", "Three"])
        assert QApplication.focusWidget() is seat.screen.bar._chips.part(1), "the next has the keyboard"

    def test_what_there_is_no_room_for_is_under_more(self, seat: Seat) -> None:
        bar = seat.screen.bar
        seat.window.resize(1600, 800)
        seat.settle()
        assert bar._more.isHidden()
        seat.window.resize(seat.window.minimumWidth(), 800)
        for number in range(8):
            put(seat, "narrow", CITY, f"A rather long condition, number {number}")
        assert bar._more.isVisible()
        assert bar.height() > 45
        inside = [part for part in (*bar._actions.values(), bar._more, bar._words) if part.isVisible()]
        assert all(part.geometry().right() <= bar.width() and part.geometry().left() >= 0 for part in inside)


class TestBefore:
    def test_back_and_forth(self, seat: Seat) -> None:
        put(seat, "narrow", CITY, "One")
        put(seat, "narrow", VIP, "Two")
        for keys, shown in ((Qt.Key.Key_Left, ["One"]), (Qt.Key.Key_Left, []), (Qt.Key.Key_Right, ["One"])):
            seat.press(keys, ALT)
            seat.until(lambda shown=shown: chips(seat) == shown)

    def test_they_come_back_after_a_restart(self, seat: Seat) -> None:
        put(seat, "narrow", CITY, "One")
        put(seat, "remove", VIP, "Two")
        seat.screen.lookup.clear()
        again = Trail("contact")
        again.begin(str(seat.desk.path))
        assert [[step.label() for step in steps] for steps in again.recent] == [["One", "− Two"], ["One"]]
        again.begin("another file")
        assert again.recent == []
        menu = previous_menu(seat.screen.lookup, seat.window)
        menu.actions()[-2].trigger()
        seat.until(lambda: chips(seat) == ["One", "− Two"])

    def test_they_are_called_as_everything_is_called_now(self, seat: Seat) -> None:
        key = seat.asked(lambda store: records.add(store, "contact", {"given_name": "One", "source": "Fair"}))
        fair = Condition("source", "is", "fair")
        put(seat, "narrow", fair, "Source is fair")
        group = seat.asked(lambda store: groups.add(store, "Guests"))
        seat.screen.lookup.set_group(group, "Guests")
        put(seat, "add", All((fair, CITY)), "Source is fair and City is São Paulo")
        seat.asked(lambda store: picks.rename(store, "source", "Fair", "Messe"))
        seat.asked(lambda store: groups.rename(store, group, "Friends"))
        seat.until(lambda: chips(seat) == ["Friends", "+ Source is Messe and City is São Paulo"])
        seat.screen.bar._open_previous()
        seat.until(QApplication.activePopupWidget)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert [action.text() for action in menu.actions()[3:]] == ["Friends", "Source is Messe"]
        menu.actions()[-1].trigger()
        menu.close()
        seat.until(lambda: chips(seat) == ["Source is Messe"] and seat.rows() == ["One"])
        seat.screen.bar._open_chip(0)
        assert panel(seat).row.condition() == Condition("source", "is", "Messe")
        panel(seat).close_panel()
        seat.asked(lambda store: records.set_value(store, "contacts", key, "source", "Fair"))
        seat.asked(lambda store: groups.rename(store, group, "Folks"))
        seat.until(lambda: chips(seat) == ["Source is fair"])

    def test_the_last_twenty(self) -> None:
        trail = Trail("contact")
        trail.begin("file")
        for number in range(30):
            trail.note((Step("narrow", CITY, str(number)),))
        assert len(trail.recent) == KEPT
        assert trail.recent[0][0].words == "29"
        again = Trail("contact")
        again.begin("file")
        assert again.recent == trail.recent


def test_the_first_step_can_only_narrow() -> None:
    assert Conditions((Step("add", CITY, ""),)).node == All((CITY,))
    assert Conditions((Step("remove", CITY, ""),)).node == All((Not(CITY),))


def test_everything_searched_can_be_asked_for() -> None:
    from crmdesk.domain.base import declared_fields
    from crmdesk.domain.records import RECORDS

    with closing(files.open_file(template())) as store:
        offered = {term.path for kind in ("contact", "company") for term in terms.terms(store, kind)}
    for record in RECORDS:
        table = record.__tablename__
        for name, field in declared_fields(record).items():
            if field.searched and table not in ("custom_values",) and f"{table}.{name}" != "phones.e164":
                assert {name, f"{table}.{name}"} & offered, (table, name)


class TestTheSet:
    def test_several_conditions_at_once_and_a_tag_for_all(self, seat: Seat) -> None:
        seat.control(Qt.Key.Key_L)
        panel(seat)._ask_more()
        several: Several = seat.sheet(Several)
        several.tree.show_node(AnyOf((CITY, VIP)))
        several._put()
        seat.until(lambda: chips(seat) == ["City is São Paulo or tag VIP"])
        chip = next(chip for chip in seat.screen.bar.findChildren(Chip) if chip.isVisible())
        chip.click()
        again: Several = seat.sheet(Several)
        assert again.tree.node() == AnyOf((CITY, VIP))
        again.reject()
        clear(seat)
        put(seat, "narrow", CITY, "City is São Paulo")
        count = seat.screen.lookup.count
        seat.screen.act("tag")
        sheet: TagAll = seat.sheet(TagAll)
        seat.settle()
        seat.retype(sheet.name, "Autumn fair")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: "put on" in seat.toast())
        assert found(seat, Condition("tags.name", "is", "autumn fair")) == count
        seat.desk.undo()
        seat.settle()
        assert found(seat, Condition("tags.name", "is", "autumn fair")) == 0

    def test_a_mail_leaves_out_who_wants_none(self, seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
        opened: list[str] = []
        monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True)

        def add(store: object) -> list[bytes]:
            opt_out = [{"channel": "email"}]
            return [
                records.add(store, "contact", {"given_name": name}, {"emails": emails, "opt_outs": out})  # type: ignore[arg-type]
                for name, emails, out in (
                    ("A", [{"value": "a&b@example.org"}, {"value": "old@example.org"}], []),
                    ("B", [{"value": "b@example.org"}], opt_out),
                    ("C", [], []),
                    ("D", [{"value": "A&B@example.org"}], []),
                )
            ]

        seat.screen.lookup.put_these("narrow", seat.asked(add))
        seat.settle()
        seat.screen.act("mail")
        seat.until(lambda: "A mail to 1 address" in seat.toast())
        assert seat.toast().endswith("1 wants no e-mail · 1 has no address")
        assert opened == ["mailto:?bcc=a%26b@example.org"]
        many = mailing.Recipients([f"person{number}@example.org" for number in range(80)], [], 0, 0)
        mail._go(seat.window, many, "contact")
        seat.until(lambda: "80 addresses copied" in seat.toast())
        assert QApplication.clipboard().text().count("@") == 80
        assert len(opened) == 1


def test_offers_that_fit() -> None:
    offers = [Offer(text, text) for text in ("Last name", "Postal code", "City", "Capacity", "Opening city")]
    assert [offer.text for offer in fitting(offers, "CÍT")] == ["City", "Opening city", "Capacity"]
    assert fitting(offers, "") == offers
