"""Every screen and sheet, as large as letters and as long as words get: nothing is cut, covered or nameless."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crmdesk import i18n
from crmdesk.ui.tour_scenes import SCENES
from crmdesk.ui.tour_stage import Stage
from crmdesk.ui.window import Window
from crmdesk.widgets import theme
from tests.ui.faults import faults

PEOPLE = 40
USUAL = "en", 1.0, (1280, 800), False
HARD = i18n.LONGER, 1.5, (1280, 800), False
HARD_SCENES = (
    "new-file",
    "contacts",
    "rolodex",
    "lookup",
    "narrow",
    "group-editor",
    "planning",
    "people",
    "today",
    "calendar-draft",
)
WHOLE = (
    HARD,
    USUAL,
    (i18n.LONGER, 1.0, (1280, 800), False),
    ("en", 1.5, (1920, 1080), False),
    (i18n.LONGER, 1.5, (1920, 1080), False),
    (i18n.LONGER, 1.5, (1280, 800), True),
    ("ru", 1.0, (1280, 800), False),
    ("tr", 1.0, (1280, 800), False),
    ("pt_BR", 1.0, (1280, 800), False),
)
Setting = tuple[str, float, tuple[int, int], bool]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("stage"), PEOPLE)


@pytest.fixture
def speaking(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.setenv("CRMDESK_LANGUAGE", "en")
    yield monkeypatch
    i18n.speak("en")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    theme.apply(qapp, "light", 1.0)


def found_in(stage: Stage, app: QApplication, setting: Setting, names: tuple[str, ...] = ()) -> list[str]:
    language, scale, size, is_mirrored = setting
    i18n.speak(language)
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if is_mirrored else Qt.LayoutDirection.LeftToRight)
    theme.apply(app, "light", scale, is_moving=True)
    found: list[str] = []
    for name, on_sample, scene in SCENES:
        if not names or name in names:
            with stage.play(scene, size, on_sample=on_sample) as window:
                found += [f"{name}: {fault}" for fault in faults(window)]
    return found


@pytest.mark.usefixtures("speaking")
class TestScreens:
    @pytest.mark.timeout(300)
    def test_in_large_letters_and_long_words(self, stage: Stage, qapp: QApplication) -> None:
        """All in one: letters grow and shrink once, which costs more than a scene."""
        assert found_in(stage, qapp, HARD, HARD_SCENES) == []

    @pytest.mark.needs_size(10)
    @pytest.mark.timeout(1200)
    @pytest.mark.parametrize("setting", WHOLE, ids=str)
    def test_all_of_them(self, stage: Stage, qapp: QApplication, setting: Setting) -> None:
        assert found_in(stage, qapp, setting) == []


class TestWhatIsWrongIsFound:
    """Planted into a window that is otherwise as it should be."""

    @pytest.fixture
    def sound(self, stage: Stage, qapp: QApplication, speaking: pytest.MonkeyPatch) -> Iterator[Window]:
        theme.apply(qapp, "light", 1.0)
        with stage.play(lambda window: window.show_welcome(), (1280, 800), on_sample=False) as window:
            assert faults(window) == []
            yield window

    def planted(self, window: Window, *parts: QWidget) -> list[str]:
        """Under one another in a corner of the window."""
        ground = QWidget(window)
        column = QVBoxLayout(ground)
        for part in parts:
            column.addWidget(part)
        ground.adjustSize()
        ground.show()
        for part in parts:
            part.setMinimumSize(0, 0)
        return [fault.partition(":")[0] for fault in faults(window)]

    def test_a_label_that_is_cut(self, sound: Window) -> None:
        words = QLabel("Much to say")
        words.setFixedWidth(20)
        assert self.planted(sound, words) == ["cut"]

    def test_a_button_that_is_cut(self, sound: Window) -> None:
        button = QPushButton("Much to do")
        button.setFixedWidth(50)
        assert self.planted(sound, button) == ["cut"]

    def test_a_field_that_is_cut(self, sound: Window) -> None:
        line = QLineEdit("Much that was typed")
        line.setAccessibleName("Words")
        line.setFixedWidth(60)
        assert self.planted(sound, line) == ["cut"]

    def test_a_control_without_a_name(self, sound: Window) -> None:
        assert self.planted(sound, QLineEdit()) == ["no name"]

    def test_a_control_that_keys_do_not_reach(self, sound: Window) -> None:
        button = QPushButton("Do")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        assert self.planted(sound, button) == ["not by Tab"]

    def test_parts_in_each_others_way(self, sound: Window) -> None:
        one, other = QLabel("One"), QLabel("Other")
        self.planted(sound, one, other)
        other.move(one.pos())
        assert [fault.partition(":")[0] for fault in faults(sound)] == ["overlap"]

    def test_a_part_outside_its_parent(self, sound: Window) -> None:
        one = QLabel("One")
        self.planted(sound, one)
        one.move(-30, 0)
        assert [fault.partition(":")[0] for fault in faults(sound)] == ["outside"]
