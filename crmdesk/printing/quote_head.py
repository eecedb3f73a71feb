"""What stands over the table of a document: letterhead, address, facts, title and introduction. To be imported late."""

from crmdesk.domain.document_look import DocumentLook
from crmdesk.printing.fonts import CAP_HEIGHT, line
from crmdesk.printing.letter_forms import MARGIN
from crmdesk.printing.letter_head import COLUMN, INK, RIGHT, Head, picture_of
from crmdesk.printing.press import POINTS
from crmdesk.printing.quote_dress import SOFT
from crmdesk.printing.quote_page import LEADING, Page
from crmdesk.printing.quote_sheets import Paper

_TOP = 14.0
_BAR = 4.5
"""The coloured edge of the bold style, in millimetres."""
_LOGO = (72.0, 20.0)
_NAME = {"plain": 17.0, "band": 18.0, "compact": 13.0}
_SENDER, _FOOT, _FACT = 8.4, 7.2, 8.6
_STEP, _CLOSE = 1.42, 1.2
"""Of lines; an address stands closer where its window is low."""
_FOOT_COLUMNS = 3
_CARD = 9.0
"""Air inside the card of facts."""


class Letterhead:
    """Drawn once as forms: `first`, `next` and `foot`. Measures in millimetres."""

    def __init__(self, page: Page, head: Head, look: DocumentLook) -> None:
        self.page, self.head, self.look, self.dress = page, head, look, page.dress
        self.is_own = look.has_sender and bool(head.name)
        self.texts: list[str] = []
        self.foot = self._foot_columns() if self.is_own else []
        self.down = 0.0
        """Where the sender's column ends."""

    @property
    def foot_height(self) -> float:
        count = max(map(len, self.foot), default=0)
        return 9.0 + count * _FOOT * _STEP / POINTS + 8.0 if count else 14.0

    def draw(self) -> None:
        canvas = self.page.pages.canvas
        canvas.beginForm("first")
        self._set_bar()
        if self.is_own:
            self._set_head()
        if self.look.has_folds:
            self._set_folds()
        self._end()
        canvas.beginForm("next")
        self._set_bar()
        self._end()
        canvas.beginForm("foot")
        self._set_foot()
        self._end()

    def _end(self) -> None:
        if self.texts:
            self.page.pages.canvas.addLiteral("\n".join(["BT", *self.texts, "ET"]))
            self.texts.clear()
        self.page.pages.canvas.endForm()

    def _put(self, text: str, x: float, down: float, size: float, colour: str, font: str = "") -> None:
        made = line(text, font or self.dress.regular)
        if not made.plain:
            self.page.pages.shortfall.note(made)
        self.texts.append(f"{colour} {self.page.pages.ink.set(made, size, x * POINTS, self.page.down(down))}")

    def _rule(self, left: float, right: float, down: float, look: str) -> None:
        y = self.page.down(down)
        self.page.pages.canvas.addLiteral(f"{look} {left * POINTS:.2f} {y:.2f} m {right * POINTS:.2f} {y:.2f} l S")

    def _set_bar(self) -> None:
        if self.dress.style == "band":
            self.page.box(self.dress.accent, 0, self.page.down(_BAR), self.page.paper_width * POINTS, _BAR * POINTS)

    # The head

    def _set_head(self) -> None:
        has_logo, below = self._set_logo()
        step = _SENDER * _STEP / POINTS
        is_right = self.page.form.is_right
        left, down = (MARGIN, below + 6.5) if is_right else (COLUMN, _TOP + 2.4)
        if has_logo:
            self._put(self.head.name, left, down, _SENDER, INK, self.dress.strong)
            down += step
        for text in self.head.address:
            self._put(text, left, down, _SENDER, SOFT)
            down += step
        down += step * 0.4
        for text in self.head.ways:
            self._put(text, left, down, _SENDER, SOFT)
            down += step
        self.down = down
        self._set_sender_line()

    def _set_logo(self) -> tuple[bool, float]:
        """Or the name in its place; with where it ends."""
        form = self.page.form
        room = min(_LOGO[1], form.box.top - form.sender_line - _TOP - 3.0)
        found = picture_of(self.head.logo) if self.head.logo and self.look.has_logo else None
        if found:
            reader, width, height = found
            scale = min(_LOGO[0] / width, room / height)
            wide, high = width * scale * POINTS, height * scale * POINTS
            y = self.page.down(_TOP) - high
            self.page.pages.canvas.drawImage(reader, MARGIN * POINTS, y, wide, high, mask="auto")
            return True, _TOP + high / POINTS
        room = (COLUMN - MARGIN - 6.0) * POINTS
        made = line(self.head.name, self.dress.heading)
        size = max(min(_NAME[self.dress.style], room / max(made.width, 0.1)), 9.0)
        colour = self.dress.accent if self.dress.style == "band" else INK
        self._put(self.head.name, MARGIN, _TOP + 5.2, size, colour, self.dress.heading)
        return False, _TOP + 5.2

    def _set_sender_line(self) -> None:
        """In the window, over the address."""
        form = self.page.form
        if not form.sender_line:
            return
        room = (form.box.width - 6.0) * POINTS
        whole = line(self.head.line, self.dress.regular)
        size = min(6.8, room / max(whole.width, 0.1))
        if size >= 4.5:
            self._put(self.head.line, form.box.left + 5.0, form.box.top - 2.4, size, SOFT)

    # The foot and the marks

    def _foot_columns(self) -> list[list[str]]:
        """Side by side where three are not too wide."""
        lines = list(self.head.foot)
        if len(lines) < _FOOT_COLUMNS:
            return [lines] if lines else []
        each = -(-len(lines) // _FOOT_COLUMNS)
        columns = [lines[place : place + each] for place in range(0, len(lines), each)]
        room = (self.page.width - 24.0) / _FOOT_COLUMNS / _FOOT
        fits = all(line(text, self.dress.regular).width <= room for text in lines)
        return columns if fits else [lines]

    def _set_foot(self) -> None:
        step = _FOOT * _STEP / POINTS
        height, width = max(map(len, self.foot), default=0), self.page.paper_width
        if not height:
            return
        top = self.page.paper_height - 9.0 - step * (height - 1)
        self._rule(MARGIN, width - RIGHT, top - step - 1.0, self.dress.line)
        # the last column leaves room for the number of the page
        wide = (width - MARGIN - RIGHT) / _FOOT_COLUMNS
        for place, column in enumerate(self.foot):
            for down, text in enumerate(column):
                self._put(text, MARGIN + place * wide, top + down * step, _FOOT, SOFT)

    def _set_folds(self) -> None:
        form = self.page.form
        for down, end in [*((fold, 8.0) for fold in form.folds), *([(form.punch, 10.0)] if form.punch else [])]:
            self._rule(4.5, end, down, "0.6 G 0.35 w")


def set_beginning(page: Page, paper: Paper, head_down: float) -> None:
    """Until where the table hangs."""
    _set_address(page, paper)
    dress = page.dress
    page.y = min(page.down(page.form.body), _set_facts(page, paper, head_down)) - dress.title * CAP_HEIGHT
    title = line(paper.title, dress.heading)
    page.put_line(title, page.left, page.y, min(dress.title, page.width / max(title.width, 0.1)), dress.accent)
    page.y -= dress.title * 0.5
    if paper.subject:
        page.y -= 3.0
        page.set_text(paper.subject, dress.size + 1.4, INK, is_strong=True)
    if paper.intro:
        page.y -= 5.0
        page.set_text(paper.intro, dress.size, INK)
    page.y -= 10.0 if dress.style == "compact" else 15.0


def _set_address(page: Page, paper: Paper) -> None:
    box, left = page.form.box, page.form.left
    lines = [page.line(text) for text in paper.address if text.strip()]
    widest = max((each.width for each in lines), default=0.0)
    high = box.height * POINTS / (_CLOSE * (len(lines) or 1))
    size = min(10.0, (box.right - left) * POINTS / max(widest, 0.1), high)
    down = page.down(box.top + 1.0) - CAP_HEIGHT * size
    for each in lines:
        page.put_line(each, left * POINTS, down, size, INK)
        down -= size * (LEADING if high > size * 1.2 else _CLOSE)


def _set_facts(page: Page, paper: Paper, head_down: float) -> float:
    """Number, date and the like beside the address; gives where they end."""
    facts = [(page.line(label), page.line(value, is_strong=True)) for label, value in paper.facts if value]
    form, is_card = page.form, page.dress.style == "band"
    left = (MARGIN if form.is_right else COLUMN) * POINTS
    top = page.down(max(form.box.top + (1.0 if is_card else 1.2), head_down + (6.0 if form.is_right else 5.0)))
    edge = (form.box.left - 8.0) * POINTS if form.is_right else page.right
    widest = max((label.width for label, _value in facts), default=0.0) * _FACT + 12.0
    step, y = _FACT * 1.6, top - _FACT * CAP_HEIGHT
    if is_card and facts:
        height = step * (len(facts) - 1) + _FACT * CAP_HEIGHT + 2 * _CARD
        page.box(page.dress.tint, left - _CARD, top - height + _CARD, edge - left + _CARD, height, 4.0)
        edge -= _CARD
    for label, value in facts:
        size = min(_FACT, (edge - left - widest) / max(value.width, 0.1))
        page.put_line(label, left, y, _FACT, SOFT)
        page.put_line(value, left + widest, y, size, INK)
        y -= step
    return y - (_CARD if is_card else 0.0) - 10.0
