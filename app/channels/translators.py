"""The port to a computer that translates, and the two behind it: LibreTranslate on the organisation's own server, and
the company DeepL. Both are asked over plain HTTP, one request a text, and answer within three seconds or not at all.

They are never asked inside a Work, and nothing waits for them. What was asked and answered goes to no log.
"""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from typing import Any, Protocol

import requests

LONGEST_WAIT = 3.0  # seconds, from asking to the last byte
MOST_BYTES = 200_000
MOST_AT_ONCE = 4
_ENGLISH = "en"
_HANDS = ThreadPoolExecutor(max_workers=MOST_AT_ONCE, thread_name_prefix="translator")


class NoAnswer(Exception):
    """The translator did not answer in time, or not with a translation. Nothing is lost: ask again, or do without."""


@dataclass(frozen=True)
class Translated:
    """Words in another language, and the language that they were in before (BCP-47; empty when it did not say)."""

    words: str
    out_of: str = ""


class Translator(Protocol):
    """A computer that translates. `name` is kept in the database; `title` is for people. `company`: who gets the words,
    empty where they stay with the organisation."""

    name: str
    title: str
    company: str

    def speaks(self, language: str) -> bool:
        """Can it translate between English and this language (BCP-47)?"""
        ...

    def translate(self, words: str, *, into: str) -> Translated:
        """These words in another language. NoAnswer after three seconds, and for whatever is no translation."""
        ...


class LibreTranslate:
    """LibreTranslate on a server of the organisation's own: nothing leaves it. Languages as its models have them
    (docs.libretranslate.com, read in November 2026)."""

    name = "libretranslate"
    title = "LibreTranslate, on our own server"
    company = ""
    _SPEAKS = frozenset({"ar", "bn", "en", "fa", "pl", "pt", "ro", "uk", "ur"})

    def __init__(self, url: str, key: str = "") -> None:
        self._url, self._key = f"{url.rstrip('/')}/translate", key

    def speaks(self, language: str) -> bool:
        """Has it a model for this language?"""
        return language in self._SPEAKS

    def translate(self, words: str, *, into: str) -> Translated:
        """These words in another language."""
        body = {"q": words, "source": "auto", "target": into, "format": "text"}
        answer = _asked(self._url, body | ({"api_key": self._key} if self._key else {}), {})
        detected = answer.get("detectedLanguage")
        out_of = detected.get("language", "") if isinstance(detected, dict) else ""
        return Translated(_text(answer.get("translatedText")), str(out_of))


class DeepL:
    """The company DeepL. Languages that it offers without calling them a beta (developers.deepl.com, read in November
    2026)."""

    name = "deepl"
    title = "DeepL, a company in Germany"
    company = "DeepL"
    _CODES: Mapping[str, str] = {"ar": "AR", "en": "EN-GB", "pl": "PL", "pt": "PT-PT", "ro": "RO", "uk": "UK"}

    def __init__(self, key: str, url: str = "") -> None:
        usual = "https://api-free.deepl.com" if key.endswith(":fx") else "https://api.deepl.com"
        self._url, self._key = f"{(url or usual).rstrip('/')}/v2/translate", key

    def speaks(self, language: str) -> bool:
        """Does it offer this language?"""
        return language in self._CODES

    def translate(self, words: str, *, into: str) -> Translated:
        """These words in another language."""
        body = {"text": [words], "target_lang": self._CODES[into]}
        answer = _asked(self._url, body, {"Authorization": f"DeepL-Auth-Key {self._key}"})
        found = answer.get("translations")
        first = found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}
        return Translated(_text(first.get("text")), str(first.get("detected_source_language", "")).lower())


def _asked(url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
    """The answer to one request. A hand of its own asks, so that a server that answers drop by drop cannot hold us."""
    asking = _HANDS.submit(_ask, url, body, headers)
    try:
        return asking.result(timeout=LONGEST_WAIT)
    except TookTooLong:
        asking.cancel()
        raise NoAnswer from None
    except (requests.RequestException, ValueError) as error:
        raise NoAnswer from error


def _ask(url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
    with requests.post(
        url, json=body, headers=dict(headers), timeout=LONGEST_WAIT, allow_redirects=False, stream=True
    ) as answer:
        if answer.status_code != requests.codes.ok:
            raise NoAnswer
        read = answer.raw.read(MOST_BYTES + 1, decode_content=True)
    if len(read) > MOST_BYTES:
        raise NoAnswer
    found = json.loads(read)
    if not isinstance(found, dict):
        raise NoAnswer
    return found


def _text(found: object) -> str:
    if not isinstance(found, str) or not found.strip():
        raise NoAnswer
    return found
