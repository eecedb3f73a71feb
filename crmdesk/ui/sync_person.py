"""What can be done about one colleague: what they may do, and that they go."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QPushButton

from crmdesk.i18n import _, inside
from crmdesk.ui import sync_words
from crmdesk.ui.sync_parts import Agree

if TYPE_CHECKING:
    from crmdesk.services.sync_account import Account
    from crmdesk.services.sync_people import Person
    from crmdesk.ui.sync_people import PeoplePart

_ORDER = tuple(sync_words.ROLES)


def below(role: str) -> tuple[str, ...]:
    """What somebody of this role may make of others: owners everything, managers members and viewers."""
    return _ORDER if role == "owner" else _ORDER[_ORDER.index("manager") + 1 :]


def open_menu(part: "PeoplePart", account: "Account", person: "Person", button: QPushButton) -> None:
    menu, roles = QMenu(part), below(account.role)
    if person.role in roles and person.is_active:
        for role in roles:
            chosen = menu.addAction(sync_words.role(role), partial(_change, part, account, person, role=role))
            chosen.setCheckable(True)
            chosen.setChecked(role == person.role)
        menu.addSeparator()
        may = menu.addAction(_("May export"), partial(_change, part, account, person, may_export=not person.may_export))
        may.setCheckable(True)
        may.setChecked(person.may_export)
        menu.addSeparator()
        menu.addAction(_("Remove…"), partial(_remove, part, person))
    elif person.role in roles:
        menu.addAction(_("Let in again"), partial(_change, part, account, person, active=True))
    else:
        menu.addAction(_("Only an owner may change this")).setEnabled(False)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def _change(part: "PeoplePart", account: "Account", person: "Person", **values: object) -> None:
    from crmdesk.services import sync_people

    part.act(partial(sync_people.change_person, account, person.id, **values), _told(person.name, values))


def _told(name: str, values: dict[str, object]) -> str:
    if "role" in values:
        return _("{name} is {role} now.").format(name=name, role=inside(sync_words.role(str(values["role"]))))
    if "active" in values:
        return _("{name} may come in again.").format(name=name)
    words = _("{name} may export now.") if values["may_export"] else _("{name} may not export any more.")
    return words.format(name=name)


def _remove(part: "PeoplePart", person: "Person") -> None:
    from crmdesk.services import sync_people

    words = _(
        "From now on {name} is told nothing more, and their file locks when it asks next. What they have on their "
        "computers until then cannot be taken back. What they did stays."
    ).format(name=person.name)
    Agree(
        part, _("Remove {name}").format(name=person.name), words, _("Remove"),
        lambda: part.act(partial(sync_people.remove_person, part.watch.reach, person.id),
                         part.with_new_code(_("{name} is removed.").format(name=person.name))),
    ).open()  # fmt: skip
