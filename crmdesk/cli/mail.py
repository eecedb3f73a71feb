"""mail: e-mails of people of the file, from a mailbox into their history."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING, Any

from crmdesk.cli.common import answer, on_file, opened
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from crmdesk.services.mailbox import Account

_PORT = 993


def register(subparsers: Any) -> None:
    mail = on_file(
        subparsers, "mail", run, "fetch e-mails of people of the file over IMAP with TLS; they are only read"
    )
    mail.add_argument("--server", help="remembered, as is the user; the password goes into the keyring of the system")
    mail.add_argument("--user")
    mail.add_argument("--port", type=int, default=_PORT)
    mail.add_argument("--folder", default="INBOX")
    mail.add_argument("--check", action="store_true", help="only tell how many messages are new")
    mail.add_argument("--forget", action="store_true", help="forget the mailbox and its password")


def run(args: argparse.Namespace) -> int:
    from crmdesk.services import mail_account, mail_intake

    if args.forget:
        mail_account.forget()
        answer(args, {"forgotten": True}, _("The mailbox is forgotten."))
        return 0
    account = _account(args)
    password = mail_account.password(account) or _asked(account)
    with opened(args) as store:
        if args.check:
            return _check(args, mail_intake.new(store, account, password))
        fetched = mail_intake.fetch(store, account, password)
    if args.server and not mail_account.remember(account, password):
        print(_("There is no keyring, so the password is asked for each time."), file=sys.stderr)
    text = ngettext("{count} e-mail logged, of {all} new.", "{count} e-mails logged, of {all} new.", fetched.logged)
    document = {"looked_at": fetched.looked_at, "logged": fetched.logged}
    answer(args, document, text.format(count=fetched.logged, all=fetched.looked_at))
    return 0


def _check(args: argparse.Namespace, count: int) -> int:
    text = ngettext("{count} new message.", "{count} new messages.", count).format(count=count)
    answer(args, {"new": count}, text)
    return 0


def _account(args: argparse.Namespace) -> "Account":
    from crmdesk.services import mail_account, mailbox

    if args.server and args.user:
        return mailbox.Account(args.server, args.user, args.port, args.folder)
    if known := mail_account.account():
        return known
    raise UserError(_("No mailbox is known yet. Name it once with --server and --user."))


def _asked(account: "Account") -> str:
    words = _("Password of {user} at {server}: ").format(user=account.user, server=account.server)
    if sys.stdin and sys.stdin.isatty():
        return getpass.getpass(words)
    return (sys.stdin.readline() if sys.stdin else "").rstrip("\n")
