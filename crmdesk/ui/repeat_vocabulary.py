"""The words of repetitions in English, Portuguese, Russian and Turkish, folded; whoever writes one may write any."""

import re

UNITS = {
    "DAILY": "day days daily dia dias diario diariamente день дня днеи ежедневно gun gunde gunluk",
    "WEEKLY": "week weeks weekly semana semanas semanal semanalmente неделя неделю недели недель еженедельно hafta "
    "haftada haftalik",
    "MONTHLY": "month months monthly mes meses mensal mensalmente месяц месяца месяцев ежемесячно ay ayda ayin aylik",
    "YEARLY": "year years yearly annually annual ano anos anual anualmente год года лет ежегодно yil yilda yillik",
}
UNIT = {word: unit for unit, words in UNITS.items() for word in words.split()}
SEVERAL = {
    "fortnightly": ("WEEKLY", 2),
    "biweekly": ("WEEKLY", 2),
    "quinzenal": ("WEEKLY", 2),
    "quarterly": ("MONTHLY", 3),
    "trimestral": ("MONTHLY", 3),
    "ежеквартально": ("MONTHLY", 3),
}
DAY_OF_MONTH = {"day", "dia", "dias", "date"}
"""Before a number they say that it is a date."""
DATES = {"число", "числа", "gunu", "gunleri", "gunude", "gun", "day", "dia", "день", "дня"}
"""After an ordinal number, or after `last`."""
NUMBERS = {
    2: "two other second duas dois outra outro два две вторую второи iki",
    3: "three third tres три третью uc",
    4: "four quatro четыре dort",
    6: "six seis шесть alti",
}
NUMBER = {word: number for number, words in NUMBERS.items() for word in words.split()}
ORDINALS = {
    1: "first primeira primeiro первыи первая первую первое первого birinci ilk",
    2: "second segundo второи вторая вторую второе второго ikinci",
    3: "third terceira terceiro третии третья третью третье третьего ucuncu",
    4: "fourth quarto четвертыи четвертая четвертую четвертое четвертого dorduncu",
    5: "fifth quinto пятыи пятая пятую пятое пятого besinci",
    -1: "last ultima ultimo последнии последняя последнюю последнее последнего посл son",
}
ORDINAL = {word: number for number, words in ORDINALS.items() for word in words.split()}
WEEKDAY_OR_ORDINAL = {"segunda": 2, "quarta": 4, "quinta": 5}
"""The second and Monday are one word in Portuguese: before another weekday it is a number."""
_EVERY = "every each todo toda todos todas cada каждыи каждую каждое каждая каждые каждого her"
EVERY = frozenset(_EVERY.split())
_FILLERS = """
    on the of in and at a an for once one
    o as os de do da dos das no na nos nas em e uma um por vez feira feiras
    раз в во на по и
    bir bi ve de
"""
FILLERS = frozenset(_FILLERS.split())
_WORKING = r"work(?:ing )?days?|weekdays?|business days?|dias uteis|dia util|рабоч\w+ д\w+|будн\w*|is gun\w*|hafta ici"
PHRASES = (
    (re.compile(rf"\b(?:{_WORKING})\b"), "workdays"),
    (re.compile(r"\b(?:weekends?|fi(?:m|ns) de semana|выходн\w+|hafta sonu\w*)\b"), "weekends"),
    (re.compile(r"\bчерез (?=день|неделю|месяц|год)"), "2 "),
    (re.compile(r"\bgun asiri\b"), "2 gun"),
)
MANY = {"workdays": range(5), "weekends": range(5, 7)}
UNTIL = ("until", "till", "até", "ate", "до", "по", "bitiş", "bitis")
ALSO_OTHERWISE = ("по", "ate")
"""Not only before a day."""
TIMES = "x|×|times?|vez(?:es)?|раза?|kez|kere|defa"
PER, PER_BEFORE = "a|per|por|na|no|ao|в|во", r"(?:haftada|ayda|yilda|gunde)\s*$"
"""`twice a week` is another thing than two in all."""
ENDINGS = r"st|nd|rd|th|\.?[ao]|[-’']?(?:го|и|я|е|ое|ая|ую|ыи|му)|[’'](?:\w{1,5})|\."
"""Of numbers in order: 2nd, 2.ª, 15-го, 15'i, 2."""
