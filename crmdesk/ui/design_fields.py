"""The fields of merged texts by their names: as they are shown, chosen and read back."""

from collections.abc import Callable, Container, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from crmdesk.domain import merge
from crmdesk.domain.folding import fold
from crmdesk.domain.merge import OWN, Field
from crmdesk.i18n import _
from crmdesk.widgets.picker import Choice, Picker
from crmdesk.widgets.places_edit import PLACE

_TOP = 60


class FieldNames:
    """Each name once, so that what is shown can be read."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = fields
        self.values: Mapping[str, str] = {}
        self._names: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        for field in fields:
            words = _(field.label)
            name = f"{_(field.group)}: {words}" if field.key.startswith(OWN) else words
            name = name.translate(_PLAIN)
            name = f"{name} ({field.key})" if name in self._keys else name
            self._names[field.key], self._keys[name] = name, field.key

    @property
    def keys(self) -> Container[str]:
        return self._names

    def name(self, key: str) -> str:
        return self._names.get(key, key)

    def shown(self, text: str) -> str:
        """`{{city}}` as `‹City›`."""
        return merge.PLACE.sub(lambda found: f"‹{found[1]}{self.name(found[2])}›", text)

    def stored(self, text: str) -> str:
        return PLACE.sub(lambda found: self._read(found[0]), text)

    def _read(self, place: str) -> str:
        sign, name = (place[1], place[2:-1]) if place[1] in "#^/" else ("", place[1:-1])
        return f"{{{{{sign}{self._keys.get(name, name)}}}}}" if name.strip() else place

    def pick(self, window: QWidget, title: str, take: Callable[[object], None], first: Sequence[Choice] = ()) -> Picker:
        """Over the window, found by what is typed, each with what it says of who is shown; gives the key."""
        picker = Picker(window, title, _TOP)
        picker.typed.connect(partial(self._offer, picker, first))
        picker.picked.connect(take)
        picker.open()
        return picker

    def _offer(self, picker: Picker, first: Sequence[Choice], typed: str) -> None:
        words = fold(typed).split()
        rows = [Choice(each.key, _(each.label), self._said(each), heading=_(each.group)) for each in self.fields]
        rows = [*first, *rows]
        picker.show_choices([row for row in rows if all(word in fold(f"{row.heading} {row.text}") for word in words)])

    def _said(self, field: Field) -> str:
        return ", ".join(self.values.get(field.key, "").splitlines())


_PLAIN = str.maketrans({"‹": None, "›": None, "{": None, "}": None, "#": None, "^": None, "/": " "})
