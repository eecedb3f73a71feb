"""Joining a workspace in three steps: the link, what it is an invitation to, and the first sync."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from shiboken6 import isValid

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui import sync_watch
from crmdesk.ui.desk import reason
from crmdesk.ui.sync_join_pages import FirstPage, JoinPage, LinkPage, OfferPage, SignInPage
from crmdesk.widgets import tab_order
from crmdesk.widgets.parts import label
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.sync import RoundReport
    from crmdesk.services.sync_account import Account
    from crmdesk.sync.door import Offer
    from crmdesk.sync.links import Link
    from crmdesk.ui.sync_watch import SyncWatch
    from crmdesk.ui.window import Window

_STEPS = 3


class Join(Sheet):
    """Ends in a file that is shared; what was typed stays when the hub refuses it."""

    def __init__(self, window: "Window", text: str = "", *, signs_in: bool = False) -> None:
        """`text` is a link that is known already."""
        super().__init__(window, _("Work together"), width=520)
        self._window = window
        self._link: Link | None = None
        self._admit: Callable[[], Account] | None = None
        self._watch: SyncWatch | None = None
        """While the first sync is followed."""
        self._makes_known = False
        """The recovery code of the workspace, which its owner is the first to have."""
        self._is_made = False
        """The new file is there already."""
        self._step = label("", "second", "muted")
        self._problem = Problem()
        self.page: JoinPage = LinkPage(text)
        self.body.addWidget(self._problem)
        self.buttons.insertWidget(0, self._step)
        self.button = self.set_primary(_("Continue"), self._go_on)
        self.finished.connect(self._stop_watching)
        self._turn_to_sign_in() if signs_in else self.turn(self.page, _("Continue"), 1)

    def turn(self, page: JoinPage, button: str, step: int) -> None:
        if page is not self.page:
            self.page.hide()
            self.page.deleteLater()
        self.page = page
        self.body.insertWidget(0, page)
        self.button.setText(button)
        self._step.setText(_("Step {step} of {count}").format(step=step, count=_STEPS))
        if isinstance(page, LinkPage):
            page.signing_in.connect(self._turn_to_sign_in)
        if self.isVisible():
            page.show()  # else it is measured as if it were not there
        self._rest()
        tab_order.order(self)
        page.begin()

    def _rest(self, problem: str = "") -> None:
        """Nothing is under way."""
        self.button.setEnabled(True)
        self._problem.say(problem)
        if self.isVisible():
            self.refit()

    def _refused(self, error: Exception) -> None:
        self._rest(str(error) if isinstance(error, UserError) else reason(error))

    def _ask(self, job: "Callable[[], object]", done: "Callable[..., None]") -> None:
        self.button.setEnabled(False)
        sync_watch.of(self._window.desk.file).ask(job, done, self._refused)

    def _go_on(self) -> None:
        steps = {LinkPage: self._read, OfferPage: self._agree, SignInPage: self._sign_in, FirstPage: self._end}
        steps[type(self.page)]()

    # The link

    def _read(self) -> None:
        from crmdesk.services import sync_joining

        assert isinstance(self.page, LinkPage)
        try:
            link = self._link = sync_joining.read_link(self.page.line.text())
        except UserError as error:
            self._rest(str(error))
            return
        self._ask(partial(sync_joining.offer, link), self._offered)

    def _offered(self, offer: "Offer") -> None:
        """How much is in the open file decides what is asked."""
        if self._window.desk.path:
            self._window.desk.ask(_count, partial(self.show_offer, offer), self._refused)
        else:
            self.show_offer(offer, None)

    def show_offer(self, offer: "Offer", count: int | None) -> None:
        self.head.setText(offer.workspace)
        self.turn(OfferPage(offer, count), _("Join"), 2)

    def _agree(self) -> None:
        from crmdesk.services import sync_joining

        page = self.page
        assert isinstance(page, OfferPage)
        assert self._link
        if not page.name.text().strip():
            self._rest(_("Your name is missing. Colleagues see it beside what you do."))
            page.name.setFocus()
            return
        self._admit = partial(sync_joining.join, self._link, page.name.text(), page.password.text())
        self._into(self.head.text(), is_here=page.here.isChecked())

    # Signing in

    def _turn_to_sign_in(self) -> None:
        self.head.setText(_("Sign in"))
        self.turn(SignInPage(), _("Sign in"), 2)

    def _sign_in(self) -> None:
        from crmdesk.services import sync_joining

        page = self.page
        assert isinstance(page, SignInPage)
        lines = (page.hub, page.workspace, page.name, page.password)
        if empty := next((line for line in lines if not line.text().strip()), None):
            empty.setFocus()
            return
        hub, workspace, name, password = (line.text() for line in lines)
        self._admit = partial(sync_joining.sign_in, hub, workspace, name, password, codes=page.codes())
        self._into(workspace, is_here=bool(self._window.desk.path))

    # The file

    def _into(self, name: str, *, is_here: bool) -> None:
        """A new file is made before the invitation is used up: where that cannot be done, nothing is lost."""
        from crmdesk.ui.new_file import NewFile

        if is_here or self._is_made:
            self._enter()
            return
        self.hide()
        sheet = NewFile(self._window, self._enter, name)
        sheet.rejected.connect(self.open)
        sheet.open()

    def _enter(self) -> None:
        assert self._admit
        self._is_made = self._window.desk.path is not None
        if not self.isVisible():
            self.open()
        self._ask(self._admit, self._admitted)

    def _admitted(self, account: "Account") -> None:
        self._window.desk.write(partial(_connect, account), self._connected, self._refused)

    def _connected(self, account: "Account") -> None:
        self._makes_known = account.sealed and account.role == "owner"
        self.head.setText(_("First sync"))
        self.turn(FirstPage(), _("Work meanwhile"), 3)
        self.close_button.hide()
        self._watch = sync_watch.of(self._window.desk.file)
        self._watch.changed.connect(self._show_sync)
        self._watch.ended.connect(self._synced)
        self._watch.start()

    # The first sync

    def _show_sync(self) -> None:
        status = self._watch.status if self._watch else None
        if status and isinstance(self.page, FirstPage):
            self.page.show_status(status)
            self.refit()

    def _synced(self, done: "RoundReport") -> None:
        self._stop_watching()
        if isinstance(self.page, FirstPage):
            self.page.show_end(done.received)
            self.button.setText(_("Done"))
            self.refit()

    def _end(self) -> None:
        self.accept()
        if self._makes_known:
            from crmdesk.ui import sync_recovery

            sync_recovery.ask_back(self._window, self._window.desk)

    def _stop_watching(self) -> None:
        watch, self._watch = self._watch, None
        if watch and isValid(watch):
            watch.changed.disconnect(self._show_sync)
            watch.ended.disconnect(self._synced)


def _count(store: "Store") -> int | None:
    """Nothing where it belongs to a workspace already, and was not shut out of it."""
    from crmdesk.services import lookup, sync_account

    account = sync_account.account(store)
    return None if account and not account.revoked else lookup.count(store, "contact")


def _connect(account: "Account", store: "Store") -> "Account":
    from crmdesk.services import sync_account

    sync_account.connect(store, account)
    return account


def begin(window: "Window", text: str = "") -> None:
    Join(window, text).open()
