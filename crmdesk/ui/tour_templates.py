"""Scenes of the tour: templates of documents, beside the page that follows each choice."""

from dataclasses import replace
from functools import partial

from crmdesk.ui.tour_stage import Scene, settle, wait_for
from crmdesk.ui.window import Window


def _templates(window: Window, *, is_own: bool = False) -> None:
    from crmdesk.ui.template_editor import TemplateEditor

    editor = TemplateEditor(window.desk, parent=window)
    editor.open()
    wait_for(lambda: editor.pages.pages)
    if is_own:
        editor.add()
        wait_for(lambda: editor.template.is_own)
        settle(window)
        look = replace(editor.side.look, style="band", colour="#0f6b78", font="mixed")
        editor.side.look_changed.emit(look)
        editor.side.show_look(look, "")
    settle(window)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("document-templates", True, _templates),
    ("document-template-own", True, partial(_templates, is_own=True)),
)
