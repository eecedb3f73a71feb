"""What the user has chosen of an import so far: how each file is read, what holds for all, who is there already."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from crmdesk.services.importing import OnDuplicate, Options
    from crmdesk.services.mappings import Mapping
    from crmdesk.services.other_files import Secrets


class Choices(QObject):
    """`changed` tells that the dry run says something else now."""

    changed = Signal()

    def __init__(self, paths: Sequence[Path]) -> None:
        from crmdesk.services.importing import Options

        super().__init__()
        self.paths = list(paths)
        self.options: Options = Options()

    def mapping(self, name: str) -> "Mapping":
        return self.options.mapping_for(name)

    def read_as(self, name: str, mapping: "Mapping") -> None:
        """Of one file. Its rows may be others now, and what was decided of single ones falls."""
        self._set(mappings={**self.options.mappings, name: mapping}, decisions={})

    def set_column(self, name: str, heading: str, target: str, others: Sequence[str]) -> None:
        """Whatever else held this target, and only one can, becomes a field of its own."""
        from crmdesk.services.mappings import CUSTOM

        mapping = self.mapping(name)
        columns = {**mapping.columns, **dict.fromkeys(others, CUSTOM), heading: target}
        self.read_as(name, replace(mapping, columns=columns))

    def set_for_all(self, **values: Any) -> None:
        """Of the mappings of all files: what becomes of unknown columns, and defaults."""
        options = self.options
        mappings = {name: replace(mapping, **values) for name, mapping in options.mappings.items()}
        self._set(mapping=replace(options.mapping, **values), mappings=mappings)

    def set_country(self, code: str) -> None:
        self._set(country=code)

    def set_rule(self, rule: "OnDuplicate") -> None:
        self._set(on_duplicate=rule)

    def our_file(self) -> Path | None:
        """A file of CRMDesk among them whose secret is not known yet."""
        from crmdesk.services import other_files

        return next(
            (path for path in self.paths if other_files.is_one(path) and path not in self.options.secrets), None
        )

    def unlock(self, path: Path, secrets: "Secrets") -> None:
        self._set(secrets={**self.options.secrets, path: secrets})

    def decide(self, places: Sequence[int], rule: "OnDuplicate") -> None:
        self._set(decisions={**self.options.decisions, **dict.fromkeys(places, rule)})

    def rule_of(self, place: int) -> "OnDuplicate":
        return self.options.decisions.get(place, self.options.on_duplicate)

    def _set(self, **values: Any) -> None:
        changed: Options = replace(self.options, **values)
        if changed != self.options:
            self.options = changed
            self.changed.emit()
