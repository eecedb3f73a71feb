"""What files are, before anything of them is taken in: their formats, how their lists are laid out, their accents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.formats.csv_layout import Layout
from crmdesk.formats.text import decode
from crmdesk.services import other_files
from crmdesk.services.intake import Options
from crmdesk.services.sources import Source, sources_of

_MOST = 200
"""Of an archive with thousands of files so many are looked at one by one."""
_SAMPLE = 1 << 20
_ACCENTS = 8
OURS = "crmdesk"
"""A file of CRMDesk."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file, or one in an archive."""

    name: str
    format: str
    """One of `formats.IMPORTED`, or `OURS`; nothing where it cannot be read."""
    layout: Layout | None = None
    """Of a list."""
    accents: tuple[str, ...] = ()
    """Values with letters that a wrong encoding would spoil."""


def look(paths: Sequence[Path], options: Options) -> list[Found]:
    """Raises UserError where a file cannot be read."""
    return [_look_at(source, options) for source in sources_of(paths, options.kind)[:_MOST]]


def _look_at(source: Source, options: Options) -> Found:
    try:
        if source.is_ours:
            other_files.key_of(source.path, options.secrets.get(source.path, (None, None)))
            return Found(source.name, OURS)
        if source.is_json():
            return Found(source.name, "json")
        if source.why_unreadable():
            return Found(source.name, "")
        layout = source.layout(options.mapping_for(source.name))
        accents = tuple(_accents(source.data, layout)) if layout and source.format == "csv" else ()
        return Found(source.name, source.format, layout, accents)
    except UserError:
        if source.member is None:
            raise
        return Found(source.name, "")


def _accents(data: bytes, layout: Layout) -> Iterator[str]:
    text, _encoding = decode(data[:_SAMPLE], layout.encoding)
    seen: set[str] = set()
    for line in text.splitlines():
        if line.isascii():
            continue
        for cell in line.split(layout.delimiter):
            value = cell.strip(f" {layout.quote}")
            if not value.isascii() and value not in seen:
                seen.add(value)
                yield value
        if len(seen) >= _ACCENTS:
            return
