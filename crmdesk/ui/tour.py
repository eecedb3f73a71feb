"""Every screen on sample data as a picture, light and dark: for README, and for looking at all of them."""

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt

from crmdesk import i18n
from crmdesk.ui import app as application
from crmdesk.widgets import theme
from crmdesk.widgets.sheet import snapshot

SIZE = (1280, 800)
PEOPLE = 160


def render(
    folder: Path,
    size: tuple[int, int] = SIZE,
    schemes: Sequence[theme.Scheme] = ("light", "dark"),
    *,
    scale: int = 100,
    language: str = "",
    is_mirrored: bool = False,
    only: Sequence[str] = (),
) -> list[Path]:
    """NN-SCREEN-light.png and NN-SCREEN-dark.png in a folder; `only` names the screens to draw, if not all."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if language:
        i18n.speak(language)
    from crmdesk.ui.tour_scenes import SCENES
    from crmdesk.ui.tour_stage import Stage

    app = application.make_application()
    if is_mirrored:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    with TemporaryDirectory() as scratch:
        stage = Stage(Path(scratch), PEOPLE)
        for scheme in schemes:
            theme.apply(app, scheme, scale / 100)
            for number, (name, on_sample, scene) in enumerate(SCENES, 1):
                if only and name not in only:
                    continue
                path = folder / f"{number:02}-{name}-{scheme}.png"
                with stage.play(scene, size, on_sample=on_sample) as window:
                    snapshot(window).save(str(path))
                made.append(path)
    return made
