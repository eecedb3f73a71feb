"""The head of a deal: its name and amount, who it is with, its stages, and how it ends."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.conflict_mark import ConflictMark
from crmdesk.ui.deal_editor import DealEditor, WorthField
from crmdesk.ui.deal_words import state_tag, stay
from crmdesk.ui.reach import email_way, phone_way
from crmdesk.ui.sync_presence import OpenBy
from crmdesk.ui.ways import choose, voices, warned
from crmdesk.widgets import theme
from crmdesk.widgets.chips import Tag
from crmdesk.widgets.fields import Field, LineField
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.icons import icon
from crmdesk.widgets.parts import icon_button, link, primary, quiet
from crmdesk.widgets.stage_strip import StageStrip, Step

if TYPE_CHECKING:
    from crmdesk.services.deal_looks import DealLook, Person

_AMOUNT, _LEAST = 210, 220


class DealHeader(QWidget):
    acted = Signal(str)
    """`won`, `lost`, `reopen`, `quote`, `plan`, `hand over`, `split`, `clone`, `delete` or `back`."""
    stage_wanted = Signal(bytes)
    record_wanted = Signal(str, bytes)

    def __init__(self, editor: DealEditor) -> None:
        super().__init__()
        self._editor = editor
        self._look: DealLook | None = None
        self.back = link("", lambda: self.acted.emit("back"))
        self.open_by = OpenBy(editor.desk)
        self.conflicts = ConflictMark(editor.desk)
        self.name = LineField(_("Name of the deal"))
        self.amount = WorthField(_("Amount"))
        for field in (self.name, self.amount):
            field.edit.setFont(theme.font("title"))
        self.name.kept.connect(lambda value: editor.save_field(self.name, "name", value))
        self.amount.kept.connect(self._keep_amount)
        self.amount.set_placeholder(_("Amount"))
        self.won = quiet(_("Won"), lambda: self.acted.emit("won"), "check")
        self.lost = quiet(_("Lost"), lambda: self.acted.emit("lost"), "x")
        self.reopen = quiet(_("Reopen"), lambda: self.acted.emit("reopen"), "undo-2")
        self.plan = quiet(_("Plan"), lambda: self.acted.emit("plan"))
        self.quote = primary(_("Make a quote"), lambda: self.acted.emit("quote"))
        self.call = icon_button("phone", _("Call"), self._call)
        self.write = icon_button("mail", _("Write"), self._write)
        self.more = icon_button("ellipsis", _("More"), self._open_menu)
        self.strip = StageStrip(_("Stages"))
        self.strip.chosen.connect(self.stage_wanted)
        self._under = QWidget()
        self._flow = FlowLayout(self._under, 8)
        self._said = QWidget()
        self._tags = FlowLayout(self._said, 4)
        self._arrange()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(theme.margins(4, 0, 0, 0))
        top.addWidget(self.back)
        top.addStretch(1)
        top.addWidget(self.conflicts)
        top.addWidget(self.open_by)
        self._buttons = QWidget()
        buttons = FlowLayout(self._buttons, 8)
        for button in (self.won, self.lost, self.reopen, self.plan, self.quote, self.more):
            buttons.addWidget(button)
        self.amount.setFixedWidth(theme.px(_AMOUNT))
        self.amount.edit.setProperty("alignment", Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        called = QHBoxLayout()
        called.setSpacing(theme.px(8))
        called.addWidget(self.name, 1)
        called.addWidget(self.amount)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(theme.px(12))
        self._head.addLayout(called, 1)
        self._head.addWidget(self._buttons)
        under = QHBoxLayout()
        under.setSpacing(0)
        under.addSpacing(theme.px(10))
        under.addWidget(self._under)
        under.addWidget(self.call)
        under.addWidget(self.write)
        under.addWidget(self._said, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(2))
        down.addLayout(top)
        down.addLayout(self._head)
        down.addLayout(under)
        down.addSpacing(theme.px(10))
        down.addWidget(self.strip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the buttons stand below the name."""
        is_narrow = event.size().width() < theme.px(_LEAST + _AMOUNT) + self._buttons.sizeHint().width()
        side, above = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._head.setDirection(above if is_narrow else side)
        super().resizeEvent(event)

    def fields(self) -> list[Field]:
        return [self.name, self.amount]

    def tags(self) -> list[Tag]:
        """What is said of its state."""
        return [tag for tag in self._said.findChildren(Tag) if tag.isVisibleTo(self)]

    # Showing

    def show_deal(self, look: "DealLook", *, is_other: bool) -> None:
        self._look, deal = look, look.deal
        for field in self.fields() if is_other else ():
            field.take_back()
        line = next((line.name for line in look.pipelines if line.id == deal["pipeline_id"]), _("Pipeline"))
        self.back.setText("‹ " + line.replace("&", "&&"))
        self.back.setAccessibleName(_("Back to {pipeline}").format(pipeline=line))
        self.open_by.show_record(self._editor.key)
        self.conflicts.show_record(self._editor.key)
        self.name.set_value(deal["name"])
        self.amount.set_value((deal["amount"], deal["currency"]))
        is_open = deal["status"] == "open"
        for button in (self.won, self.lost, self.quote):
            button.setVisible(is_open)
        self.reopen.setVisible(not is_open)
        self._show_under(look)
        self.strip.show_steps(steps(look))

    def _show_under(self, look: "DealLook") -> None:
        self._flow.clear()
        for person in [person for person in look.people if person.is_main]:
            self._flow.addWidget(self._link(person))
        if not look.people:
            self._flow.addWidget(link(_("Who is it with?"), lambda: self.acted.emit("customer")))
        if look.parent:
            self._flow.addWidget(self._other(_("split from {deal}"), *look.parent))
        for key, name in look.splits:
            self._flow.addWidget(self._other(_("split off: {deal}"), key, name))
        self._tags.clear()
        for words, tone in state_tag(look):
            self._tags.addWidget(_in_line(Tag(words, tone)))
        for part in (self._under, self._said):
            part.updateGeometry()
        self.call.setVisible(bool(voices(look.shown["phones"])))
        self.write.setVisible(bool(look.shown["emails"]))
        for button, channel, mark in ((self.call, "phone", "phone"), (self.write, "email", "mail")):
            why = self._editor.reach.refusal(channel)
            button.setIcon(warned(is_refused=True) if why else icon(mark, "muted"))
            button.setAccessibleDescription(why)

    def _other(self, words: str, key: bytes, name: str) -> QWidget:
        """The page of a deal that was one with this."""
        text = words.format(deal=name).replace("&", "&&")
        return link(text, lambda: self.record_wanted.emit("deals", key))

    def _link(self, person: "Person") -> QWidget:
        section = "companies" if person.kind == "company" else "contacts"
        return link(person.name.replace("&", "&&"), lambda: self.record_wanted.emit(section, person.id))

    # Acting

    def _call(self) -> None:
        """Whoever has a part in it; what was said is logged with the deal."""
        phones = voices(self._look.shown["phones"]) if self._look else []
        choose(self._editor.reach, self.call, [(part["whose"], phone_way(part)) for part in phones])

    def _write(self) -> None:
        emails = self._look.shown["emails"] if self._look else []
        choose(self._editor.reach, self.write, [(part["whose"], email_way(part)) for part in emails])

    def _keep_amount(self, value: tuple[int | None, str]) -> None:
        amount, currency = value
        self._editor.change(self.amount, amount=amount, currency=currency)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for key, text in (
            ("hand over", _("Hand over…")), ("clone", _("Copy")), ("split", _("Split…")),
        ):  # fmt: skip
            menu.addAction(text).triggered.connect(lambda _on=False, key=key: self.acted.emit(key))
        self._offer_pipelines(menu)
        menu.addSeparator()
        menu.addAction(_("Delete")).triggered.connect(lambda: self.acted.emit("delete"))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _offer_pipelines(self, menu: QMenu) -> None:
        look = self._look
        others = [line for line in look.pipelines if line.id != look.deal["pipeline_id"]] if look else []
        if others:
            into = menu.addMenu(_("Move to pipeline"))
            for line in others:
                first = line.stages[0].id or b""
                action = into.addAction(line.name.replace("&", "&&"))
                action.triggered.connect(lambda _on=False, first=first: self.stage_wanted.emit(first))


def _in_line(tag: Tag) -> QWidget:
    """At the height of the links beside it."""
    holder = QWidget()
    across = QHBoxLayout(holder)
    across.setContentsMargins(theme.margins(4, 6, 0, 6))
    across.addWidget(tag)
    return holder


def steps(look: "DealLook") -> list[Step]:
    """With the days in each; where it ended it has the colour of its end."""
    deal, tone = look.deal, {"won": "good", "lost": "bad"}.get(look.deal["status"], "")
    here = next((at for at, stage in enumerate(look.stages) if stage.id == deal["stage_id"]), -1)
    found = []
    for at, stage in enumerate(look.stages):
        state = "here" if at == here else "passed" if at < here else "ahead"
        hint = ngettext("{count} day too long", "{count} days too long", stage.rot).format(count=stage.rot)
        found.append(
            Step(
                stage.id, stage.name, stay(stage), state,  # type: ignore[arg-type]
                tone or ("warning" if stage.rot else ""), hint if stage.rot else "",
            )
        )  # fmt: skip
    return found
