"""What a desktop has to show notices, for tests: prints what it is asked. `python notice_service.py BUS`"""

import sys

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVirtualObject

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_SIGNATURE = "susssasa{sv}i"
_TYPES = ("s", "u", "s", "s", "s", "as", "a{sv}", "i")
_HINTS = '<annotation name="org.qtproject.QtDBus.QtTypeName.In6" value="QVariantMap"/>'


class Desktop(QDBusVirtualObject):
    def introspect(self, path: str) -> str:
        taken = "".join(f'<arg type="{kind}" direction="in"/>' for kind in _TYPES)
        method = f'<method name="Notify">{taken}{_HINTS}<arg type="u" direction="out"/></method>'
        return f'<interface name="{NAME}">{method}</interface>'

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        if message.member() != "Notify":
            return False
        print(message.signature() == _SIGNATURE, message.arguments()[3], message.arguments()[4], sep="|", flush=True)
        connection.send(message.createReply([0]))
        pressed = QDBusMessage.createSignal(PATH, NAME, "ActionInvoked")
        pressed.setArguments([0, message.arguments()[5][0]])
        connection.send(pressed)
        return True


def main(address: str) -> None:
    app = QCoreApplication([])
    bus, desktop = QDBusConnection.connectToBus(address, "desktop"), Desktop()
    bus.registerVirtualObject(PATH, desktop)
    print(bus.registerService(NAME), flush=True)
    QTimer.singleShot(20_000, app.quit)
    app.exec()


if __name__ == "__main__":
    main(sys.argv[1])
