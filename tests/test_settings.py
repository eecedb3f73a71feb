"""Settings are a comfort: neither a second process nor a disk without room for them stops anybody."""

import json
from multiprocessing import get_context
from pathlib import Path

import pytest

from crmdesk import i18n, paths, settings
from crmdesk.settings import Settings


def _save_often(language: str) -> None:
    for _ in range(200):
        settings.save(Settings(language=language))


def test_two_processes_save_at_once() -> None:
    with get_context("spawn").Pool(2) as pool:
        pool.map(_save_often, ["tr", "ru"])
    assert settings.load().language in ("tr", "ru")


def test_a_folder_that_cannot_be_made_loses_only_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CRMDESK_CONFIG", str(tmp_path / "file" / "config"))
    settings.save(Settings(language="tr"))
    assert settings.load() == Settings()


def _written(**values: object) -> None:
    (paths.config() / "settings.json").write_text(json.dumps(values))


@pytest.fixture
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRMDESK_CONFIG", str(tmp_path))


@pytest.mark.usefixtures("own_file")
class TestTheFile:
    def test_what_a_newer_version_wrote_stays(self) -> None:
        _written(language="tr", from_tomorrow={"a": [1]})
        settings.change(colour_scheme="dark")
        stored = json.loads((paths.config() / "settings.json").read_text("utf-8"))
        assert stored["from_tomorrow"] == {"a": [1]}
        assert (stored["language"], stored["colour_scheme"]) == ("tr", "dark")

    @pytest.mark.parametrize("text", ["", "[]", "null", "{", '"x"', "\x00"])
    def test_a_damaged_file_gives_the_defaults_and_is_mended(self, text: str) -> None:
        (paths.config() / "settings.json").write_text(text)
        assert settings.load() == Settings()
        settings.change(scale=150)
        assert settings.load() == Settings(scale=150)

    def test_a_value_of_the_wrong_kind_is_left_out_alone(self) -> None:
        _written(scale="large", window=[1], was_toured=1, labels=None, language="ru")
        assert settings.load() == Settings(language="ru")


class TestOptions:
    def test_each_has_a_label_a_group_and_its_default_among_its_choices(self) -> None:
        for name, option in settings.options().items():
            assert option.label
            assert option.group in (settings.GENERAL, settings.APPEARANCE, settings.CALENDAR)
            assert not option.choices or getattr(Settings(), name) in dict(option.choices), name

    def test_every_language_that_ships_can_be_chosen(self) -> None:
        assert tuple(filter(None, dict(settings.LANGUAGES))) == i18n.SHIPPED
