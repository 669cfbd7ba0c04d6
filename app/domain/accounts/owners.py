"""Telling the owner of an account, by e-mail, what happens with it. Only at the address of the account itself."""

from collections.abc import Callable

from app.domain.accounts import queries
from app.domain.accounts.models import Account
from app.domain.notices import actions as notices
from app.domain.notices.sign_in_words import Words
from app.domain.people.models import Membership
from app.foundation.identifiers import new_id
from app.foundation.work import Work


def tell(work: Work, person: Membership, kind: str, words: Words, *, opens: str = "", once: str = "") -> None:
    """Put an e-mail about signing in in line."""
    mark = once or f"{kind}:{new_id()}"
    notices.tell(work, person, kind=kind, subject=words.subject, body=words.body, once=mark, opens=opens)


def tell_owner(
    work: Work, account: Account, kind: str, words: Callable[[str], Words], *, opens: str = "", once: str = ""
) -> None:
    """The same to whoever owns this account, by the place at which they are written down with the account's own address
    and no other. `words` takes their first name. Somebody who works nowhere any more is told nothing."""
    person = next((one for one in queries.places_of(work, account.id) if one.email == account.email), None)
    if person:
        tell(work, person, kind, words(person.first_name), opens=opens, once=once)
