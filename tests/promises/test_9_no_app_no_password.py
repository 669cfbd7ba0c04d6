"""Promise 9. Everything a family does can be done by text on a keypad phone. No app, no password, no link needed."""

from app.domain.tables import metadata
from app.invented_town import SARA, UNKNOWN
from tests.tidewell import ANYBODY


def test_a_keypad_phone_is_enough_for_a_whole_conversation(tidewell, provider):
    tidewell.says_hello(tidewell.town.neil, tidewell.town.sara)
    tidewell.deliver(provider)
    tidewell.clock.move(minutes=10)
    tidewell.says(SARA, "who is this")
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Neil from school. How are you?")
    tidewell.deliver(provider)
    tidewell.says(SARA, "RING")
    assert tidewell.inbox(tidewell.town.neil)[0].waiting_channel.value == "call"
    tidewell.says(SARA, "STOP")
    tidewell.clock.move(minutes=1)
    tidewell.says(SARA, "START")
    tidewell.deliver(provider)
    assert not any("http" in text for text in provider.on_phone(SARA)), "no link that they did not ask for"
    assert len(tidewell.bodies(tidewell.town.neil, tidewell.town.sara)) == 7


def test_somebody_whom_nobody_knows_needs_no_account_to_be_heard(tidewell):
    tidewell.says(UNKNOWN, "my son does not want to go in any more")
    assert len(tidewell.inbox(tidewell.town.priya)) == 1


def test_a_family_has_no_password_anywhere():
    with_password = {table.name for table in metadata.sorted_tables if any("password" in one.name for one in table.c)}
    assert with_password == {"account"}, "accounts are the staff's"


def test_nobody_of_a_family_has_an_account(tidewell):
    from app.domain.accounts.models import AccountMembership
    from app.domain.people.models import Membership

    with tidewell.database.reading(ANYBODY) as work:
        for one in tidewell.every(AccountMembership):
            assert work.session.get(Membership, one.membership_id) is not None
