"""What a text of a person's about a time says, as it would go: seen before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.dropins import saying
from app.domain.dropins.queries import Time
from app.domain.people import members
from app.domain.people.models import Contact, Membership
from app.domain.permissions import queries as permissions
from app.domain.wording import queries as wording
from app.domain.wording import rules as wording_rules
from app.foundation.languages import ENGLISH
from app.foundation.work import Work


@dataclass(frozen=True)
class Words:
    """A text as it would go, in the family's language, and what it says in English (empty when it is English)."""

    text: str
    language: str
    checked: str
    english: str


def menu_words(
    work: Work,
    contact: Contact,
    times: Sequence[Time],
    *,
    purpose: str = "times_to_choose",
    about: Time | None = None,
) -> Words:
    """A list of times. `about`: the one that has to move, for words that name it."""

    def blanks(language: str) -> dict[str, str]:
        said = {"times": saying.menu(times, language, by=work.staff.membership_id)}
        return {**said, "when": saying.when(about, language)} if about else said

    return _words(work, contact, purpose, blanks)


def agreed_words(work: Work, contact: Contact, time: Time) -> Words:
    """What a family reads when staff have booked for it."""
    return _words(
        work,
        contact,
        "time_agreed",
        lambda language: {
            "when": saying.when(time, language),
            "where": saying.where_and_who(time, language, by=work.staff.membership_id),
        },
    )


def cover_words(work: Work, contact: Contact, time: Time, cover: Membership) -> Words:
    """What a family reads when a colleague could meet them instead."""
    return _words(
        work,
        contact,
        "time_covered",
        lambda language: {"when": saying.when(time, language), "cover": cover.first_name},
    )


def _words(work: Work, contact: Contact, purpose: str, blanks: wording_rules.Blanks) -> Words:
    author = members.membership(work, work.staff.membership_id)
    reads = permissions.wishes_of(work, contact.id).reads
    usual = {"first_name": author.first_name, "contact": contact.first_name or ""}
    ready = wording.words_for(work, contact.organisation_id, purpose, reads)
    english = wording.words_for(work, contact.organisation_id, purpose, ENGLISH.code)
    said = [wording_rules.fill(one.text, {**usual, **blanks(one.language)}) for one in (ready, english)]
    return Words(said[0], ready.language, ready.checked, said[1] if ready.language != ENGLISH.code else "")
