"""Notices by the service that desktops on Linux have for them, and who waits for a press on one."""

from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any

from PySide6.QtCore import Q_ARG, Q_RETURN_ARG, SLOT, QMetaObject, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusInterface, QDBusMessage

from crmdesk.i18n import _

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_PATIENCE = 1_000
_ICON, _DEFAULT = "crmdesk", "default"
_AS_LONG_AS_USUAL = -1
_KEPT = 20


class Desktop(QObject):
    def __init__(self, bus: QDBusConnection) -> None:
        super().__init__()
        self._bus = bus
        self._waiting: dict[int, Callable[[], None]] = {}
        if bus.isConnected():
            slot: Any = SLOT("take(QDBusMessage)")  # declared as bytes, taken as text alone
            bus.connect(NAME, PATH, NAME, "ActionInvoked", self, slot)

    def tell(self, title: str, text: str, pressed: Callable[[], None]) -> bool:
        """By way of the declared method: a plain message cannot carry the unsigned number that it asks for."""
        service = QDBusInterface(NAME, PATH, NAME, self._bus) if self._bus.isConnected() else None
        if service is None or not service.isValid():
            return False
        service.setTimeout(_PATIENCE)
        try:
            number = QMetaObject.invokeMethod(
                service, "Notify", Q_RETURN_ARG("uint"),
                Q_ARG(str, "CRMDesk"), Q_ARG("uint", 0), Q_ARG(str, _ICON), Q_ARG(str, title), Q_ARG(str, escape(text)),
                Q_ARG("QStringList", [_DEFAULT, _("Open")]), Q_ARG("QVariantMap", {"desktop-entry": _ICON}),
                Q_ARG(int, _AS_LONG_AS_USUAL),
            )  # fmt: skip
        except RuntimeError:  # it has no such method
            return False
        assert isinstance(number, int)
        self._waiting = dict([*self._waiting.items(), (number, pressed)][-_KEPT:])
        return True

    @Slot(QDBusMessage)
    def take(self, message: QDBusMessage) -> None:
        """A press on any notice of the desktop, perhaps of another program."""
        number, action = message.arguments()[:2]
        pressed = self._waiting.pop(number, None) if action == _DEFAULT else None
        if pressed:
            pressed()


@cache
def of_session() -> Desktop:
    return Desktop(QDBusConnection.sessionBus())
