"""Units of quantities as UN/ECE recommendation 20 calls them, by the words that people write."""

_WORDS = {
    "H87": "pc pcs piece pieces stk st stück stueck pz pza pzs un und unid unidade peça pç pça шт штука adet ad szt ks",
    "HUR": "h hr hrs hour hours std stunde stunden ч час saat sa heure heures hora horas ora ore uur",
    "MIN": "min minute minutes minuten мин dk dakika minuto minutos",
    "DAY": "day days d tag tage день дн gün jour jours día dia dias giorno giorni dag",
    "WEE": "week weeks woche wochen неделя hafta semaine semana settimana",
    "MON": "month months monat monate месяц мес ay mois mes meses mês mese mesi maand",
    "ANN": "year years jahr jahre год yıl an ans año ano anos anno jaar",
    "KGM": "kg kilo kilogram kilogramm кг",
    "GRM": "g gr gram gramm г",
    "TNE": "t to tonne tonnen т ton",
    "LTR": "l lt ltr litre liter litro л",
    "MLT": "ml мл",
    "MTR": "m meter metre metro м mt",
    "CMT": "cm см",
    "MMT": "mm мм",
    "KMT": "km км",
    "MTK": "m² m2 qm sqm м² м2",
    "MTQ": "m³ m3 cbm м³ м3",
    "KWH": "kwh",
    "SET": "set sets satz takım jogo jeu комплект компл",
    "PR": "pair pairs paar par paire пара çift",
    "BX": "box boxes karton kiste kutu caixa caja коробка",
    "PK": "pack pkg packung paket pacote paquete упак",
    "LS": "lump flat pauschal psch forfait",
}
_CODES = {word: code for code, words in _WORDS.items() for word in words.split()}
ONE = "C62"


def code_of(unit: str) -> str:
    """What nobody knows is one of something."""
    return _CODES.get(unit.strip().rstrip(".").casefold(), ONE)
