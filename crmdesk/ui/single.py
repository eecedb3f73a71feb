"""One window a file: a second start brings the first to the front."""

import hashlib
from pathlib import Path

from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

from crmdesk.ui.window import Window

_PATIENCE = 1000


def raise_first(path: Path) -> bool:
    """Whether a window has the file open, and was asked to come to the front."""
    socket = QLocalSocket()
    socket.connectToServer(_name(path))
    found = socket.waitForConnected(_PATIENCE)
    socket.abort()
    return found


def listen(window: Window) -> None:
    """Answer further starts for the window's file; an earlier file's place is given up."""
    for old in window.findChildren(QLocalServer):
        old.close()
        old.deleteLater()
    path = window.desk.path
    if path is None:
        return
    server = QLocalServer(window)
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    if not server.listen(_name(path)):
        QLocalServer.removeServer(_name(path))  # left by a crash: the file's own lock says that we are the only one
        server.listen(_name(path))
    server.newConnection.connect(lambda: _raise(window, server))


def _raise(window: QWidget, server: QLocalServer) -> None:
    while server.hasPendingConnections():
        socket = server.nextPendingConnection()
        socket.disconnectFromServer()
        socket.deleteLater()
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()


def _name(path: Path) -> str:
    return "crmdesk-" + hashlib.sha256(str(path.expanduser().resolve()).encode()).hexdigest()[:24]
