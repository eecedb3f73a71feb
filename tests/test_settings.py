"""Settings are a comfort: neither a second process nor a disk without room for them stops anybody."""

from multiprocessing import get_context
from pathlib import Path

import pytest

from crmdesk import settings
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
