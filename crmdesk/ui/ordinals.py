"""Numbers in order as each language writes them: 2nd Tuesday, 2ª terça-feira, 2-й вторник, 2. salı."""

from crmdesk import i18n

_GENDERS = {"pt_BR": "fffffmm", "ru": "mmfmffn"}
"""Of the weekdays from Monday."""
_ENDINGS = {"pt_BR": {"f": "ª", "m": "º"}, "ru": {"m": "-й", "f": "-я", "n": "-е"}}
_ENGLISH = {1: "st", 2: "nd", 3: "rd"}


def of_weekday(number: int, weekday: int) -> str:
    """Weekdays count from Monday = 0."""
    language = i18n.language()
    if language in _ENDINGS:
        return f"{number}{_ENDINGS[language][_GENDERS[language][weekday]]}"
    return f"{number}." if language == "tr" else _english(number)


def of_month(day: int) -> str:
    match i18n.language():
        case "pt_BR":
            return f"{day}º" if day == 1 else str(day)
        case "ru":
            return f"{day}-го"
        case "tr":
            return f"{day}."
    return _english(day)


def _english(number: int) -> str:
    is_teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if is_teen else _ENGLISH.get(number % 10, 'th')}"
