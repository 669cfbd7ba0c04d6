"""What a person does about a family's private page, beside sending it: a card, a word, closing it everywhere.

Nothing is ever sent from here. A card is handed over, a word is agreed on face to face or on the phone.
"""

from dataclasses import dataclass

from app.domain.conversations import noting, queries, thread, writing
from app.domain.conversations.delivery import withdrawing
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.permissions import queries as permissions
from app.domain.private_pages import ending, family_words, private_links, rules
from app.domain.relationships import actions as relationships
from app.domain.relationships.rules import ChosenBy
from app.foundation.errors import Refused
from app.foundation.identifiers import ContactId, ConversationId
from app.foundation.work import Work


@dataclass(frozen=True)
class Card:
    """A card as it is shown once: its secret is kept nowhere. `reads` is the language of whoever gets it."""

    secret: str
    conversation_id: ConversationId
    author: str
    reads: str


def make_card(work: Work, contact_id: ContactId) -> Card:
    """A link on a card, for somebody without a phone of their own, or with one that others hold. It opens the actor's
    own thread with them and no other, once, within a day; a new one ends every older link.

    Refused for somebody we do not know, who wants no links, or to whom the actor may not write. NotFound for another
    organisation's.
    """
    contact = people.contact_at(work, work.staff.organisation_id, contact_id)
    author = members.membership(work, work.staff.membership_id)
    if not contact.is_known:
        raise Refused("Say first who this is. A card opens what somebody wrote.")
    wishes = permissions.wishes_of(work, contact.id)
    if not wishes.wants_links:
        raise Refused("This family does not want links, and a card is one.")
    writing.must_be_cleared_for(work, contact.id)
    line = people.line_of(work, contact.organisation_id, author.id)
    conversation = thread.open_with(
        work,
        organisation_id=contact.organisation_id,
        contact_id=contact.id,
        membership_id=author.id,
        line_id=line.id if line else None,
    )
    relationships.choose(work, contact.id, author.id, by=ChosenBy.STAFF)
    secret = private_links.make_card(work, contact.id, handed_by_id=author.id)
    noting.note(work, "card made", conversation)
    return Card(secret, conversation.id, author.first_name, wishes.reads)


def card_for(work: Work, conversation_id: ConversationId) -> Card:
    """The same from a thread. Refused in a colleague's thread, which whoever covers would open for good by it."""
    conversation = queries.in_my_hand(work, conversation_id)
    if conversation.membership_id != work.staff.membership_id:
        holder = members.membership(work, conversation.membership_id)
        raise Refused(f"Only {holder.first_name} can hand over a card for this page.")
    return make_card(work, conversation.contact_id)


def close_pages(work: Work, conversation_id: ConversationId) -> None:
    """Close this family member's private page everywhere: on each phone, and wherever a card opened it. Links that
    were not used yet open nothing, and those that wait to go are taken back."""
    conversation = queries.in_my_hand(work, conversation_id)
    withdrawing.links_to_contact(work, conversation.contact_id)
    ending.end_pages_of_contact(work, conversation.contact_id)
    noting.note(work, "private page closed everywhere", conversation)


def what_is_wrong_with_word(work: Work, conversation_id: ConversationId, typed: str) -> str | None:
    """A sentence when this cannot be the family's word, else None."""
    conversation = queries.mine_to_answer(work, conversation_id)
    contact = people.contact(work, conversation.contact_id)
    if not contact.is_known:
        return "Say first who this is."
    adults, children = people.household_of(work, contact)
    names = [contact.first_name, contact.last_name]
    names += [one.first_name for one in adults] + [one.first_name for one in children]
    return rules.what_is_wrong_with_word(typed, [name for name in names if name])


def agree_on_word(work: Work, conversation_id: ConversationId, *, word_hash: str) -> None:
    """This is the family's word from now on (`word_hash` of it, made outside this Work). It is never shown again."""
    conversation = queries.in_my_hand(work, conversation_id)
    family_words.keep(work, conversation.contact_id, word_hash=word_hash, set_by_id=work.staff.membership_id)
    noting.note(work, "word agreed on", conversation)


def take_word_away(work: Work, conversation_id: ConversationId) -> None:
    """The family has no word any more. Harmless when they had none."""
    conversation = queries.in_my_hand(work, conversation_id)
    if family_words.forget(work, conversation.contact_id):
        noting.note(work, "word taken away", conversation)
