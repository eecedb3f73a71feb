"""Texts: all of them marked, translated, in step and in one voice."""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from crmdesk import i18n, paths
from tests import sources
from tests.sources import MODULES, ROOT

sys.path.append(str(ROOT / "packaging"))
import translations

MARKERS = ("_", "mark", "ngettext")
each_language = pytest.mark.parametrize("language", translations.LANGUAGES)


@pytest.fixture(scope="module", autouse=True)
def forgotten() -> Iterator[None]:
    yield
    sources.forget()


@cache
def texts() -> Catalog:
    return translations.extracted()


@cache
def catalogue(language: str) -> Catalog:
    return translations.read(language)


def forms(text: object) -> list[str]:
    return [text] if isinstance(text, str) else [str(part) for part in text]  # type: ignore[attr-defined]


def translated(language: str) -> Iterator[tuple[Message, str, str]]:
    """Each form of each text with what it is in English."""
    for message in catalogue(language):
        if message.id:
            for form in forms(message.string):
                yield message, forms(message.id)[-1], form


def _says_one(language: str) -> bool:
    """Its first form is of one alone, and need not say how many: in Russian it is of 21 as well."""
    return language != "ru"


def placeholders(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _before, name, spec, _conversion in Formatter().parse(text) if name is not None}


def marked(module: Path) -> Iterator[ast.Call]:
    for node in sources.nodes(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
            yield node


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """All that runs when a module is imported."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from at_import(child)


class TestMarks:
    def test_a_text_is_whole_where_it_is_marked(self) -> None:
        """Put together or filled in before, it would be in no catalogue."""
        wrong = [
            f"{module.name}:{call.lineno}"
            for module in MODULES
            for call in marked(module)
            for text in call.args[: 2 if getattr(call.func, "id", "") == "ngettext" else 1]
            if isinstance(text, ast.JoinedStr | ast.BinOp)
            or (isinstance(text, ast.Call) and getattr(text.func, "attr", "") in ("format", "join", "lower"))
        ]
        assert not wrong

    def test_all_that_is_marked_is_extracted(self) -> None:
        for module in MODULES:
            for call in marked(module):
                text = call.args[0]
                if isinstance(text, ast.Constant) and text.value:
                    assert text.value in texts(), f"{module.name}:{call.lineno}"

    def test_labels_and_choices_of_records_are_extracted(self) -> None:
        from crmdesk.domain.base import declared_fields
        from crmdesk.domain.channels import LINK_LABELS, PHONE_LABELS
        from crmdesk.domain.records import RECORDS

        words = [words for _key, words in (*PHONE_LABELS, *LINK_LABELS)]
        for record in RECORDS:
            fields = declared_fields(record).values()
            words += [record.label, *(field.label for field in fields)]
            words += [words for field in fields for _key, words in field.choices]
        assert not [text for text in words if text not in texts()]

    def test_nothing_is_translated_before_the_language_is_known(self) -> None:
        early = [
            f"{module.name}:{node.lineno}"
            for module in MODULES
            for node in at_import(sources.tree(module))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext")
        ]
        assert not early


class TestCatalogues:
    @each_language
    def test_they_are_complete_and_in_step(self, language: str) -> None:
        """To mend it: packaging/translations.py."""
        assert not list(translations.problems(language, texts()))

    def test_what_is_missing_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(translations, "ROOT", tmp_path)
        whole = translations.po_path("tr").read_text("utf-8")
        monkeypatch.setattr(translations, "FOLDER", tmp_path)
        path = translations.po_path("tr")
        path.parent.mkdir(parents=True)
        cut = whole.replace('msgid "Save"\nmsgstr "Kaydet"', 'msgid "Save"\nmsgstr ""').replace(
            'msgid "Find"', '#, fuzzy\nmsgid "Find"'
        )
        path.write_text(f'{cut}\nmsgid "gone"\nmsgstr "gitti"\n', "utf-8")
        assert list(translations.problems("tr", texts())) == [
            "tr: missing: 'Save'",
            "tr: fuzzy: 'Find'",
            "tr: obsolete: 'gone'",
            "tr: stale: tr/LC_MESSAGES/crmdesk.po",
            "tr: stale: tr/LC_MESSAGES/crmdesk.mo",
        ]
        translations.update("tr", texts())
        told = [line.split(": ")[1] for line in translations.problems("tr", texts())]
        assert told == ["missing", "fuzzy"]

    @each_language
    def test_what_is_filled_in_is_the_same(self, language: str) -> None:
        differs = [
            (english, form)
            for message, english, form in translated(language)
            if placeholders(form) != placeholders(english)
            and not (_says_one(language) and placeholders(form) == placeholders(forms(message.id)[0]))
        ]
        assert not differs

    @each_language
    def test_what_is_no_word_is_the_same(self, language: str) -> None:
        """Commands, options, endings of files; how a text ends."""
        kept = re.compile(r"`[^`]*`|--[a-z-]+|\*\.\w+|\n|…$|[.?:] ?$")
        differs = [
            (english, form)
            for message, english, form in translated(language)
            if kept.findall(form) != kept.findall(english)
        ]
        assert not differs

    @each_language
    def test_plural_forms_are_those_of_the_language(self, language: str) -> None:
        path = paths.resources() / "translations" / language / "LC_MESSAGES" / "crmdesk.mo"
        with path.open("rb") as file:
            catalogue = GNUTranslations(file)
        counted = {
            count: catalogue.ngettext("{count} contact", "{count} contacts", count).format(count=count)
            for count in (1, 2, 5, 11, 21, 22)
        }
        assert (
            list(counted.values())
            == {
                "pt_BR": ["1 contato", "2 contatos", "5 contatos", "11 contatos", "21 contatos", "22 contatos"],
                "ru": ["1 контакт", "2 контакта", "5 контактов", "11 контактов", "21 контакт", "22 контакта"],
                "tr": ["1 kişi", "2 kişi", "5 kişi", "11 kişi", "21 kişi", "22 kişi"],
            }[language]
        )

    def test_no_turkish_suffix_hangs_on_what_is_filled_in(self) -> None:
        hanging = re.compile(r"\}[”\"]?['’]?[^\W\d_]")
        assert not [form for _message, _english, form in translated("tr") if hanging.search(form)]
        assert hanging.search("“{name}”'ye")


class TestVoice:
    def test_a_text_is_spelt_in_one_way(self) -> None:
        """Apart from a capital at the beginning and the mark at the end."""
        spellings: defaultdict[str, set[str]] = defaultdict(set)
        for message in texts():
            for text in forms(message.id):
                bare = text.rstrip(".…: ")
                key = re.sub(r"[^\w{}+“”]|_", "", text).casefold()
                if key:
                    spellings[key].add(bare[:1].lower() + bare[1:])
        assert not [found for found in spellings.values() if len(found) > 1]

    def test_english_is_british(self) -> None:
        american = re.compile(
            r"color|center\b|gray|(organ|recogn|synchron)iz|canceled|catalog\b|\bemail", re.IGNORECASE
        )
        assert not [text for message in texts() for text in forms(message.id) if american.search(text)]

    @pytest.mark.parametrize("language", ["en", *translations.LANGUAGES])
    def test_nobody_is_shouted_at(self, language: str) -> None:
        """No exclamation marks (`!high` is typed), no praise of ourselves, no question whether one is sure."""
        shown = (
            [text for message in texts() for text in forms(message.id)]
            if language == "en"
            else [form for _message, _english, form in translated(language)]
        )
        loud = re.compile(r"!(?!\w)|successful|are you sure|sucesso|успешно|başarıyla|emin misin", re.IGNORECASE)
        assert not [text for text in shown if loud.search(text)]


class TestLanguage:
    @pytest.fixture(autouse=True)
    def anew(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
        for name in ("CRMDESK_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("CRMDESK_CONFIG", str(tmp_path))
        forget()
        yield
        forget()

    @pytest.mark.parametrize(
        ("environment", "expected"),
        [
            ({}, "en"),
            ({"LANG": "C"}, "en"),
            ({"LANG": "tr_TR.UTF-8"}, "tr"),
            ({"LANG": "tr_TR.UTF-8", "LC_MESSAGES": "ru_RU.UTF-8"}, "ru"),
            ({"LANG": "tr_TR.UTF-8", "LANGUAGE": "de:pt:ru"}, "pt_BR"),
            ({"LANGUAGE": "en:tr"}, "en"),
            ({"LANGUAGE": "de"}, "en"),
            ({"LANGUAGE": "pt_PT"}, "pt_BR"),
            ({"LANGUAGE": "tr", "CRMDESK_LANGUAGE": "ru-RU"}, "ru"),
        ],
    )
    def test_it_is_the_best_that_ships(
        self, environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(i18n, "system_locale", lambda: "")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert i18n.language() == expected
        assert i18n._("Save") == {"en": "Save", "pt_BR": "Salvar", "ru": "Сохранить", "tr": "Kaydet"}[expected]

    def test_the_system_is_asked_where_the_environment_is_silent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(i18n, "system_locale", lambda: "ru_RU")
        assert i18n.language() == "ru"

    def test_the_settings_win_over_the_system(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LANGUAGE", "ru")
        (tmp_path / "settings.json").write_text('{"language": "pt-BR"}')
        assert i18n._("Save") == "Salvar"

    def test_words_grow_for_looking_at_layouts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CRMDESK_LANGUAGE", i18n.LONGER)
        assert i18n._("Save {count} contacts (*.vcf)") == "Šávééé {count} çöñtáçtššššš (*.vcf)"
        assert i18n.ngettext("{count} label", "{count} labels", 2) == "{count} lábélšššš"
        assert i18n.language() == "en"
        for message in texts():
            for text in forms(message.id):
                grown = i18n._(text)
                assert placeholders(grown) == placeholders(text)
                assert letters(grown) >= 1.4 * letters(text.partition("|")[0])

    def test_what_stands_behind_a_bar_is_not_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert i18n._("Order|document") == "Order"
        monkeypatch.setenv("CRMDESK_LANGUAGE", i18n.LONGER)
        forget()
        assert i18n._("Order|document") == "Ördérrr"

    def test_what_a_user_typed_is_not_translated(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A stored choice is; a name such as Post stays, though there is a text like it."""
        monkeypatch.setenv("CRMDESK_LANGUAGE", "ru")
        choices = (("post", "Post"), ("visit", "Visit"))
        assert i18n._("Post") == "Почта"
        assert [i18n.worded(choices, value) for value in ("post", "Post", "Visit", "")] == [
            "Почта",
            "Post",
            "Visit",
            "",
        ]

    @pytest.mark.parametrize(
        ("language", "label", "expected"),
        [
            ("en", "E-mail", "e-mail"),
            ("en", "ID/Status", "ID/Status"),
            ("en", "PO box", "PO box"),
            ("en", "", ""),
            ("tr", "İş unvanı", "iş unvanı"),
            ("tr", "Işık", "ışık"),
            ("ru", "Адрес", "адрес"),
        ],
    )
    def test_labels_inside_a_sentence(
        self, language: str, label: str, expected: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CRMDESK_LANGUAGE", language)
        assert i18n.inside(label) == expected


def forget() -> None:
    i18n.language.cache_clear()
    i18n._catalogue.cache_clear()


def letters(text: str) -> int:
    """Outside what is kept."""
    return sum(map(str.isalpha, re.sub(r"\{[^{}]*\}|\*\.\w+", "", text)))
