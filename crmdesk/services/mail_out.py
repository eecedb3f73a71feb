"""E-mails that leave (SMTP): the account of this user on this machine, and one message sent; faults in words.

Nothing of it needs the file, so that another thread can wait for the network. Nothing leaves without TLS.
"""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import make_msgid
from mimetypes import guess_type

from crmdesk import settings
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.store import keyrings

STARTTLS, TLS = 587, 465
"""The usual ports: TLS begins after the greeting, or at once."""
_PATIENCE = 30
"""Seconds for one answer."""
_HOST = "[127.0.0.1]"
"""What a laptop calls itself: its own name is nobody's business."""
_typed: dict[str, str] = {}
"""Passwords that no keyring took, as long as the program runs."""


@dataclass(frozen=True, slots=True)
class Account:
    server: str
    user: str
    address: str
    """Whom answers go to."""
    port: int = STARTTLS
    is_tls: bool = False
    """From the first byte on."""


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    data: bytes


# The account


def account() -> Account | None:
    kept = settings.load().mail_out
    match tuple(kept.get(name) for name in Account.__slots__):
        case (str(server), str(user), str(address), int(port), bool(is_tls)):
            return Account(server, user, address, port, is_tls)
    return None


def remember(account: Account, password: str) -> bool:
    """Whether the keyring took the password: elsewhere it is known until the program ends."""
    settings.change(mail_out=asdict(account))
    try:
        keyrings.keep(_name(account), password)
    except keyrings.Unreachable:
        _typed[_name(account)] = password
        return False
    return True


def forget() -> None:
    known = account()
    settings.change(mail_out={})
    if known:
        _typed.pop(_name(known), None)
        with suppress(keyrings.Unreachable):
            keyrings.forget(_name(known))


def password(account: Account) -> str | None:
    if typed := _typed.get(_name(account)):
        return typed
    with suppress(keyrings.Unreachable):
        return keyrings.find(_name(account))
    return None


def _name(account: Account) -> str:
    return f"mail out {account.user} {account.server}"


def proposed() -> Account | None:
    """What the mailbox that is read makes likely."""
    from crmdesk.services import mail_account

    read = mail_account.account()
    if read is None:
        return None
    server = read.server.replace("imap", "smtp", 1) if read.server.startswith("imap") else read.server
    return Account(server, read.user, read.user if "@" in read.user else "")


def reading_password(account: Account) -> str | None:
    """Of the mailbox that is read, where its user is the same: the provider's two servers share it."""
    from crmdesk.services import mail_account

    read = mail_account.account()
    return mail_account.password(read) if read and read.user == account.user else None


# A message


def compose(
    account: Account, to: str, subject: str, text: str, attached: Sequence[Attached] = (), name: str = ""
) -> EmailMessage:
    """`to` is one address; `name` is who writes."""
    from email.headerregistry import Address

    message = EmailMessage()
    try:
        message["From"] = Address(_one_line(name), addr_spec=account.address)
        message["To"] = Address(addr_spec=_one_line(to))
    except (ValueError, IndexError, MessageError) as error:
        told = _("“{address}” is no e-mail address, so nothing was sent.")
        raise UserError(told.format(address=to if "From" in message else account.address)) from error
    message["Subject"] = _one_line(subject)
    message["Message-ID"] = make_msgid(domain=account.address.rpartition("@")[2] or "localhost")
    message.set_content(text)
    for each in attached:
        kind = guess_type(each.name)[0] or "application/octet-stream"
        message.add_attachment(each.data, *kind.split("/", 1), filename=_one_line(each.name))
    return message


def _one_line(text: str) -> str:
    return " ".join(text.split())


# Sending


def send(
    account: Account, message: EmailMessage, password: str | None = None, trusted: ssl.SSLContext | None = None
) -> list[str]:
    """Gives the addresses that were refused while others got it; raises UserError where none did."""
    from email.utils import formatdate

    if "Date" not in message:
        message["Date"] = formatdate(localtime=True)
    with _entered(account, _secret(account, password), trusted) as client:
        try:
            return sorted(client.send_message(message))
        except smtplib.SMTPServerDisconnected as error:
            told = _("{server} broke off, so it is not known whether the e-mail was sent. Look into the sent e-mails.")
            raise UserError(told.format(server=account.server)) from error


def check(account: Account, password: str, trusted: ssl.SSLContext | None = None) -> None:
    """Logs in, and sends nothing."""
    with _entered(account, password, trusted) as client:
        client.noop()


def _secret(account: Account, typed: str | None) -> str:
    found = typed or password(account)
    if account.user and not found:
        raise UserError(_("The password of {user} is not known any more. Type it again.").format(user=account.user))
    return found or ""


@contextmanager
def _entered(account: Account, password: str, trusted: ssl.SSLContext | None) -> Iterator[smtplib.SMTP]:
    try:
        client = _connected(account, trusted or ssl.create_default_context())
        try:
            if account.user:
                client.login(account.user, password)
            yield client
        finally:
            with suppress(smtplib.SMTPException, OSError):
                client.quit()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise UserError(_words(account, error)) from error


def _connected(account: Account, context: ssl.SSLContext) -> smtplib.SMTP:
    if account.is_tls:
        return smtplib.SMTP_SSL(account.server, account.port, _HOST, timeout=_PATIENCE, context=context)
    client = smtplib.SMTP(account.server, account.port, _HOST, timeout=_PATIENCE)
    try:
        client.starttls(context=context)
    except smtplib.SMTPNotSupportedError as error:
        client.close()
        told = _("{server} cannot be spoken to in secret on port {port}, so nothing was sent. Try port 465 or 587.")
        raise UserError(told.format(server=account.server, port=account.port)) from error
    except BaseException:
        client.close()
        raise
    return client


# What went wrong


def _words(account: Account, error: Exception) -> str:
    named = {"server": account.server, "user": account.user, "reason": _reason(error)}
    if isinstance(error, ssl.SSLCertVerificationError):
        told = _("{server} cannot prove who it is, so nothing was sent to it. Check the name of the server.")
    elif isinstance(error, smtplib.SMTPAuthenticationError):
        told = _("{server} does not let {user} in. Check the name and the password; some want one made for this.")
    elif isinstance(error, smtplib.SMTPRecipientsRefused):
        told = _("{server} takes no e-mail for {reason}, so nothing was sent. Check the address.")
    elif isinstance(error, smtplib.SMTPSenderRefused):
        told = _("{server} does not let {user} send from this address: {reason}. Nothing was sent.")
    elif isinstance(error, smtplib.SMTPDataError):
        told = _("{server} does not take this e-mail: {reason}. Nothing was sent.")
    else:
        told = _("The e-mail cannot be sent by {server}: {reason}. Nothing was sent. Try again later.")
    return told.format(**named)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return ", ".join(error.recipients)
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return " ".join(text.split())[:200].rstrip(".")
    if isinstance(error, TimeoutError):
        return _("it does not answer")
    return getattr(error, "strerror", None) or _("it broke off or gave an answer that makes no sense")
