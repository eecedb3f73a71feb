"""What a hub writes down: one JSON document a line, in which nobody's secret, name or address can stand."""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

OURS = logging.getLogger("crmdesk.hub")
_LONGEST = 500
_FIELDS = ("route", "method", "status", "ms", "device")
_HIDDEN = re.compile(
    r"[\w+/=-]{20,}"  # tokens, codes, keys, ids
    r"|\S+@\S+|\w+://\S+"  # mailboxes; addresses that may have a password in them
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<!\w)[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,}"  # where somebody is
)


def redacted(text: str) -> str:
    return _HIDDEN.sub("…", text)[:_LONGEST]


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": redacted(record.getMessage()),
        }
        told |= {name: record.__dict__[name] for name in _FIELDS if name in record.__dict__}
        if record.exc_info and record.exc_info[1]:
            told |= _fault(record.exc_info[1])
        return json.dumps(told)


def _fault(error: BaseException) -> dict[str, object]:
    """What it is and where; what it says may have values in it."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    return {"fault": type(error).__name__, "at": [f"{frame.filename}:{frame.lineno}" for frame in frames]}


def begin(level: str, to: TextIO | None = None) -> None:
    """Whatever libraries say besides stays unheard: a database driver would tell what it is given."""
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(JsonLines())
    for name, least in (("crmdesk.hub", level), ("uvicorn", level), ("", "ERROR")):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(least)
