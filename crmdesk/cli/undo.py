"""undo, redo."""

import argparse
from typing import Any

from crmdesk.cli.common import answer, on_file, opened
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _


def register(subparsers: Any) -> None:
    on_file(subparsers, "undo", undo, "take the last step back")
    on_file(subparsers, "redo", redo, "do again what was undone last")


def undo(args: argparse.Namespace) -> int:
    with opened(args) as store:
        text = store.undo()
    if text is None:
        raise UserError(_("There is nothing to undo."))
    answer(args, {"undone": text}, _("Undone: {step}").format(step=text))
    return 0


def redo(args: argparse.Namespace) -> int:
    with opened(args) as store:
        text = store.redo()
    if text is None:
        raise UserError(_("There is nothing to redo."))
    answer(args, {"redone": text}, _("Done again: {step}").format(step=text))
    return 0
