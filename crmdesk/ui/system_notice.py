"""Notices of the operating system: by the desktop's own service where there is one, else beside the clock."""

import sys
from html import escape

from PySide6.QtWidgets import QApplication, QSystemTrayIcon

_SERVICE, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_PATIENCE = 1_000
_ICON = "crmdesk"
_AS_LONG_AS_USUAL = -1
_tray: QSystemTrayIcon | None = None


def tell(title: str, text: str) -> bool:
    """Whether somebody takes care that it is seen."""
    if sys.platform.startswith("linux") and _tell_desktop(title, text):
        return True
    return _tell_beside_clock(title, text)


def _tell_desktop(title: str, text: str) -> bool:
    from PySide6.QtDBus import QDBusConnection

    return notify(QDBusConnection.sessionBus(), title, text)


def notify(bus: object, title: str, text: str) -> bool:
    """By way of the declared method: a plain message cannot carry the unsigned number that it asks for."""
    from PySide6.QtCore import Q_ARG, QMetaObject
    from PySide6.QtDBus import QDBusConnection, QDBusInterface

    assert isinstance(bus, QDBusConnection)
    if not bus.isConnected():
        return False
    service = QDBusInterface(_SERVICE, _PATH, _SERVICE, bus)
    if not service.isValid():
        return False
    service.setTimeout(_PATIENCE)
    try:
        return bool(
            QMetaObject.invokeMethod(
                service, "Notify",
                Q_ARG(str, "CRMDesk"), Q_ARG("uint", 0), Q_ARG(str, _ICON), Q_ARG(str, title), Q_ARG(str, escape(text)),
                Q_ARG("QStringList", []), Q_ARG("QVariantMap", {"desktop-entry": _ICON}),
                Q_ARG(int, _AS_LONG_AS_USUAL),
            )
        )  # fmt: skip
    except RuntimeError:  # it has no such method
        return False


def _tell_beside_clock(title: str, text: str) -> bool:
    global _tray
    if not QSystemTrayIcon.isSystemTrayAvailable():
        return False
    if _tray is None:
        _tray = QSystemTrayIcon(QApplication.windowIcon())
        _tray.setToolTip("CRMDesk")
    _tray.show()
    _tray.showMessage(title, text)
    return True
