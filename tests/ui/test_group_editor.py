"""Groups made of lookups, put in and taken out, edited with conditions inside one another, counted."""

import pytest
from PySide6.QtCore import Qt

from crmdesk.domain import criteria
from crmdesk.domain.criteria import All, AnyOf, Condition, Not
from crmdesk.services import groups, records
from crmdesk.ui.conditions import ConditionTree, _Row
from crmdesk.ui.group_editor import GroupEditor
from crmdesk.ui.group_menu import group_menu
from crmdesk.ui.grouping import PutInGroup
from tests.ui.asking import CITY, MAIL, VIP, put
from tests.ui.desks import Seat

CONTROL = Qt.KeyboardModifier.ControlModifier


class TestGroups:
    def save(self, seat: Seat, name: str) -> PutInGroup:
        seat.screen.act("group")
        sheet: PutInGroup = seat.sheet(PutInGroup)
        seat.settle()
        seat.retype(sheet.name, name)
        return sheet

    def group(self, seat: Seat, name: str) -> groups.GroupRow:
        return next(row for row in seat.asked(groups.list_groups) if row.name == name)

    def test_a_lookup_becomes_a_live_group_and_one_is_deleted_and_back(self, seat: Seat) -> None:
        put(seat, "narrow", CITY, "City is São Paulo")
        sheet = self.save(seat, "Paulistas")
        assert sheet.live.isVisible()
        assert sheet.live.isChecked()
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: "finds by itself" in seat.toast())
        row = self.group(seat, "Paulistas")
        assert criteria.parse(row.criteria or "").where == All((CITY,))
        assert row.count == seat.screen.lookup.count
        seat.until(lambda: "Paulistas" in [group.name for group in seat.window.side._groups.values()])
        seat.desk.undo()
        seat.until(lambda: "Paulistas" not in [group.name for group in seat.window.side._groups.values()])
        row = seat.asked(groups.list_groups)[0]
        menu = group_menu(seat.window, seat.desk, row)
        menu.actions()[-1].trigger()
        seat.until(lambda: "deleted" in seat.toast())
        assert row.name not in [group.name for group in seat.asked(groups.list_groups)]
        seat.desk.undo()
        seat.until(lambda: row.name in [group.name for group in seat.window.side._groups.values()])

    def test_those_chosen_by_hand_become_a_static_one(self, seat: Seat) -> None:
        key = seat.asked(lambda store: store.rows(groups.members(store, seat.asked.__self__ and _first(store))))[0].id
        seat.screen.lookup.put_these("narrow", [key])
        seat.settle()
        sheet = self.save(seat, "Only one")
        assert not sheet.live.isVisible()
        assert "one by one" in sheet._words.text()
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: "put in" in seat.toast())
        row = self.group(seat, "Only one")
        assert (row.criteria, row.count) == (None, 1)

    def test_put_in_and_taken_out_again(self, seat: Seat) -> None:
        before = seat.asked(groups.list_groups)[0]
        put(seat, "narrow", CITY, "City is São Paulo")
        for way in ("in", "out"):
            seat.screen.act("group")
            sheet: PutInGroup = seat.sheet(PutInGroup)
            seat.settle()
            sheet.how.set_value(way)
            sheet.how.chosen.emit(way)
            seat.retype(sheet.name, before.name)
            seat.press(Qt.Key.Key_Return)
            seat.until(lambda way=way: ("put in" if way == "in" else "taken out") in seat.toast())
            rows = {row.id: row for row in seat.asked(groups.list_groups)}
            members = set(seat.asked(lambda store: groups.members(store, before.id)))
            from crmdesk.services import criteria as asked

            inside = members & set(seat.asked(lambda store: asked.find(store, "contact", CITY)))
            assert bool(inside) == (way == "in")
        assert (rows[before.id].count or 0) <= (before.count or 0)

    def test_it_is_edited_and_one_that_cannot_be_understood_spoils_none(self, seat: Seat) -> None:
        node = All((CITY, AnyOf((VIP, Not(AnyOf((MAIL,)))))))
        key = seat.asked(lambda store: groups.add(store, "Deep", criteria.write(criteria.Criteria(node)), "#C2558F"))
        row = self.group(seat, "Deep")
        menu = group_menu(seat.window, seat.desk, row)
        next(action for action in menu.actions() if action.text() == "Edit…").trigger()
        sheet: GroupEditor = seat.sheet(GroupEditor)
        assert sheet.tree.node() == node
        seat.until(lambda: sheet.counting.count.text().startswith(str(row.count)))
        seat.retype(sheet.name, "Deeper")
        sheet._save()
        seat.until(lambda: "saved" in seat.toast())
        after = self.group(seat, "Deeper")
        assert (after.id, after.colour, criteria.parse(after.criteria or "").where) == (key, "#C2558F", node)
        from crmdesk.domain.groups import Group

        def add(store: object) -> None:
            with store.write("From a later version") as session:  # type: ignore[attr-defined]
                session.add(Group(name="Strange", criteria='{"field": "shoe.size", "is": 1}'))

        seat.asked(add)
        seat.until(lambda: any(row.name == "Strange" for row in seat.window.side.groups()))
        others = [row.name for row in seat.window.side.groups() if row.name != "Strange"]
        assert others
        seat.until(lambda: all(row.count is not None for row in seat.window.side.groups() if row.name in others))

    def test_only_changes_that_touch_it_have_it_counted_anew(self, seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
        live = criteria.write(criteria.Criteria(All((CITY,))))
        seat.desk.write(lambda store: groups.add(store, "Counted", live))
        seat.until(lambda: any(row.name == "Counted" and row.count for row in seat.window.side.groups()))
        counted: list[bytes] = []
        count = groups.count
        monkeypatch.setattr(groups, "count", lambda store, key: counted.append(key) or count(store, key))
        key = seat.asked(lambda store: records.add(store, "contact", {"given_name": "New"}))
        seat.until(lambda: len(counted) == 1)
        seat.asked(lambda store: records.add_part(store, "notes", key, {"text": "Lunch"}))
        seat.qtbot.wait(400)
        assert len(counted) == 1
        seat.asked(lambda store: records.add_part(store, "addresses", key, {"city": "São Paulo"}))
        seat.until(lambda: len(counted) == 2)


def _first(store: object) -> bytes:
    return groups.list_groups(store)[0].id  # type: ignore[arg-type]


class TestTheBuilder:
    @pytest.fixture
    def tree(self, seat: Seat) -> ConditionTree:
        seat.window.ask("new group")
        sheet: GroupEditor = seat.sheet(GroupEditor)
        sheet.activateWindow()
        return sheet.tree

    def row(self, tree: ConditionTree, number: int) -> _Row:
        rows = [row for row in tree.findChildren(_Row) if row.isVisible()]
        return sorted(rows, key=lambda row: row.mapTo(tree, row.rect().topLeft()).y())[number]

    def test_every_way_to_ask_is_shown_again_and_keys_move_them(self, seat: Seat, tree: ConditionTree) -> None:
        from crmdesk.domain.terms import ways

        row = self.row(tree, 0)
        values = {"value": "12", "pair": ("1", "5"), "days": 30, "nothing": ""}
        for term in tree.terms:
            for way in ways(term):
                value = values[way.takes]
                if term.kind in ("date", "wall time", "instant") and way.takes in ("value", "pair"):
                    value = ("2024-02-29", "2025") if way.takes == "pair" else "2024-02"
                elif term.kind in ("number", "money") and way.takes in ("value", "pair"):
                    value = (1, 2.5) if way.takes == "pair" else 3
                elif term.choices and way.takes == "value":
                    value = term.choices[0][0]
                condition = way.condition(term.path, value)
                row.show_condition(condition)
                assert row.condition() == condition, (term.path, way.key)
                assert row.kept is None
        # what no list offers stays as it is
        odd = Condition("given_name", "before", "M")
        tree.show_node(All((odd, Condition("custom.gone", "is", "x"))))
        assert tree.node() == All((odd, Condition("custom.gone", "is", "x")))
        # keys add, move and remove
        tree.show_node(All((CITY, VIP)))
        seat.settle()
        self.row(tree, 1).field.setFocus()
        seat.press(Qt.Key.Key_BracketRight, CONTROL)
        assert tree.node() == All((CITY, AnyOf((VIP,))))
        seat.press(Qt.Key.Key_Return, CONTROL)
        seat.settle()
        self.row(tree, 2).show_condition(MAIL)
        assert tree.node() == All((CITY, AnyOf((VIP, MAIL))))
        self.row(tree, 2).field.setFocus()
        seat.press(Qt.Key.Key_BracketLeft, CONTROL)
        assert tree.node() == All((CITY, AnyOf((VIP,)), MAIL))
        seat.settle()
        self.row(tree, 1).field.setFocus()
        seat.press(Qt.Key.Key_Minus, CONTROL)
        assert tree.node() == All((CITY, MAIL)), "an empty group goes with its last condition"
        for _time in range(3):
            seat.settle()
            self.row(tree, 0).field.setFocus()
            seat.press(Qt.Key.Key_Minus, CONTROL)
        assert tree.node() == All()
        assert self.row(tree, 0).condition() is None, "there is always one to fill in"
