"""A card for a family's private page: made by a press, shown once, printed or read off the screen, and handed over.

Its address stands nowhere else: not in a URL of ours, not in a log, and not in what we keep.
"""

from dataclasses import dataclass
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.conversations import private_page, queries
from app.domain.conversations.private_page import Card
from app.domain.people import queries as people
from app.foundation.languages import ENGLISH, Language
from app.foundation.work import Work
from app.web.language import _, speak, spoken
from app.web.qr_code import qr_code
from app.web.trusted_person.answering import REFUSED
from app.web.trusted_person.conversation import Draft
from app.web.trusted_person.conversation import draw as draw_conversation
from app.web.trusted_person.group import desk, refusal_of


@dataclass(frozen=True)
class OnPaper:
    """What stands on the card, in the language of whoever gets it. No name but the person's first name."""

    language: Language
    title: str
    steps: tuple[str, ...]
    lost: str
    typed: str


@desk.does("/conversation/<uuid:conversation_id>/card")
def card(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """From a conversation."""
    contact_id = queries.mine_to_answer(work, conversation_id).contact_id
    made: list[Card] = []
    problem = refusal_of(work, lambda: made.append(private_page.card_for(work, conversation_id)))
    if problem:
        return draw_conversation(work, conversation_id, Draft(errors=(("family", problem),))), REFUSED
    return shown_once(work, made[0], people.contact(work, contact_id).first_name)


def shown_once(work: Work, made: Card, first_name: str) -> str:
    """The page with the card."""
    address = f"{work.settings.public_url}{url_for('family_link.link', secret=made.secret)}"
    return render_template(
        "trusted_person/card.html",
        card=_on_paper(made.author, made.reads, address),
        code=qr_code(address),
        first_name=first_name,
        conversation_id=made.conversation_id,
    )


def _on_paper(author: str, reads: str, address: str) -> OnPaper:
    speak(reads)
    words = OnPaper(
        language=spoken(),
        title=_("Your page with %(name)s") % {"name": author},
        steps=(
            _("Point the camera of a phone at the square, or type what stands under it."),
            _("Press “Open my page”. There you and %(name)s can write to each other.") % {"name": author},
            _("It opens once, within 24 hours. Until then, show this card to nobody."),
            _("Not your own phone? Sign out when you have finished."),
        ),
        lost=_("Lost it, or it does not open? Ask %(name)s for a new card.") % {"name": author},
        typed=address.split("://", 1)[-1],
    )
    speak(ENGLISH.code)
    return words
