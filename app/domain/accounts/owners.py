"""Telling the owner of an account, by e-mail, what happens with it. Only at the address of the account itself."""

from app.domain.accounts import queries
from app.domain.accounts.models import Account
from app.domain.notices import actions as notices
from app.domain.notices.sign_in_words import Words
from app.domain.people.models import Membership
from app.foundation.identifiers import new_id
from app.foundation.work import Work


def owner_of(work: Work, account: Account) -> Membership | None:
    """The place by which we write to whoever owns this account, at the address of the account and no other. None for
    somebody who works nowhere any more."""
    places = queries.places_of(work, account.id)
    return next((one for one in places if one.email == account.email), None)


def tell(work: Work, person: Membership, kind: str, words: Words, *, opens: str = "") -> None:
    """Put an e-mail about signing in in line."""
    notices.tell(
        work, person, kind=kind, subject=words.subject, body=words.body, once=f"{kind}:{new_id()}", opens=opens
    )
