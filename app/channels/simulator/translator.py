"""A pretend translator for the demo: it knows its own script, and says of everything else that it only pretends."""

from app.channels.translators import Translated
from app.foundation.languages import LANGUAGES

_PAIRS = (
    (
        "pl",
        "Dzień dobry, Kuba boli brzuch codziennie rano. Nie wiem co robić",
        "Good morning, Kuba has a tummy ache every morning. I do not know what to do",
    ),
    (
        "ur",
        "السلام علیکم۔ زارا آج بھی اسکول نہیں جانا چاہتی۔ کیا ہم بات کر سکتے ہیں؟",
        "Hello. Zara does not want to go to school today either. Can we talk?",
    ),
    ("pl", "Dziękuję. Filip dziś lepiej spał.", "Thank you. Filip slept better today."),
    ("pl", "Rano jest najgorzej. Nie wiem, co robić.", "Mornings are the worst. I do not know what to do."),
    ("pl", "Czy możemy porozmawiać w czwartek?", "Can we talk on Thursday?"),
    ("pl", "Oczywiście. Woda na herbatę już się gotuje.", "Of course. The kettle is on."),
    ("pl", "Jak się macie?", "How are you all?"),
    ("ur", "شکریہ۔ آج صبح بہتر تھی۔", "Thank you. This morning was better."),
    ("ur", "کیا ہم جمعرات کو بات کر سکتے ہیں؟", "Can we talk on Thursday?"),
    ("ur", "ضرور۔ چائے تیار ہے۔", "Of course. The kettle is on."),
    ("ur", "آپ سب کیسے ہیں؟", "How are you all?"),
)
_MARK = "pretend translation"


class PretendTranslator:
    """Knows a few sentences by heart. Everything else it gives back with a mark in front."""

    name = "pretend"
    title = "A pretend translator (demo)"
    company = ""

    def speaks(self, language: str) -> bool:
        """It pretends to speak everything that we have."""
        return language in LANGUAGES

    def translate(self, words: str, *, into: str) -> Translated:
        """What it knows by heart; else the same words, marked as pretended."""
        bare = words.strip()
        for code, theirs, english in _PAIRS:
            if into == "en" and bare == theirs:
                return Translated(english, code)
            if into == code and bare == english:
                return Translated(theirs, "en")
        if into == "en" and bare.isascii():
            return Translated(bare.removeprefix(f"[{_MARK}] "), "en" if not bare.startswith("[") else "")
        return Translated(bare if bare.startswith(f"[{_MARK}]") else f"[{_MARK}] {bare}", "")
