"""What holds for the whole file, the user's country, and who it is that changes it."""

from sqlalchemy.orm import Session

from crmdesk import settings
from crmdesk.domain.ids import named_id
from crmdesk.domain.preferences import Preference
from crmdesk.i18n import _, system_locale
from crmdesk.store import bulk
from crmdesk.store.store import Store


def country(session: Session) -> str:
    """Where phones without a prefix belong to and letters are posted: chosen, or as the system is set."""
    chosen = session.get(Preference, named_id("preference", "country"))
    return chosen.value if chosen else _system_country()


def set_country(store: Store, code: str) -> None:
    with store.write(_("Country {code}").format(code=code)) as session:
        bulk.revive(
            session, Preference, [{"id": named_id("preference", "country"), "name": "country", "value": code.upper()}]
        )


def region(session: Session, country: str) -> str:
    """Of this country, whose holidays are shown besides those of all; nothing where none was chosen."""
    chosen = session.get(Preference, named_id("preference", "holiday_region"))
    of, _bar, code = (chosen.value if chosen else "").partition("/")
    return code if of == country else ""


def set_region(store: Store, country: str, code: str) -> None:
    with store.write(_("Holidays of a region")) as session:
        key = named_id("preference", "holiday_region")
        bulk.revive(session, Preference, [{"id": key, "name": "holiday_region", "value": f"{country}/{code}"}])


def take_author(store: Store) -> None:
    """As the settings name them, from now on."""
    store.author = settings.author()


def _system_country() -> str:
    return system_locale().partition("_")[2][:2].upper() or "US"
