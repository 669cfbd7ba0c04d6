"""A session of staff ends when it should, for every copy of its cookie."""

from app.domain.accounts import actions, queries
from app.domain.people import joining, members
from app.foundation.actors import Command
from tests.tidewell import ANYBODY


def test_whoever_leaves_is_signed_out_that_very_moment(tidewell):
    with tidewell.database.writing(Command()) as work:
        account = queries.account_by_email(work, members.membership(work, tidewell.town.neil).email)
        cookie = actions.start_staff_session(work, account.id, tidewell.town.neil)
    with tidewell.database.reading(ANYBODY) as work:
        assert queries.staff_by_session(work, cookie).staff.membership_id == tidewell.town.neil

    with tidewell.database.writing(Command()) as work:
        joining.member_leaves(work, tidewell.town.neil)
    with tidewell.database.reading(ANYBODY) as work:
        assert queries.staff_by_session(work, cookie) is None


def test_a_staff_session_ends_after_half_an_hour_of_nothing_and_after_twelve_hours_of_anything(tidewell):
    with tidewell.database.writing(Command()) as work:
        account = queries.account_by_email(work, members.membership(work, tidewell.town.neil).email)
        cookie = actions.start_staff_session(work, account.id, tidewell.town.neil)
    for _ in range(24):
        tidewell.clock.move(minutes=29)
        with tidewell.database.writing(Command()) as work:
            actions.saw_staff(work, queries.staff_by_session(work, cookie).session_id)
    tidewell.clock.move(minutes=24)
    with tidewell.database.reading(ANYBODY) as work:
        assert queries.staff_by_session(work, cookie) is None, "twelve hours"
