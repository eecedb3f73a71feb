"""The words for who is what to whom: each with the one seen from the other side."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.ui.preference_panes import Pane
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label
from crmdesk.widgets.tabs import TextTabs
from crmdesk.widgets.word_list import Word, Wording, WordList

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.relations import Kind

_BETWEEN = ("contacts", "companies")


class RelationWords(Pane):
    tables = ("relation_types",)

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, _("Relations"), _("Ana has a child, Rui: then Rui has a parent, Ana. Both words are one relation.")
        )
        self._kinds: dict[bytes, Kind] = {}
        self.between = TextTabs((_("Between people"), _("Between companies")))
        self.between.changed.connect(lambda _number: self.load())
        columns = (_("Relation"), _("Seen from the other side"))
        wording = Wording(columns, (_("New relation"), _("the same")), _("Remove"), icon="x", can_move=False)
        self.words = WordList(wording, empty=("", _("the same")))
        self.body.addWidget(self.between)
        self.body.addLayout(_heads(columns))
        self.body.addWidget(self.words)
        self.body.addStretch(1)
        self.words.added.connect(self._add)
        self.words.renamed.connect(self._rename)
        self.words.put_away.connect(self._remove)

    def load(self) -> None:
        between = self._between()

        def read(store: "Store") -> "list[Kind]":
            from crmdesk.services import relations

            return relations.kinds(store, between)

        self.desk.ask(read, self._show, replace=self)

    def _between(self) -> str:
        return _BETWEEN[self.between.current()]

    def _show(self, kinds: "list[Kind]") -> None:
        self._kinds = {kind.id: kind for kind in kinds}
        self.words.show_words(
            [Word(kind.id, (kind.name, "" if kind.inverse == kind.name else kind.inverse)) for kind in kinds]
        )

    def _add(self, texts: tuple[str, str]) -> None:
        from crmdesk.services import relations

        between = self._between()
        self.keep(self.words, None, lambda store: relations.add_kind(store, *texts, between=between))

    def _rename(self, key: bytes, texts: tuple[str, str]) -> None:
        from crmdesk.services import relations

        self.keep(self.words, key, lambda store: relations.rename_kind(store, key, *texts))

    def _remove(self, key: bytes) -> None:
        from crmdesk.services import relations

        name = self._kinds[key].name
        self.keep(self.words, key, lambda store: relations.remove_kind(store, key), lambda count: _removed(name, count))


def _removed(name: str, count: int) -> str:
    if not count:
        return _("“{name}” is removed.").format(name=name)
    words = ngettext("“{name}” is removed with {count} relation.", "“{name}” is removed with {count} relations.", count)
    return words.format(name=name, count=count)


def _heads(columns: tuple[str, str]) -> QHBoxLayout:
    across = QHBoxLayout()
    across.setContentsMargins(theme.margins(0, 12, 36, 2))
    across.setSpacing(theme.px(4))
    for text in columns:
        words = label(text, "second", "muted")
        words.setContentsMargins(theme.margins(9, 0, 0, 0))
        across.addWidget(words, 1)
    return across
