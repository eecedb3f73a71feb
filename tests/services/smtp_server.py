"""A real SMTP server behind STARTTLS or TLS, with a certificate made for it alone; it can be told to refuse."""

import asyncio
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Thread

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.services.imap_server import certificate


@dataclass
class Post:
    password: str = "sesame"
    refused: tuple[str, ...] = ()
    answer: str = "250 taken"
    """To the message itself; nothing breaks off."""
    is_plain: bool = False
    """Offers no TLS."""
    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if not self.answer:
            server.transport.abort()
        elif self.answer.startswith("2"):
            message = message_from_bytes(envelope.content or b"", _class=EmailMessage, policy=policy.default)
            self.taken.append(message)
        return self.answer or "250 never heard"

    def lets_in(self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, login: object) -> AuthResult:
        is_right = isinstance(login, LoginPassword) and login.password.decode() == self.password
        return AuthResult(success=is_right, handled=is_right)


@contextmanager
def serving(post: Post, folder: Path, *, is_tls: bool = False) -> Iterator[tuple[int, ssl.SSLContext]]:
    """Gives its port, and the context of those who trust it."""
    logging.getLogger("mail.log").disabled = True  # clients that leave are part of the play
    cert = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert)
    loop = asyncio.new_event_loop()

    def made() -> SMTP:
        inner = None if is_tls or post.is_plain else context
        return SMTP(
            post, hostname="localhost", tls_context=inner, require_starttls=inner is not None, loop=loop,
            authenticator=post.lets_in, auth_require_tls=inner is not None,
        )  # fmt: skip

    server = loop.run_until_complete(loop.create_server(made, "127.0.0.1", 0, ssl=context if is_tls else None))
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1], ssl.create_default_context(cafile=str(cert))
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
