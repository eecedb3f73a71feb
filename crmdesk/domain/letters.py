"""The order of letters: of all scripts as Unicode has it, and what each language does otherwise (facts of CLDR).

`RULES` are pairs of a letter and what is filed after it: `c<č` a letter of its own behind c, `t>š` before t,
`y<<ü` a kind of y, `å:aa` the same letter written otherwise, `th:þ` and `ae~ä` one letter that is filed as two.
`$` is the end of the Latin alphabet. Capitals follow by themselves.
"""

PUNCTUATION = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
"""Before the digits, in this order; any other sign stands behind the one it is most like (`LIKE`)."""
LIKE = {
    " ": "\u2028\u2029", "_": "‾‗", "-": "‐‒–—―⁓・", ",": "、", ":": "", "!": "¡", "?": "¿", ".": "…。·⁕⁘⁞",
    "'": "‘’‚‛‹›", '"': "“”„‟«»",
    "}": "‖§¶", "%": "‰‱†‡•‣′″‴‵※", "`": "´", "^": "¯¨¸°©®←→", "+": "±÷×", ">": "¬", "|": "¦",
    "~": "⁄¤¢", "$": "£¥₤₦₩₪₫€₱₴₸₹₺₼₽₾₿",
}  # fmt: skip
DIGITS = "0123456789"
LATIN = "abcdefghijklmnopqrstuvwxyz"
LIKE_LATIN = {
    "a": "ɐɑɒ", "b": "ʙƀɓƃ", "c": "ȼƈɕ", "d": "ɖɗƌȡ", "e": "ɇǝəɛɘ", "f": "ƒ", "g": "ɡǥɠɣƣ", "h": "ƕɦ", "i": "ıɨɩ",
    "j": "ȷɉɟ", "k": "ƙ", "l": "ƚɫɬ", "m": "ɱ", "n": "ɴɲƞɳŋ", "o": "ɔɵȣ", "p": "ƥɸ", "q": "ĸ", "r": "ʀɍɹ", "s": "ʃ",
    "t": "ŧƭʈ", "u": "ʉɯʊ", "v": "ʋʌ", "y": "ɏƴȝ", "z": "ƶȥʐʑʒƹþƿʼ",
}  # fmt: skip
GREEK = "αβγδεϝϛζηθικλμνξοπϟϙρστυφχψωϡ"
CYRILLIC = "аәӕбвгғӻҕӷдԁђҙеєжҗзѕӡиіїйјкқӄҡҟҝлӆљмӎнӊңӈҥњоөпҧрҏсҫтҭћуүұфхҳһцҵчҷӌҹҽҿџшщъыьҍѣэюяҩӏ"
GEORGIAN = "აბგდევზჱთიკლმნჲოპჟრსტჳუფქღყშჩცძწჭხჴჯჰჵ"
ARMENIAN = "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ"
HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
ARABIC = "ءآأٱؤإئابپةتثٹټجچحخځدذڈډرزڑړږژسشښصضطظعغفڤقكکڪګگلمنںڼهھہۂۀوۇۈېىيیۍےۓ"
KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをん"
SMALL_KANA = {"ぁ": "あ", "ぃ": "い", "ぅ": "う", "ぇ": "え", "ぉ": "お", "っ": "つ", "ゃ": "や", "ゅ": "ゆ",
              "ょ": "よ", "ゎ": "わ", "ゕ": "か", "ゖ": "け"}  # fmt: skip
FINAL_HEBREW = {"ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ"}

STROKED = {
    "ð": ("d", "\u0345"), "ø": ("o", "\u0338"), "đ": ("d", "\u0335"), "ł": ("l", "\u0335"), "ħ": ("h", "\u0335"),
    "ґ": ("г", "\u0335"), "ς": ("σ", ""),
}  # fmt: skip
"""Not decomposed by Unicode, yet filed as their letter with a mark."""
LIGATURES = {"æ": "ae", "œ": "oe", "ß": "ss"}
MARKS = (
    "\u0332\u0313\u0314\u0301\u0300\u0306\u0302\u030c\u030a\u0342\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304"
    "\u030d\u030e\u0312\u0315\u031a\u0316\u0317\u0336\u0337\u0335\u0305\u0309\u030f\u0310\u0311\u031b\u0321\u0322"
    "\u0323\u0324\u0325\u0326\u032d\u032e\u0330\u0331\u0334\u0345\u3099\u309a"
    "\u05b0\u05b1\u05b2\u05b3\u05b4\u05b5\u05b6\u05b7\u05b8\u05b9\u05bb\u05c2\u05c1\u05bc"
    "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0670"
)

_NORDIC = "d<<đ<<ð th:þ y<<ü<<ű"
_BOSNIAN = "c<č<ć d<dž<đ l<lj n<nj s<š z<ž"
RULES = {
    "ar": "ة<<ت ی<<ى<<ي ء<<أ<<ؤ<<إ<<ئ<<ا ءا~آ",
    "az": "c<ç g<ğ i>ı o<ö s<ş u<ü k<q e<ə h<x z<w",
    "be": "е<ё у<ў",
    "bs": _BOSNIAN,
    "cs": "c<č h<ch r<ř s<š z<ž",
    "cy": "c<ch d<dd f<ff g<ng l<ll p<ph r<rh t<th",
    "da": f"{_NORDIC} $<æ<<ä<ø<<ö<<ő<å:aa oe~œ",
    "de-phonebk": "ae~ä oe~ö ue~ü",
    "es": "n<ñ",
    "es-trad": "n<ñ c<ch l<ll",
    "et": "t>š<z<ž x>õ<ä<ö<ü",
    "fa": "ئ<آ ا<<ٱ<<ء<<أ<<إ<<ؤ<<ئ ک<<ك و<ه<<ة<<ۀ ی<<ى<<ي",
    "fi": "d<<đ g<<ǥ n<<ŋ t<<ŧ y<<ü z<<ʒ $<å<ä<<æ<ö<<ø",
    "fo": f"{_NORDIC} $<æ<<ä<<ę<ø<<ö<<ő<<œ<å:aa",
    "gl": "n<ñ",
    "hr": _BOSNIAN,
    "hu": "c<cs d<dz<dzs g<gy l<ly n<ny s<sz t<ty z<zs o<ö<<ő u<ü<<ű",
    "is": "b>á d<<đ<ð f>é j>í p>ó v>ú z>ý $<æ<<ä<ö<<ø<å",
    "kk": "е<ё ұ<ү ь>і",
    "ky": "е<ё",
    "lt": "a<<ą c<č e<<ę<<ė i<<į<<y s<š u<<ų<<ū z<ž",
    "lv": "d>č h>ģ i<<y l>ķ m>ļ o>ņ s>ŗ t>š z<ž",
    "mk": "ђ<ѓ ћ<ќ",
    "mt": "c>ċ g>ġ h>għ i>ħ z>ż",
    "nb": f"{_NORDIC} $<æ<<ä<<ę<ø<<ö<<ő<<œ<å<<aa",
    "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż",
    "ro": "a<ă<â i<î s<ș=ş t<ț=ţ",
    "sk": "a<ä c<č h<ch o<ô r<ř s<š z<ž",
    "sl": "c<č<ć d<đ s<š z<ž",
    "sq": "d>ç e>dh f>ë h>gj m>ll o>nj s>rr t>sh u>th y>xh z<zh",
    "sv": f"{_NORDIC} $<å<ä<<æ<<ę<ö<<ø<<ő<<œ<<ô",
    "tk": "c<ç e<ä j<ž n<ň o<ö s<ş u<ü y<ý",
    "tr": "c<ç g<ğ i>ı o<ö s<ş u<ü",
    "uk": "г<ґ і<ї",
    "vi": "a<ă<â d<đ e<ê o<ô<ơ u<ư",
}
RULES |= {"nn": RULES["nb"], "no": RULES["nb"], "sh": _BOSNIAN}
