"""What is half typed, on the disk until it is saved so that a crash does not lose it; sealed as its file is.

A draft is for the next start alone: what this one keeps is still on a screen.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from crmdesk import paths
from crmdesk.domain.base import now
from crmdesk.store import sealed
from crmdesk.store.store import Store

MOST = 50
LONGEST = 200_000
_DAYS = 30
_DAY = 24 * 3600 * 1000

_this_start = os.urandom(8).hex()

Drafts = dict[str, tuple[int, str, str]]
"""By key, when it was typed, what, and in which start of the program."""


def put(store: Store, texts: Mapping[str, str]) -> None:
    """Keep texts by key, forget the keys whose text is empty."""
    drafts = _read(store)
    moment = now()
    for key, text in texts.items():
        drafts.pop(key, None)
        if text and len(text) <= LONGEST:
            drafts[key] = (moment, text, _this_start)
    young = [(key, draft) for key, draft in drafts.items() if moment - draft[0] < _DAYS * _DAY]
    _write(store, dict(young[-MOST:]))


def get(store: Store, key: str) -> str:
    """What an earlier start left."""
    _at, text, start = _read(store).get(key, (0, "", ""))
    return text if start != _this_start else ""


def _place(store: Store) -> Path:
    name = hashlib.sha256(str(store.path).encode()).hexdigest()[:32]
    return paths.state() / f"draft-{name}"


def _read(store: Store) -> Drafts:
    """None from a file that is damaged or of another key: a draft is a comfort and no data."""
    try:
        content = _place(store).read_bytes()
        if store.connection.key:
            content = b"".join(sealed.unseal(BytesIO(content), store.connection.key))
        return {key: (int(at), str(text), str(start)) for key, (at, text, start) in json.loads(content).items()}
    except (OSError, ValueError, TypeError, AttributeError, sealed.Broken):
        return {}


def _write(store: Store, drafts: Drafts) -> None:
    place = _place(store)
    with suppress(OSError):
        if not drafts:
            place.unlink(missing_ok=True)
            return
        content = json.dumps(drafts, ensure_ascii=False).encode()
        if store.connection.key:
            content = b"".join(sealed.seal([content], store.connection.key))
        part = place.with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
        part.replace(place)
