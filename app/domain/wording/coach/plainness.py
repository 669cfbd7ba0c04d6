"""How hard a draft is to read: its sentences, its unknown words, its questions. Pure.

The measure: how many words a sentence has, and which words are on no list of what a child of nine or ten knows (the
list of Dale and Chall, with English kitchen words of our own). Why no grade: a text is one to four sentences, and
formulas made for a hundred words jump by years for one word. So we count the first and name the second.
"""

import re
from collections.abc import Iterator, Sequence

from app.domain.wording.coach.patterns import Kind, is_a_name
from app.domain.wording.coach.reading import Sentence, Word
from app.domain.wording.coach.remarks import Reader, Remark
from app.domain.wording.coach.rulebook import Rulebook

_LONG = 6  # letters from which an unknown word can be hard
_LONGEST_SLIP = 20  # letters; a longer word is no slip of the finger
_ENDINGS = ("", "s", "es", "d", "ed", "ing", "ly", "er", "ers", "est", "r", "y", "ful", "fully", "less", "ness", "n't")
_NO_NAME = (
    "ably",
    "edly",
    "ally",
    "ently",
    "antly",
    "ately",
    "tion",
    "ment",
    "ance",
    "ence",
    "ity",
    "forth",
    "wise",
    "ative",
)
_GREETING = re.compile(
    r"^\W*(?:(?:hi|hello|hey|morning|good morning|good afternoon)\b.{0,25}?)?\b"
    r"(?:how are (?:you|things|you all|you both|you doing)(?: doing| all| both| with you)?"
    r"(?: today| this morning| now)?"
    r"|are you ok(?:ay)?|you ok(?:ay)?|how(?:'s| is) it going|how(?:'s| is) \w+(?: doing| today| getting on)?)\W*$",
    re.I,
)
# Two questions with one question mark: "Who was there, and why did he go?"
_TWO_IN_ONE = re.compile(
    r"\b(?:what|why|who|how|where|when|are|is|was|were|do|does|did|can|could|will|would|has|have)\b.*\b(?:and|or),? "
    r"(?:also )?(?:(?:what|why|who|how|where|when)\b|(?:are|is|was|were|do|does|did|can|could|will|would|has|have) "
    r"(?:you|he|she|they|we|it|there|that|your|his|her)\b)",
    re.I,
)
# The small words that every English sentence has, without those that are words in Polish or Portuguese, too (a, do).
_SMALL_WORDS = """
    the an and or but if of in at for from with is are were be have has does did can could will would not it its it's
    this that you your i'm my we our us he she they him her his their them how what when where who there here all any
    some good hello today tomorrow thank"""
_ENGLISH = frozenset(_SMALL_WORDS.split())


def look(text: str, sentences: Sequence[Sentence], book: Rulebook, reader: Reader) -> Iterator[Remark]:
    """Sentences that are too long, too many questions, and in English words that a nine-year-old would not know."""
    most = book.too_long_young if reader.is_young else book.too_long
    for sentence in sentences:
        if len(sentence.words) >= most:
            why = f"A long sentence: {len(sentence.words)} words. Two short ones are easier."
            yield Remark(Kind.LONG, sentence.start, sentence.end, text[sentence.start : sentence.end].strip(), why)
    yield from _questions(text, sentences)
    if book.easy and not reader.is_young:
        for sentence in sentences:
            yield from (_hard(word) for word in sentence.words if is_hard(word, book))


def is_english(sentences: Sequence[Sentence]) -> bool:
    """Is this written in English? Told by the small words, which every sentence has."""
    words = [word.folded for sentence in sentences for word in sentence.words]
    return sum(word in _ENGLISH for word in words) * 4 >= len(words)


def is_hard(word: Word, book: Rulebook) -> bool:
    """Is this a word that not everybody knows? Names are not, nor is a slip of the finger in a word that they know."""
    if is_a_name(word) and not word.folded.endswith(_NO_NAME):
        return False
    return any(
        len(piece) >= _LONG and not is_known(piece, book.easy) and not _is_a_slip(piece, book.easy)
        for piece in word.folded.split("-")
    )


def is_known(word: str, easy: frozenset[str]) -> bool:
    """Is this word, in any of its forms, one that everybody knows? Also two known words in one: "headphones"."""
    if word in easy:
        return True
    bare = word.partition("'")[0]
    if not bare.isascii() or not bare.isalpha():
        return True
    return not easy.isdisjoint(_forms(bare)) or any(
        bare[:at] in easy and bare[at:] in easy for at in range(3, len(bare) - 2)
    )


def _forms(word: str) -> set[str]:
    stems = {word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)}
    if word.startswith("un"):
        stems |= {stem.removeprefix("un") for stem in stems}
    doubled = {stem[:-1] for stem in stems if len(stem) > 3 and stem[-1] == stem[-2]}
    changed = {f"{stem[:-1]}y" for stem in stems if stem.endswith("i")}
    return stems | doubled | changed | {f"{stem}e" for stem in stems}


def _is_a_slip(word: str, easy: frozenset[str]) -> bool:
    """Is this a known word with one letter left out, doubled or swapped ("tomorow", "freind")?"""
    if len(word) > _LONGEST_SLIP:
        return False
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    less = {before + after[1:] for before, after in parts if after and before[-1:] == after[0]}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in parts if len(after) > 1}
    more = {before + letter + after for before, after in parts for letter in "abcdefghijklmnopqrstuvwxyz"}
    return not easy.isdisjoint(less | swapped | more)


def _hard(word: Word) -> Remark:
    return Remark(Kind.HARD, word.start, word.end, word.text, "Not everybody knows this word. Is there a plainer one?")


def _questions(text: str, sentences: Sequence[Sentence]) -> Iterator[Remark]:
    asked = [one for one in sentences if one.ends_with in {"?", "؟"}]
    if len(asked) > 1 and _GREETING.match(text[asked[0].start : asked[0].end].strip()):
        asked = asked[1:]
    count = len(asked) + sum(bool(_TWO_IN_ONE.search(text[one.start : one.end])) for one in asked)
    if count > 1:
        last = asked[-1]
        why = f"{count} questions at once. One is easier to answer."
        yield Remark(Kind.QUESTIONS, last.start, last.end, text[last.start : last.end].strip(), why)
