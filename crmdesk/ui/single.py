"""One process a file: a second start brings the window of the first to the front."""

import hashlib
from pathlib import Path

from PySide6.QtNetwork import QLocalServer, QLocalSocket

from crmdesk.ui import windows
from crmdesk.ui.open_file import OpenFile

_PATIENCE = 1000


def raise_first(path: Path) -> bool:
    """Whether a window has the file open, and was asked to come to the front."""
    socket = QLocalSocket()
    socket.connectToServer(_name(path))
    found = socket.waitForConnected(_PATIENCE)
    socket.abort()
    return found


def listen(file: OpenFile) -> None:
    """Answer further starts for this file, as long as it is open."""
    if file.path is None or file.findChild(QLocalServer):
        return
    server = QLocalServer(file)
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    if not server.listen(_name(file.path)):
        QLocalServer.removeServer(
            _name(file.path)
        )  # left by a crash: the file's own lock says that we are the only one
        server.listen(_name(file.path))
    server.newConnection.connect(lambda: _answer(file, server))
    file.closed.connect(server.close)


def _answer(file: OpenFile, server: QLocalServer) -> None:
    while server.hasPendingConnections():
        socket = server.nextPendingConnection()
        socket.disconnectFromServer()
        socket.deleteLater()
    windows.raise_one(file)


def _name(path: Path) -> str:
    return "crmdesk-" + hashlib.sha256(str(path.expanduser().resolve()).encode()).hexdigest()[:24]
