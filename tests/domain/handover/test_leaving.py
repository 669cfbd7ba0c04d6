"""Somebody leaves: nobody is left alone, nothing is lost, and the leaver is out with the next press."""

from datetime import date, timedelta

import pytest

from app.domain.accounts import actions as account_actions
from app.domain.accounts import queries as accounts
from app.domain.conversations import queries as conversations
from app.domain.conversations.rules import AUTHOR_LEFT, State
from app.domain.handover import actions as handover
from app.domain.handover import closing, queries
from app.domain.people import actions as people
from app.domain.people import members
from app.domain.relationships import actions as relationship_actions
from app.domain.relationships import queries as relationships
from app.domain.relationships.rules import ChosenBy
from app.foundation.actors import Command
from app.foundation.errors import NotFound, Refused
from app.invented_town import EWA, SARA, UNKNOWN

FRIDAY = date(2027, 3, 12)


@pytest.fixture
def leaving(tidewell):
    """Neil's last day is Friday. Sara and Ewa have written to him; Ewa waits for an answer."""
    tidewell.says(SARA, "hello")
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Good morning")
    tidewell.says(EWA, "dzień dobry")
    starts(tidewell)
    return tidewell


def starts(tidewell, *, last_day=FRIDAY, by=None):
    with as_staff(tidewell, by or tidewell.town.priya) as work:
        handover.start_leaving(work, tidewell.town.neil, last_day=last_day)


def as_staff(tidewell, who):
    return tidewell.database.writing(tidewell.staff(who))


def next_for(tidewell, contact, person, *, fresh=False, by=None):
    with as_staff(tidewell, by or tidewell.town.priya) as work:
        handover.choose_next(work, tidewell.town.neil, contact, person, starts_fresh=fresh)


def goodbye(tidewell, words="I am moving to another town. It was good to know you."):
    with as_staff(tidewell, tidewell.town.neil) as work:
        handover.write_goodbye(work, words=words)
        return handover.say_goodbye(work, once="goodbye")


def closes(tidewell, *, by=None):
    with as_staff(tidewell, by or tidewell.town.priya) as work:
        handover.close(work, tidewell.town.neil)


def inbox_names(tidewell, who):
    return [row.first_name for row in tidewell.inbox(who)]


def test_each_family_hears_who_comes_next_in_the_leavers_own_words(leaving, provider):
    next_for(leaving, leaving.town.sara, leaving.town.grace)
    assert goodbye(leaving) == 1
    leaving.deliver(provider)
    said = provider.on_phone(SARA)[-1]
    assert said.startswith("Neil: I am moving to another town. It was good to know you.")
    assert "Grace is your person here now" in said


def test_the_goodbye_does_not_hide_that_a_family_waits(leaving):
    next_for(leaving, leaving.town.ewa, leaving.town.grace)
    goodbye(leaving)
    assert inbox_names(leaving, leaving.town.neil) == ["Ewa"]


def test_a_goodbye_goes_once_to_each_family(leaving, provider):
    next_for(leaving, leaving.town.sara, leaving.town.grace)
    goodbye(leaving)
    with pytest.raises(Refused, match="nobody to text"):
        goodbye(leaving)
    leaving.deliver(provider)
    assert sum("another town" in text for text in provider.on_phone(SARA)) == 1


def test_nobody_but_the_leaver_says_the_goodbye(leaving):
    next_for(leaving, leaving.town.sara, leaving.town.grace)
    for other in (leaving.town.priya, leaving.town.grace, leaving.town.hannah):
        with pytest.raises(NotFound), as_staff(leaving, other) as work:
            handover.say_goodbye(work, once="goodbye")


def test_the_place_does_not_close_before_everything_is_done_and_says_what_is_missing(leaving):
    with pytest.raises(Refused, match="2 families still need to know who comes next"):
        closes(leaving)
    next_for(leaving, leaving.town.sara, leaving.town.grace)
    next_for(leaving, leaving.town.ewa, leaving.town.priya)
    with pytest.raises(Refused, match="2 families have not been told yet"):
        closes(leaving)
    goodbye(leaving)
    with pytest.raises(Refused, match="1 family waits for an answer from Neil"):
        closes(leaving)


def test_when_all_is_done_it_closes_and_the_thread_goes_on_with_the_next_person(leaving, provider):
    next_for(leaving, leaving.town.sara, leaving.town.grace)
    next_for(leaving, leaving.town.ewa, leaving.town.priya)
    leaving.replies(leaving.town.neil, leaving.town.ewa, "I will ask Priya")
    goodbye(leaving)
    with pytest.raises(Refused, match="texts have not left yet"):
        closes(leaving)
    leaving.deliver(provider)
    closes(leaving)
    assert "hello" in leaving.bodies(leaving.town.grace, leaving.town.sara)
    with leaving.database.reading(Command()) as work:
        assert [one.id for one in relationships.people_of(work, leaving.town.sara)] == [leaving.town.grace]
        assert not members.works_here(work, members.membership(work, leaving.town.neil))
    leaving.clock.move(minutes=1)
    leaving.says(SARA, "who are you?")
    assert inbox_names(leaving, leaving.town.grace) == ["Sara"]


def test_a_family_that_wants_a_fresh_start_gets_one(leaving, provider):
    next_for(leaving, leaving.town.sara, leaving.town.grace, fresh=True)
    next_for(leaving, leaving.town.ewa, leaving.town.priya)
    leaving.replies(leaving.town.neil, leaving.town.ewa, "Priya will")
    goodbye(leaving)
    leaving.deliver(provider)
    assert "What we wrote stays closed" in provider.on_phone(SARA)[-1]
    closes(leaving)
    leaving.clock.move(minutes=1)
    leaving.says(SARA, "hello Grace")
    assert leaving.bodies(leaving.town.grace, leaving.town.sara) == ["hello Grace"]
    for anybody in (leaving.town.priya, leaving.town.grace, leaving.town.amina):
        with leaving.database.reading(leaving.staff(anybody)) as work:
            assert conversations.between(work, contact_id=leaving.town.sara, membership_id=leaving.town.neil)
            assert leaving.town.neil not in relationships.desks_of(work)


def test_whoever_cannot_be_texted_is_told_face_to_face(leaving):
    leaving.says(SARA, "STOP")
    next_for(leaving, leaving.town.sara, leaving.town.grace)
    with pytest.raises(Refused, match="face to face"):
        goodbye(leaving)
    with as_staff(leaving, leaving.town.neil) as work:
        handover.told_face_to_face(work, leaving.town.neil, leaving.town.sara)
        assert queries.left_to_do(work, leaving.town.neil).not_told == 1  # Ewa


def test_somebody_who_leaves_too_or_has_no_checks_cannot_come_next(leaving):
    with as_staff(leaving, leaving.town.priya) as work:
        handover.start_leaving(work, leaving.town.grace, last_day=FRIDAY)
    for person, why in (
        (leaving.town.grace, "leaves too"),
        (leaving.town.rhys, "must record"),
        (leaving.town.neil, "leaves too"),
    ):
        with pytest.raises(Refused, match=why):
            next_for(leaving, leaving.town.sara, person)


def test_nobody_comes_next_for_a_family_of_somebody_else_or_while_nobody_leaves(tidewell):
    with tidewell.database.writing(Command()) as work:
        graces = people.add_contact(work, tidewell.town.school, first_name="Zoe", number="+447700900188")
        relationship_actions.choose(work, graces.id, tidewell.town.grace, by=ChosenBy.FAMILY)
    with pytest.raises(NotFound):
        next_for(tidewell, tidewell.town.sara, tidewell.town.grace)
    starts(tidewell)
    with pytest.raises(NotFound):
        next_for(tidewell, graces.id, tidewell.town.grace)
    next_for(tidewell, tidewell.town.sara, tidewell.town.grace)


def test_somebody_of_another_agency_does_not_exist_here(leaving):
    for contact, person in ((leaving.town.sara, leaving.town.hannah), (leaving.town.imran, leaving.town.grace)):
        with pytest.raises(NotFound):
            next_for(leaving, contact, person)
    with pytest.raises(NotFound), as_staff(leaving, leaving.town.tom) as work:
        handover.start_leaving(work, leaving.town.neil, last_day=FRIDAY)


@pytest.mark.parametrize("who", ["grace", "rhys", "ben"])
def test_only_a_manager_begins_or_ends_it(tidewell, who):
    with pytest.raises(Refused, match="manager"):
        starts(tidewell, by=getattr(tidewell.town, who))
    starts(tidewell)
    with pytest.raises(Refused, match="manager"):
        closes(tidewell, by=getattr(tidewell.town, who))
    with pytest.raises(Refused, match="manager"), as_staff(tidewell, getattr(tidewell.town, who)) as work:
        handover.leave_at_once(work, tidewell.town.neil, why="because")


def test_neil_himself_may_say_who_comes_next(leaving):
    next_for(leaving, leaving.town.sara, leaving.town.grace, by=leaving.town.neil)
    with pytest.raises(Refused, match="manager"):
        next_for(leaving, leaving.town.ewa, leaving.town.grace, by=leaving.town.grace)


@pytest.mark.parametrize("days", [-1, 200])
def test_a_last_day_that_has_passed_or_is_far_away_is_refused(tidewell, days):
    with pytest.raises(Refused, match="last day"):
        starts(tidewell, last_day=date(2027, 3, 10) + timedelta(days=days))


def test_the_last_first_contact_cannot_go(tidewell):
    with pytest.raises(Refused, match="first contact"), as_staff(tidewell, tidewell.town.amina) as work:
        handover.leave_at_once(work, tidewell.town.priya, why="because")


def leaves_at_once(tidewell):
    with as_staff(tidewell, tidewell.town.amina) as work:
        handover.leave_at_once(work, tidewell.town.neil, why="must not be in touch with families")


def test_when_it_is_urgent_the_first_contact_holds_every_family(leaving):
    leaves_at_once(leaving)
    assert inbox_names(leaving, leaving.town.priya) == ["Ewa"]
    assert "hello" in leaving.bodies(leaving.town.priya, leaving.town.sara)
    [told] = leaving.notices(leaving.town.priya, "handed_over")
    assert "2 families lie with you" in told.body
    leaving.clock.move(minutes=1)
    leaving.says(SARA, "neil?")
    assert "Sara" in inbox_names(leaving, leaving.town.priya)


def test_from_that_moment_the_leaver_opens_nothing_and_sends_nothing(leaving, provider):
    with leaving.database.writing(Command()) as work:
        account = accounts.account_by_email(work, members.membership(work, leaving.town.neil).email)
        secret = account_actions.start_staff_session(work, account.id, leaving.town.neil)
    leaving.replies(leaving.town.neil, leaving.town.ewa, "Tomorrow then")
    thread = leaving.thread(leaving.town.neil, leaving.town.sara)
    leaves_at_once(leaving)
    leaving.deliver(provider)
    assert not [text for text in provider.on_phone(EWA) if "Tomorrow" in text]
    withdrawn = [one for one in leaving.messages() if one.body == "Tomorrow then"]
    assert [(one.state, one.error_code) for one in withdrawn] == [(State.WITHDRAWN, AUTHOR_LEFT)]
    with leaving.database.reading(Command()) as work:
        assert accounts.staff_by_session(work, secret) is None
    with pytest.raises(NotFound), leaving.database.reading(leaving.staff(leaving.town.neil)) as work:
        conversations.mine_to_read(work, thread.id)


def test_it_needs_a_reason(tidewell):
    with pytest.raises(Refused, match="why"), as_staff(tidewell, tidewell.town.priya) as work:
        handover.leave_at_once(work, tidewell.town.neil, why="  ")


def test_a_thread_that_is_long_over_is_handed_to_nobody(tidewell):
    tidewell.says(UNKNOWN, "hello?")  # lies at the front door, with Priya
    tidewell.says(SARA, "hello")
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Good morning")
    with as_staff(tidewell, tidewell.town.neil) as work:
        from app.domain.relationships import actions

        actions.part(work, tidewell.town.sara, tidewell.town.neil)
    leaves_at_once(tidewell)
    with tidewell.database.reading(tidewell.staff(tidewell.town.priya)) as work:
        assert conversations.thread_of(work, tidewell.town.sara) is None


def test_on_the_evening_of_the_last_day_it_closes_by_itself_and_nobody_falls_through(leaving):
    assert closing.close_what_is_over(leaving.database) == 0
    leaving.clock.set(leaving.clock.now.replace(day=12, hour=23, minute=59))
    assert closing.close_what_is_over(leaving.database) == 0
    leaving.clock.move(minutes=1)
    assert closing.close_what_is_over(leaving.database) == 1
    assert closing.close_what_is_over(leaving.database) == 0
    assert inbox_names(leaving, leaving.town.priya) == ["Ewa"]


def test_who_stays_after_all_keeps_everything(leaving):
    next_for(leaving, leaving.town.sara, leaving.town.grace)
    with as_staff(leaving, leaving.town.priya) as work:
        handover.stay_after_all(work, leaving.town.neil)
    leaving.clock.move(days=10)
    assert closing.close_what_is_over(leaving.database) == 0
    assert inbox_names(leaving, leaving.town.neil) == ["Ewa"]


def test_an_organisation_that_would_be_without_a_manager_is_told_to_its_operators(leaving):
    with leaving.database.writing(Command()) as work:
        members.membership(work, leaving.town.amina).until = work.now
    with as_staff(leaving, leaving.town.priya) as work:
        from app.domain.handover.models import Leaving

        work.session.add(
            Leaving(
                membership_id=leaving.town.priya, started_by_id=leaving.town.priya, started_at=work.now, last_day=FRIDAY
            )
        )
    leaving.clock.move(days=5)
    assert closing.close_what_is_over(leaving.database) == 1
    assert len(leaving.notices(leaving.town.olive, "place_not_closed")) == 1
