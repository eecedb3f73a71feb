"""A small IMAP server behind TLS, with a certificate made for it alone; it can be told to misbehave."""

import base64
import re
import socketserver
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread


@dataclass
class Mailbox:
    messages: dict[int, bytes] = field(default_factory=dict)
    folders: tuple[str, ...] = ('(\\HasNoChildren) "/" "INBOX"',)
    validity: int = 7
    password: str = "sesame"
    fault: str = ""
    """`endless`, `huge`, `cut` or `nonsense`: how it answers FETCH."""
    said: list[str] = field(default_factory=list)
    """What it was asked, without tags and secrets."""


class _Handler(socketserver.StreamRequestHandler):
    box: Mailbox

    def handle(self) -> None:
        self._send("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _space, asked = line.partition(" ")
            self.box.said.append(asked)
            answer = self._answer(tag, asked)
            if answer is None:
                return
            self._send(f"{tag} {answer}")

    def _send(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _answer(self, tag: str, asked: str) -> str | None:
        name = asked.split(" ", maxsplit=1)[0]
        if name == "UID":
            return self._search(asked) if asked.startswith("UID SEARCH") else self._fetch(asked)
        known = {"CAPABILITY": self._capability, "AUTHENTICATE": self._authenticate, "EXAMINE": self._examine,
                 "LIST": self._list}  # fmt: skip
        return known[name](asked) if name in known else "OK bye"

    def _capability(self, _asked: str) -> str:
        self._send("* CAPABILITY IMAP4rev1 AUTH=PLAIN")
        return "OK done"

    def _authenticate(self, _asked: str) -> str:
        self._send("+ ")
        _none, _user, password = base64.b64decode(self.rfile.readline()).decode().split("\0")
        return "OK in" if password == self.box.password else "NO wrong"

    def _list(self, _asked: str) -> str:
        for line in self.box.folders:
            self._send(f"* LIST {line}")
        return "OK done"

    def _examine(self, asked: str) -> str:
        if asked != 'EXAMINE "INBOX"':
            return "NO such folder"
        self._send(f"* OK [UIDVALIDITY {self.box.validity}] valid")
        return "OK [READ-ONLY] open"

    def _search(self, asked: str) -> str:
        first = int(re.findall(r"(\d+):\*", asked)[0])
        found = [uid for uid in self.box.messages if uid >= first] or [max(self.box.messages, default=0)]
        self._send(f"* SEARCH {' '.join(map(str, found))}")
        return "OK done"

    def _fetch(self, asked: str) -> str | None:
        if self.box.fault == "huge":
            self._send("* 1 FETCH (UID 1 BODY[] {99999999999}")
        while self.box.fault == "endless":
            self._send("* 1 EXISTS")
        if self.box.fault == "cut":
            self._send("* 1 FETCH (UID 1 BODY[] {1000}")
            return None
        if self.box.fault == "nonsense":
            self.wfile.write(b"\xff\x00 * ((({\r\n")
        for uid in map(int, asked.split(" ")[2].split(",")):
            raw = self.box.messages[uid]
            part = raw.partition(b"\n\n")[0] + b"\n\n" if "HEADER" in asked else raw
            self.wfile.write(b"* 1 FETCH (UID %d BODY[] {%d}\r\n%s)\r\n" % (uid, len(part), part))
        return "OK done"


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = False
    allow_reuse_address = True

    def __init__(self, context: ssl.SSLContext, handler: type[_Handler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that leave are part of the play."""


@contextmanager
def serving(box: Mailbox, folder: Path) -> Iterator[tuple[int, ssl.SSLContext]]:
    """Gives its port, and the context of those who trust it."""
    cert = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert)
    with _Server(context, type("Handler", (_Handler,), {"box": box})) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1], ssl.create_default_context(cafile=str(cert))
        finally:
            server.shutdown()
            thread.join()


def certificate(folder: Path) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path
