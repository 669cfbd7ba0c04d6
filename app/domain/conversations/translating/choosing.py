"""Which computer translates, if any: an organisation chooses, and each family may say no."""

from collections.abc import Mapping

from app.channels.translators import Translator
from app.domain.audit import actions as audit
from app.domain.conversations.models import TranslatorChoice
from app.domain.people import rules as people_rules
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import OrganisationId
from app.foundation.languages import ENGLISH
from app.foundation.work import Work

__all__ = ["Translator", "Translators", "choice_of", "choose", "put_away", "translator_for"]

Translators = Mapping[str, Translator]


def choice_of(work: Work, organisation_id: OrganisationId) -> TranslatorChoice | None:
    """What an organisation chose; None while no computer translates there."""
    return work.session.get(TranslatorChoice, organisation_id)


def translator_for(
    work: Work, organisation_id: OrganisationId, translators: Translators, *, reads: str, wants: bool = True
) -> Translator | None:
    """Who translates for a family that `reads` this language and `wants` that: None where nobody was chosen, it reads
    English, or the translator does not speak its language."""
    if reads == ENGLISH.code or not wants:
        return None
    choice = choice_of(work, organisation_id)
    found = translators.get(choice.translator) if choice else None
    return found if found and found.speaks(reads) else None


def choose(work: Work, translator: str, translators: Translators, *, has_said_so: bool) -> TranslatorChoice:
    """A manager chooses a translator. Refused while families have not been told, and for one that is not there;
    NotFound for whoever keeps no house."""
    _must_keep_house(work)
    if translator not in translators:
        raise Refused("That translator is not set up here. Whoever runs Kettle can do that.")
    if not has_said_so:
        raise Refused("Say so to families first: who translates, and that they can say no.")
    place = work.staff.organisation_id
    found = choice_of(work, place) or TranslatorChoice(
        organisation_id=place, translator="", chosen_by_id=work.staff.membership_id, chosen_at=work.now
    )
    found.translator, found.chosen_by_id, found.chosen_at = translator, work.staff.membership_id, work.now
    work.session.add(found)
    title = translators[translator].title
    audit.note(work, "chose a translator", "organisation", place, organisation_id=place, words=title)
    return found


def put_away(work: Work) -> None:
    """No computer translates any more. What was translated stays. Harmless when none did."""
    _must_keep_house(work)
    place = work.staff.organisation_id
    found = choice_of(work, place)
    if found:
        work.session.delete(found)
        audit.note(work, "put the translator away", "organisation", place, organisation_id=place)


def _must_keep_house(work: Work) -> None:
    if not people_rules.may_keep_house(work.actor, work.staff.organisation_id):
        raise NotFound
