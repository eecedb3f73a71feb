"""Countries by any name."""

import subprocess
import sys

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.values.countries import COMMON, OTHERS, name, to_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DE", "DE"),
        ("de", "DE"),
        ("DEU", "DE"),
        ("D", "DE"),
        ("BRD", "DE"),
        ("Germany", "DE"),
        ("Deutschland", "DE"),
        ("ALLEMAGNE", "DE"),
        ("Alemanha", "DE"),
        ("Almanya", "DE"),
        ("Германия", "DE"),
        ("ドイツ", "DE"),
        ("United States of America", "US"),
        ("U.S.A.", "US"),
        ("Estados Unidos", "US"),
        ("UK", "GB"),
        ("England", "GB"),
        ("The Netherlands", "NL"),
        ("Côte d'Ivoire", "CI"),
        ("cote d ivoire", "CI"),
        ("Türkiye", "TR"),
        ("TÜRKİYE", "TR"),
        ("Turkey", "TR"),
        ("Bosnia and Herzegovina", "BA"),
        ("Korea, Republic of", "KR"),
        ("  Brasil ", "BR"),
        ("Kosovo", "XK"),
        ("Dunkeldeutschland", None),
        ("Land Firma", None),
        ("ZZ", None),
        ("Europe", None),
        ("", None),
        ("...", None),
    ],
)
def test_code(text: str, code: str | None) -> None:
    assert to_code(text) == code


BIG = ["DE", "FR", "US", "GB", "BR", "TR", "RU", "JP", "CN", "IN", "MX", "ZA", "EG", "AU", "CA", "AR", "PL", "SE"]


@given(st.sampled_from([*COMMON, *OTHERS]), st.sampled_from(BIG))
def test_the_name_in_every_language_leads_back(language: str, code: str) -> None:
    assert to_code(Locale.parse(language).territories[code]) == code


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    found = to_code(text)
    assert found is None or (len(found) == 2 and found.isupper())


def test_name() -> None:
    assert name("DE", "fr") == "Allemagne"
    assert name("de", "pt-BR") == "Alemanha"
    assert name("DE", "xx-nonsense") == "Germany"
    assert name("??", "en") == "??"


def test_babel_is_imported_late() -> None:
    code = "import sys, crmdesk.domain.values.countries; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
