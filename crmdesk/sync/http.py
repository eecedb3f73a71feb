"""The way to a hub: one client, what it refuses told apart from not being reached, and the log as a `Hub`."""

import hashlib
import json
import re
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any, Self, TypeVar

import httpx2
import msgpack

from crmdesk import __version__
from crmdesk.sync import packing, sealed
from crmdesk.sync.links import checked_hub
from crmdesk.sync.messages import Answer, Change, Page, Placed, Pushed, Standing, Welcome, chained
from crmdesk.sync.sealed import MOST_BYTES, MessageError, Seal, Sealed

T = TypeVar("T")
_TIMES = httpx2.Timeout(10, read=60, write=60)
_LIMITS = httpx2.Limits(max_connections=4)
_PACKED = "application/x-msgpack"
_BROKEN_OFF = (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError)
_LATER = (408, 425, 429)
_POISONED = (400, 413, 422)
_AT_ONCE, _AROUND = 3 << 20, 100
"""Bytes of a message, and of what stands around each body in it."""


class NotReachedError(OSError):
    """The hub does not answer, or what answers is none; trying again later is all that can be done."""

    def __init__(self, reason: str, wait: float = 0) -> None:
        super().__init__(reason)
        self.wait = wait
        """Seconds that the hub asks for."""


class WrongCertificateError(NotReachedError):
    """Whoever answers cannot prove to be the hub: nothing was told to them."""


class RefusedError(Exception):
    """The hub will not do this, now or later."""

    def __init__(self, code: str, message: str, status: int) -> None:
        super().__init__(message or code)
        self.code, self.message, self.status = code, message, status


class PoisonError(Exception):
    """A change that the hub will never take: it is set aside, and the others go on."""

    def __init__(self, change: bytes, reason: str) -> None:
        super().__init__(reason)
        self.change = change


class _Pinned(ssl.SSLContext):
    """Trusts one certificate, whoever signed it, and looks before anything is said."""

    pin = ""

    def wrap_socket(self, *args: Any, **options: Any) -> ssl.SSLSocket:
        made = super().wrap_socket(*args, **options)
        if hashlib.sha256(made.getpeercert(binary_form=True) or b"").hexdigest() != self.pin:
            made.close()
            raise ssl.SSLCertVerificationError("another certificate than the invitation names")
        return made


@cache
def _trusting(pin: str) -> ssl.SSLContext:
    if not pin:
        return ssl.create_default_context()
    context = _Pinned(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode, context.pin = False, ssl.CERT_NONE, pin
    return context


class Wire:
    """Requests to one hub. Each is sent again at most once, and only where that does no harm."""

    def __init__(self, hub: str, pin: str = "", token: str = "", transport: httpx2.BaseTransport | None = None) -> None:
        self._client = httpx2.Client(
            base_url=checked_hub(hub), verify=_trusting(pin), trust_env=False, timeout=_TIMES, limits=_LIMITS,
            headers={"User-Agent": f"CRMDesk/{__version__}", "Accept-Encoding": "zstd"}, transport=transport,
        )  # fmt: skip
        self.token = token

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    def ask(self, method: str, path: str, body: object = None, *, again: bool = True) -> Any:
        """JSON for JSON."""
        content = None if body is None else json.dumps(body).encode()
        data = self.send(method, path, content, "application/json", again=again)
        try:
            return json.loads(data) if data else None
        except ValueError:
            raise no_hub() from None

    def tell(self, path: str, data: bytes) -> bytes:
        """Packed bytes for packed bytes."""
        return self.send("POST", path, data, _PACKED)

    def send(
        self, method: str, path: str, content: bytes | None = None, kind: str = "", *, again: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:  # fmt: skip
        said = {**(headers or {}), **({"Content-Type": kind} if content is not None else {})}
        if content is not None and kind == _PACKED and len(content) > packing.WORTH_IT:
            content, said = packing.packed(content), {**said, "Content-Encoding": "zstd"}
        for is_last in (False, True) if again else (True,):
            try:
                with self.opened(method, path, content, said) as response:
                    return _body(response)
            except _BrokenOffError:
                if is_last:
                    raise
        raise AssertionError

    @contextmanager
    def opened(
        self, method: str, path: str, content: bytes | None = None, headers: Mapping[str, str] | None = None,
        timeout: httpx2.Timeout = _TIMES,
    ) -> Iterator[httpx2.Response]:  # fmt: skip
        """An answer that is read as it comes; raises RefusedError, or NotReachedError also amid the reading."""
        said = {**(headers or {}), **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        try:
            with self._client.stream(method, path, content=content, headers=said, timeout=timeout) as response:
                _look(response)
                yield response
        except _BROKEN_OFF as error:
            raise _BrokenOffError(_reason(error)) from error
        except httpx2.HTTPError as error:
            if _is_about_certificates(error):
                raise WrongCertificateError(_reason(error)) from error
            raise NotReachedError(_reason(error)) from error


class _BrokenOffError(NotReachedError):
    """Perhaps no more than a connection that had rested too long."""


def no_hub() -> NotReachedError:
    return NotReachedError("what answers there is no hub")


def _look(response: httpx2.Response) -> None:
    status = response.status_code
    if status < 300:
        return
    if status < 400:
        raise no_hub()
    try:
        told = json.loads(_body(response))
        code, message = str(told["error"]), str(told.get("message", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        code, message = "", ""
    if status >= 500 or status in _LATER:
        raise NotReachedError(message or f"HTTP {status}", _seconds(response.headers.get("retry-after", "")))
    if not code and response.request.method != "HEAD":
        raise no_hub()
    raise RefusedError(code, message, status)


def _body(response: httpx2.Response) -> bytes:
    """Never more than a message may have, whatever is sent."""
    data = bytearray()
    for piece in response.iter_raw():
        data += piece
        if len(data) > MOST_BYTES:
            raise no_hub()
    if response.headers.get("content-encoding", "") != "zstd":
        return bytes(data)
    try:
        return packing.unpacked(bytes(data), MOST_BYTES)
    except MessageError:
        raise no_hub() from None


def _seconds(text: str) -> float:
    return min(float(text), 3600) if text.isdecimal() else 0


def _reason(error: Exception) -> str:
    return re.sub(r"^\[Errno -?\d+\] ", "", str(error)) or type(error).__name__


def _is_about_certificates(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


class HttpHub:
    """One log of a hub, as an exchange needs it.

    `unreadable` is told of what colleagues sent and nobody can open: it is kept aside, and the others go on.
    """

    def __init__(self, wire: Wire, log: str, seal: Seal, unreadable: Callable[[Sealed], object]) -> None:
        self._wire, self._path, self._seal, self._unreadable = wire, f"/v1/logs/{log}", seal, unreadable

    def hello(self, standing: Standing) -> Welcome:
        return _read(sealed.unpack_welcome, self._wire.tell(f"{self._path}/hello", sealed.pack_standing(standing)))

    def push(self, standing: Standing, changes: Sequence[Change]) -> Pushed:
        """In messages of a size that hubs take. Raises PoisonError with the first change that this one never will."""
        pushed = Pushed(Answer.TAKEN, 0)
        for part in _parts([sealed.sealed(Placed((), change), self._seal) for change in changes]):
            pushed = self._push(standing, part)
            if pushed.answer is not Answer.TAKEN:
                break
            standing = _after(standing, part)
        return pushed

    def _push(self, standing: Standing, entries: Sequence[Sealed]) -> Pushed:
        try:
            told = self._wire.tell(f"{self._path}/push", sealed.pack_push(standing, entries))
        except RefusedError as error:
            if error.status not in _POISONED:
                raise
            return self._without_poison(standing, entries, error)
        return _read(sealed.unpack_pushed, told)

    def _without_poison(self, standing: Standing, entries: Sequence[Sealed], error: RefusedError) -> Pushed:
        if len(entries) == 1:
            raise PoisonError(entries[0].id, str(error)) from error
        half = entries[: len(entries) // 2]
        pushed = self._push(standing, half)
        if pushed.answer is not Answer.TAKEN:
            return pushed
        return self._push(_after(standing, half), entries[len(half) :])

    def pull(self, after: int, limit: int) -> Page:
        data = self._wire.send("GET", f"{self._path}/pull?after={after}&limit={limit}")
        page = _read(sealed.unpack_page, data)
        return Page(page.epoch, list(self._opened(page.entries)), page.read, page.end, page.floor)

    def left(self) -> Sequence[int]:
        return _read(sealed.unpack_numbers, self._wire.send("GET", f"{self._path}/left"))

    def relay(self, changes: Sequence[Placed]) -> None:
        for part in _parts([sealed.sealed(placed, self._seal) for placed in changes]):
            self._wire.tell(f"{self._path}/relay", sealed.pack_entries(part))

    def condense(self, epoch: int, upto: int, keep: Sequence[int]) -> int:
        """Take out of the log all up to a place but these, where it still is the same log; gives how many are gone."""
        said = msgpack.packb({"epoch": epoch, "upto": upto, "keep": sealed.pack_numbers(keep)})
        told = json.loads(self._wire.tell(f"{self._path}/condense", said))
        return int(told["removed"])

    def _opened(self, entries: Sequence[Sealed]) -> Iterator[Placed]:
        from crmdesk.sync.keys import UnknownKeyError

        for entry in entries:
            try:
                yield sealed.opened(entry, self._seal)
            except UnknownKeyError:
                raise
            except MessageError:
                self._unreadable(entry)


def _parts(entries: Sequence[Sealed]) -> Iterator[Sequence[Sealed]]:
    first, size = 0, 0
    for place, entry in enumerate(entries):
        size += len(entry.body) + _AROUND
        if size > _AT_ONCE and place > first:
            yield entries[first:place]
            first, size = place, len(entry.body) + _AROUND
    yield entries[first:]


def _after(standing: Standing, told: Sequence[Sealed]) -> Standing:
    chain = chained(standing.chain, [entry.id for entry in told])
    return replace(standing, told=standing.told + len(told), chain=chain)


def _read(unpack: Callable[[bytes], T], data: bytes) -> T:
    try:
        return unpack(data)
    except MessageError:
        raise no_hub() from None
