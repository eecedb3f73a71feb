"""Hubs with a fault, so that who looks for what is lost or doubled can show that it would be found."""

import os
import sys
import time
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any

from sqlalchemy import Connection, Engine

from crmdesk.__main__ import main
from crmdesk.hub import log, routes_base

FAULT = "CRMDESK_HUB_FAULT"


def early(engine: Engine, work: Callable[[Connection], Any]) -> Any:
    """It says that all is kept, and keeps it a little later."""
    done = SimpleQueue[Any]()

    def run() -> None:
        with engine.begin() as connection:
            done.put(work(connection))
            time.sleep(1)

    Thread(target=run).start()
    return done.get()


def begin(fault: str) -> None:
    if fault == "early":
        routes_base.in_transaction = early
    elif fault == "twice":  # it forgets what it was told before
        log._ids = lambda *_what: []
        log._known = lambda *_what: {}


if __name__ == "__main__":
    begin(os.environ[FAULT])
    sys.exit(main())
