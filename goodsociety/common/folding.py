"""How a text is found although it is typed otherwise: without spaces, with other marks, letters or silent consonants.

Texts are compared in two ways. *As typed* ignores what nobody means when typing: case, accents, zero-width characters,
punctuation, which digits, how SARA AM and SARA AE were put together, the order of marks, a mark typed twice.
*As heard* ignores besides what is misspelt most: tone marks and MAITAIKHU, the mark of a silent consonant or the
consonant itself, and which of the letters that sound alike in every respect, the class that gives the tone included.

Merged as sounding alike: ส ศ ษ · ถ ฐ · ท ธ ฑ ฒ · น ณ · ค ฆ ฅ · ข ฃ · ช ฌ · พ ภ · ล ฬ · ใ ไ; and ฏ ฎ, which look alike.
Not merged, although they sound alike somewhere: ซ and ส (ซื้อ, to buy, is not สื่อ, the media), ก and ค or ด and ต (alike
only at the end of a word), ย and ญ (at its beginning), ร and ล. Slips among these are left to searching.py.
"""

import re
import unicodedata
from functools import lru_cache

ALIKE = str.maketrans("ศษฐธฑฒณฆฅฃฌภฬใฎ", "สสถทททนคคขชพลไฏ")
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
#: Accents of Latin letters; Thai vowels and tone marks are of the same category, but elsewhere.
ACCENTS = re.compile("[\u0300-\u036f]")
#: Of no width, and what stands inside a word and is left out as often: apostrophes, full stops, MAIYAMOK, PAIYANNOI.
SILENT = re.compile(r"['’\u02bc`ๆฯ]|(?<=\w)\.(?=\w)")
#: What stands above and below one letter, in the order in which it is compared: vowels, tone marks, NIKHAHIT.
MARKS = re.compile("[ัิ-ฺ็-๎]{2,}")
RANKS = dict.fromkeys("่้๊๋์๎", 1) | {"ํ": 2}
NO_WORD = re.compile(r"[^\wะ-ฺเ-๎]|_")
#: Words of other letters than Thai, and numbers, are told apart by the space before them; Thai has none.
WORD = re.compile("[^ก-๎ ]+")
WORD_BEGINS = "\x00"
TONE_MARKS = re.compile("[็-ฺ๋๎]")
SILENT_CONSONANT = re.compile("[ก-ฮ][ิุ]?์")
#: A vowel or mark twice: a slip of the thumb, since no word ends with the one that the next begins with.
DOUBLED = re.compile(r"([ะ-ฺเ-ๅ็-๎])\1+")


def as_typed(text: str) -> str:
    """Return a text without what nobody means when typing."""
    text = ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold())).casefold().translate(THAI_DIGITS)
    text = "".join(character for character in text if unicodedata.category(character) not in {"Cf", "Cs", "Co"})
    text = NO_WORD.sub(" ", SILENT.sub("", text))
    text = WORD.sub(rf"{WORD_BEGINS}\g<0>", text).replace(" ", "").replace(WORD_BEGINS, " ")
    return DOUBLED.sub(r"\1", MARKS.sub(in_order, text).replace("ํา", "ำ").replace("เเ", "แ"))


def in_order(marks: re.Match[str]) -> str:
    """Return the marks of one letter in the order in which they are compared, however they were typed."""
    return "".join(sorted(marks[0], key=lambda mark: RANKS.get(mark, 0)))


def folded(text: str) -> str:
    """Return a text as it is heard, silent consonants written out."""
    return sounds(as_typed(text).replace("์", ""))


def as_heard(text: str) -> tuple[str, ...]:
    """Return a text as it is heard, with its silent consonants and, where it has some, without them."""
    typed = as_typed(text)
    spoken = sounds(SILENT_CONSONANT.sub("", typed))
    return tuple(dict.fromkeys((sounds(typed.replace("์", "")), spoken)))


def sounds(typed: str) -> str:
    """Return a text without tone marks, in one letter for each sound."""
    plain = TONE_MARKS.sub("", typed).translate(ALIKE)
    return DOUBLED.sub(r"\1", plain.replace("เเ", "แ"))


def key_of(*texts: str) -> str:
    """Return what texts are found by: a line for each way to read each of them."""
    readings = (reading for text in texts for reading in (as_typed(text), *as_heard(text)))
    return "\n".join(dict.fromkeys(filter(None, readings)))


#: The same for names, which are read again and again.
key_of_names = lru_cache(2048)(key_of)
