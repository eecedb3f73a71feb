"""Keeps the translations in step with the texts: extracts, updates the .po files, compiles; --check only looks.

Run it after changing texts, translate what it names in the .po files, and run it again.
"""

import os
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("pt_BR", "ru", "tr")
KEYWORDS = {"_": None, "mark": None, "ngettext": (1, 2)}


class CalmCatalog(Catalog):
    """Without dates and names of tools, which would change where no text does."""

    def __init__(self, language: str | None = None) -> None:
        super().__init__(language, fuzzy=False)
        spoken = self.locale.english_name if self.locale else "English"
        self.header_comment = f"# CRMDesk in {spoken}. Kept by packaging/translations.py."

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale)),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]

    mime_headers = property(_get_mime_headers, Catalog._set_mime_headers)


def extracted() -> Catalog:
    """All texts of the source with the files they stand in."""
    catalog = Catalog()
    found = extract_from_dir(ROOT / "crmdesk", [("**.py", "python")], keywords=KEYWORDS)
    for file, line, text, _comments, _context in sorted(found, key=lambda entry: entry[:2]):
        catalog.add(text, locations=[(f"crmdesk/{Path(file).as_posix()}", line)])
    return catalog


def read(language: str) -> Catalog:
    path = po_path(language)
    if not path.exists():
        return Catalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def po_path(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "crmdesk.po"


def updated(language: str, texts: Catalog) -> CalmCatalog:
    """The texts of the source with the translations there are; near ones are proposed as fuzzy."""
    before = read(language)
    before.update(texts)
    now = CalmCatalog(language)
    for message in before:
        if message.id:
            now[message.id] = message
    return now


def as_po(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=120, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return out.getvalue()


def as_mo(catalog: CalmCatalog) -> bytes:
    """What is missing or fuzzy stays English."""
    whole = CalmCatalog(str(catalog.locale))
    for message in catalog:
        if message.id and _is_whole(message):
            whole[message.id] = message
    out = BytesIO()
    write_mo(out, whole)
    return out.getvalue()


def problems(language: str, texts: Catalog) -> Iterator[str]:
    """What --check tells: in words, a line each."""
    catalog, now = read(language), updated(language, texts)
    for message in now:
        if message.id and not _is_whole(message):
            yield f"{language}: {'fuzzy' if message.fuzzy else 'missing'}: {_first(message)}"
    for message in catalog:
        if message.id and message.id not in texts:
            yield f"{language}: obsolete: {_first(message)}"
    path = po_path(language)
    for file, wanted in ((path, as_po(now)), (path.with_suffix(".mo"), as_mo(now))):
        if not file.exists() or file.read_bytes() != wanted:
            yield f"{language}: stale: {file.relative_to(ROOT).as_posix()}"


def _is_whole(message: Message) -> bool:
    forms = [message.string] if isinstance(message.string, str) else message.string or []
    return not message.fuzzy and len(forms) > 0 and all(forms)


def _first(message: Message) -> str:
    return repr(message.id if isinstance(message.id, str) else message.id[0])


def update(language: str, texts: Catalog) -> None:
    now = updated(language, texts)
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, as_po(now))
    _replace(path.with_suffix(".mo"), as_mo(now))


def _replace(path: Path, data: bytes) -> None:
    """At once: of two who extract at the same time neither reads half a file."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(data)
    draft.replace(path)


def main() -> None:
    texts = extracted()
    if "--check" not in sys.argv[1:]:
        for language in LANGUAGES:
            update(language, texts)
    found = [problem for language in LANGUAGES for problem in problems(language, texts)]
    print("\n".join(found) or f"{len(texts)} texts, all in {', '.join(LANGUAGES)}")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
