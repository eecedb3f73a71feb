"""Scenes of the tour: the own business, letters and what is chosen for them."""

from crmdesk.domain.values.rich_text import Rich
from crmdesk.services import demo_business
from crmdesk.ui.letters import Letters
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window

_RICH = (
    '<p class="letter-title letter-center">Open house</p><p>{{salutation}}</p>'
    "<p>we bake on <b>Friday, 4 December</b>, and <i>everybody</i> is <u>invited</u>:</p>"
    "<ul><li>from ten o'clock: bread<ul><li>of rye</li><li>of wheat</li></ul></li><li>from two: cake</li></ul>"
    '<p class="letter-head">How to find us</p><p class="letter-in2">{{own.address}}</p>'
    '<p class="letter-right">{{today}}</p>'
)


def _written(window: Window, job: "object") -> object:
    answers: list[object] = []
    window.desk.write(job, answers.append)  # type: ignore[arg-type]
    wait_for(lambda: answers)
    settle(window)
    return answers[0]


def business(window: Window, *, is_chosen: bool = True) -> None:
    from crmdesk.ui.preferences import Preferences

    if is_chosen:
        _written(window, demo_business.add)
    Preferences(window, "business").open()
    settle(window)


def start(window: Window) -> None:
    go(window, "letters", CurrentSet("contact", None, 160))


def write(window: Window, *, view: int = 0) -> None:
    """Thanks to everybody, in three languages."""
    from crmdesk.services import letter_templates

    _written(window, demo_business.add)
    _written(window, lambda store: letter_templates.add_stock(store, "thanks"))
    go(window, "letters", CurrentSet("contact", None, 160))
    screen = window.screens["letters"]
    assert isinstance(screen, Letters)
    wait_for(lambda: screen.batch)
    screen.show_view(view)
    settle(window)


def more(window: Window) -> None:
    """All that can be chosen, and a text with every look."""
    write(window)
    screen = window.screens["letters"]
    assert isinstance(screen, Letters)
    screen.side.more.click()
    screen.writer.editor.show_rich(Rich(_RICH, is_html=True))
    settle(window)


def past(window: Window) -> None:
    from crmdesk.services import letter_runs

    write(window, view=1)
    screen = window.screens["letters"]
    assert isinstance(screen, Letters)
    batch = screen.batch
    assert batch
    for name in ("Thank you", "Open house"):
        _written(window, lambda store, name=name: list(letter_runs.keep(store, batch, name)))
    screen.show_past()
    settle(window)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("your-business", True, business),
    ("your-business-none", True, lambda window: business(window, is_chosen=False)),
    ("letters-start", True, start),
    ("letters-write", True, write),
    ("letters-more", True, more),
    ("letters-pages", True, lambda window: write(window, view=1)),
    ("letters-past", True, past),
)
