"""A member of staff as families see them, in the language of the page: the same card on every page that shows one."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from babel import Locale

from app.domain.people import profiles
from app.domain.people.profiles import Profile
from app.foundation.identifiers import MembershipId
from app.foundation.languages import ENGLISH, language
from app.foundation.phone_numbers import for_people
from app.foundation.work import Work
from app.web.language import _, spoken


@dataclass(frozen=True)
class Card:
    """`face` is the picture itself, to stand in the page, or empty; `languages` are in words, joined; `text_href`
    opens a text to them with the first words in it, and is empty where they have no line."""

    first_name: str
    role_words: str
    languages: str
    helps_with: str
    reads_when: str
    is_enforcing: bool
    face: str
    number: str
    text_href: str


def card_of(profile: Profile, face: str) -> Card:
    """The card of one person, with a face (an address) if there is one."""
    number = profile.number or ""
    greeting = _("Hello %(name)s") % {"name": profile.first_name}
    return Card(
        first_name=profile.first_name,
        role_words=profile.role_words,
        languages=("، " if spoken().is_right_to_left else ", ").join(map(name_of_language, profile.languages)),
        helps_with=profile.helps_with,
        reads_when=profile.reads_when,
        is_enforcing=profile.is_enforcing,
        face=face,
        number=for_people(number) if number else "",
        # "?&body=" is what both kinds of phone understand.
        text_href=f"sms:{number}?&body={quote(greeting)}" if number else "",
    )


def name_of_language(code: str) -> str:
    """What a language is called in the language of the page."""
    if spoken() == ENGLISH:
        return language(code).english.partition(" (")[0]
    return Locale.parse(spoken().code, sep="-").languages.get(code) or language(code).own


def faces_of(work: Work, ids: Iterable[MembershipId]) -> dict[MembershipId, str]:
    """The small faces of these people, to stand in a page; whoever wants none is not in the answer."""
    return {one: as_address(picture) for one, picture in profiles.thumbnails_of(work, ids).items()}


def as_address(picture: bytes) -> str:
    """A WebP as an address that holds it whole: no further request."""
    return f"data:image/webp;base64,{b64encode(picture).decode('ascii')}"
