"""How one hub is set up: told by the command line, and by it to the processes that it starts."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

PORT = 8460
_VARIABLE = "CRMDESK_HUB"
_KEPT = "hub.json"
_HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class HubSettings:
    database: str
    """As `open_database` takes it."""
    files: str
    """The folder of attachments."""
    url: str = f"http://127.0.0.1:{PORT}"
    """As laptops reach it."""
    host: str = "127.0.0.1"
    """The address that it listens on."""
    metrics_token: str = ""
    level: str = "INFO"
    workers: int = 1

    @property
    def names(self) -> frozenset[str]:
        """Under which it may be asked for."""
        return frozenset((*_HERE, self.host.lower(), (urlsplit(self.url).hostname or "").lower()))

    def hand_on(self) -> None:
        os.environ[_VARIABLE] = json.dumps(asdict(self))

    @classmethod
    def handed_on(cls) -> "HubSettings":
        return cls(**json.loads(os.environ[_VARIABLE]))


@dataclass(frozen=True, slots=True)
class Place:
    """Where laptops reach a hub, for the links of invitations."""

    url: str = f"http://127.0.0.1:{PORT}"
    pin: str = ""
    """The SHA-256 of a certificate that it signed itself."""

    def keep(self, folder: Path) -> None:
        (folder / _KEPT).write_text(json.dumps(asdict(self)), "utf-8")

    @classmethod
    def kept(cls, folder: Path | None) -> "Place":
        """What the hub in a folder was told last."""
        path = folder and folder / _KEPT
        return cls(**json.loads(path.read_text("utf-8"))) if path and path.exists() else cls()
