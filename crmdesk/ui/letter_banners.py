"""What is to be known before letters are printed: who is left out, who reads another language, what is missing."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from crmdesk.i18n import _, ngettext
from crmdesk.ui.letter_tongues import language_said
from crmdesk.ui.numbers import grouped
from crmdesk.widgets.messages import Action, Banner

if TYPE_CHECKING:
    from crmdesk.services.letter_runs import Batch
    from crmdesk.ui.letters import Letters

_MOST = 4


def banners(screen: "Letters") -> Iterator[Banner]:
    batch = screen.batch
    if screen.again:
        back = Action(_("Close"), screen.leave_again)
        yield Banner(_("Printed before"), _("As it was printed, on the letterhead of today."), back, "accent")
    if batch is None:
        return
    if batch.unknown:
        names = ", ".join(batch.unknown[:_MOST])
        yield Banner(_("No such field: {names}").format(names=names), _("Nothing stands in its place."))
    if batch.look.head == "own" and not (batch.head and batch.head.name):
        choose = Action(_("Choose"), lambda: open_business(screen))
        yield Banner(_("There is no letterhead yet"), _("Say which company is yours."), choose, "accent")
    if batch.skipped:
        show = Action(_("Show"), lambda: show_skipped(screen))
        text = ngettext("{count} left out", "{count} left out", len(batch.skipped))
        yield Banner(text.format(count=grouped(len(batch.skipped))), _reasons(batch), show)
    if batch.sharing:
        show = Action(_("Show"), lambda: show_sharing(screen))
        text = ngettext("{count} with others", "{count} with others", len(batch.sharing))
        words = _("Who lives together gets one letter.")
        yield Banner(text.format(count=grouped(len(batch.sharing))), words, show, "accent")
    if len(languages := batch.languages()) > 1 or batch.fallbacks():
        yield Banner(_in_languages(languages), "\n".join(_fallbacks(batch)), tone="accent")


def _reasons(batch: "Batch") -> str:
    """Each kind once, with its number: what was said in detail is in the list."""
    counted = Counter(entry.reason.partition(":")[0] for entry in batch.skipped)
    return "\n".join(f"{reason}: {grouped(count)}" for reason, count in counted.most_common(3))


def _in_languages(languages: "Counter[str]") -> str:
    parts = [
        _("{count} in {language}").format(count=grouped(count), language=language_said(code))
        for code, count in languages.most_common(_MOST)
    ]
    return ", ".join(parts) or _("Nobody in their own language")


def _fallbacks(batch: "Batch") -> Iterator[str]:
    counts = Counter[str]()
    for (_wished, got), count in batch.fallbacks().items():
        counts[got] += count
    for code, count in counts.most_common(_MOST):
        words = ngettext(
            "{count} gets it in {language} for want of their own",
            "{count} get it in {language} for want of their own",
            count,
        )
        yield words.format(count=grouped(count), language=language_said(code))


def show_skipped(screen: "Letters") -> None:
    from crmdesk.ui.left_out import LeftOut

    assert screen.batch
    LeftOut(screen, screen.desk, screen.batch.skipped).open()


def show_sharing(screen: "Letters") -> None:
    from crmdesk.ui.left_out import LeftOut

    assert screen.batch
    LeftOut(screen, screen.desk, screen.batch.sharing, is_sharing=True).open()


def open_business(screen: "Letters") -> None:
    from crmdesk.ui.preferences import Preferences
    from crmdesk.ui.window import Window

    window = screen.window()
    assert isinstance(window, Window)
    Preferences(window, "business").open()
