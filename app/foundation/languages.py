"""The languages families read, and which way they are written. BCP-47 codes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language: its code, its name in English and in itself, and whether it runs from right to left."""

    code: str
    english: str
    own: str
    is_right_to_left: bool = False

    @property
    def direction(self) -> str:
        """The value for an HTML `dir`."""
        return "rtl" if self.is_right_to_left else "ltr"


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English", "English"),
        Language("pl", "Polish", "polski"),
        Language("ro", "Romanian", "română"),
        Language("uk", "Ukrainian", "українська"),
        Language("pt", "Portuguese", "português"),
        Language("ar", "Arabic", "العربية", True),
        Language("ur", "Urdu", "اردو", True),
        Language("pa", "Panjabi (Gurmukhi)", "ਪੰਜਾਬੀ"),
        Language("bn", "Bengali", "বাংলা"),
        Language("gu", "Gujarati", "ગુજરાતી"),
        Language("so", "Somali", "Soomaali"),
        Language("fa", "Farsi", "فارسی", True),
    )
}
ENGLISH = LANGUAGES["en"]

_RIGHT_TO_LEFT_BLOCKS = ((0x0590, 0x08FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))


def language(code: str) -> Language:
    """The language with this code; English when we do not know it."""
    return LANGUAGES.get(code, ENGLISH)


def direction_of(text: str, *, otherwise: str = "ltr") -> str:
    """Which way a text runs, by its first letter that has a direction: "rtl" or "ltr"."""
    for letter in text:
        if not letter.isalpha():
            continue
        code = ord(letter)
        return "rtl" if any(low <= code <= high for low, high in _RIGHT_TO_LEFT_BLOCKS) else "ltr"
    return otherwise
