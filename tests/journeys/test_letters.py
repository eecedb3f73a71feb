"""A letter to a lookup of three languages: begun from one that is there, made one's own, on paper and remembered."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from crmdesk.services import activities, records
from crmdesk.services.files import Store
from crmdesk.ui.letters import Letters
from crmdesk.ui.preferences import Preferences
from crmdesk.ui.your_business import YourBusiness
from crmdesk.widgets.messages import Banner
from tests.journeys.telling import ENTER, button, chips, command, condition, elsewhere, words_on
from tests.printing import pdf
from tests.ui.desks import Seat

PLACE = {"street": "Rua Augusta 1", "city": "Lisboa", "country": "PT"}
GUESTS = (("Ayşe", "Çelikkol", "tr", "female"), ("Ana", "Lima", "pt-BR", "female"), ("Anna", "Weber", "de", "female"))


def guests(store: Store) -> None:
    for given, family, language, gender in GUESTS:
        fields = {"given_name": given, "family_name": family, "language": language, "gender": gender}
        parts = {"addresses": [PLACE], "tags": ["open oven day"]}
        records.add(store, "contact", fields, parts)
    records.add(store, "contact", {"given_name": "Bo", "family_name": "Nowhere"}, {"tags": ["open oven day"]})


def pages(file: Path) -> list[str]:
    return pdf.texts(file.read_bytes())


def test_a_letter_to_three_languages(seat: Seat, tmp_path: Path) -> None:
    elsewhere(seat, guests)
    condition(seat, "open oven day")
    seat.until(lambda: chips(seat) == ["tag open oven day"])
    command(seat, "letters")
    screen = seat.window.screens["letters"]
    assert isinstance(screen, Letters)

    # One to begin with; who is left out and who reads another language is said at once.
    seat.click(screen.start.cards["thanks"])
    seat.until(lambda: screen.batch and len(screen.batch.letters) == 3)
    assert screen.print_button.text() == "Print 3 letters"
    seat.settle()
    said = "\n".join(words_on(banner) for banner in screen.findChildren(Banner) if banner.isVisible())
    assert "1 left out" in said
    assert "no mailing address: 1" in said
    assert "1 in Turkish" in said
    assert "1 gets it in English for want of their own" in said

    # There is no letterhead yet: chosen where it is missed.
    screen.window().activateWindow()
    seat.click(button(seat, "Choose"))
    sheet = seat.sheet(Preferences)
    pane = sheet.panes["business"]
    assert isinstance(pane, YourBusiness)
    seat.settle()
    seat.retype(pane.name.edit, "Forno Lisboa")
    seat.press(ENTER)
    seat.until(lambda: pane.pages.currentIndex() == 1)
    sheet.reject()
    seat.until(lambda: screen.batch and screen.batch.head and screen.batch.head.name == "Forno Lisboa")

    # A word of one's own in one of the languages.
    screen.writer.editor.setFocus()
    screen.writer.editor.moveCursor(QTextCursor.MoveOperation.End)
    seat.press(Qt.Key.Key_Return)
    seat.keys("PS: the oven is warm.")
    seat.click(button(seat, "Preview"))
    seat.until(lambda: screen.pages.preview._page)

    screen.out.save_pdf(tmp_path / "thanks.pdf")
    seat.until(lambda: "Saved as “thanks.pdf”" in seat.toast())
    texts = sorted(pages(tmp_path / "thanks.pdf"), key=lambda text: "PS: the oven" in text)
    assert len(texts) == 3
    assert "Dear Ms Weber," in texts[2]
    both = "".join(texts[:2])
    assert "Sayın Ayşe Çelikkol," in both
    assert "Prezada Sra. Lima," in both
    assert all("Forno Lisboa" in text for text in texts)

    # It is in the history of each, under the words they read.
    def last(store: Store) -> tuple[str, str]:
        found = store.find("Çelikkol", 1, "contact")[0]
        with store.read() as session:
            doing = activities.summary(session, [found.id])[found.id].last_any
        return (doing.type, doing.subject or "") if doing else ("", "")

    seat.until(lambda: seat.asked(last) == ("letter", "Letter: Teşekkür ederiz"))
