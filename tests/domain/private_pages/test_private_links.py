"""A family's private link: one use, one day, one phone, and a new one ends the old."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.people import actions as people_actions
from app.domain.people import queries as people
from app.domain.private_pages import ending, private_links
from app.domain.private_pages.rules import FAMILY_ONLY_MINE, FAMILY_VISIT, LINK_LASTS
from app.foundation.actors import Anybody, Command
from app.foundation.errors import NotFound
from app.foundation.identifiers import hashed
from app.invented_town import EWA, SARA
from tests.tidewell import ANYBODY


def line_id(tidewell):
    with tidewell.database.reading(ANYBODY) as work:
        return people.line_of(work, tidewell.town.school, tidewell.town.neil).id


def make(tidewell, contact=None, number=SARA) -> str:
    line = line_id(tidewell)
    with tidewell.database.writing(Command()) as work:
        return private_links.make_link(work, contact or tidewell.town.sara, line_id=line, number=number)


def use(tidewell, secret: str, *, is_only_mine: bool = False) -> str:
    with tidewell.database.writing(Anybody()) as work:
        return private_links.use_link(work, secret, is_only_mine=is_only_mine)


def opens(tidewell, cookie: str) -> bool:
    with tidewell.database.reading(ANYBODY) as work:
        return private_links.family_by_session(work, cookie) is not None


def test_it_opens_once(tidewell):
    secret = make(tidewell)
    assert opens(tidewell, use(tidewell, secret))
    with pytest.raises(NotFound):
        use(tidewell, secret)


def test_of_many_presses_at_once_exactly_one_wins(tidewell):
    secret = make(tidewell)

    def press(_):
        try:
            return use(tidewell, secret)
        except NotFound:
            return None

    with ThreadPoolExecutor(8) as pool:
        won = [cookie for cookie in pool.map(press, range(16)) if cookie]
    assert len(won) == 1


def test_a_new_one_ends_the_old_but_nobody_elses(tidewell):
    old, ewas, new = make(tidewell), make(tidewell, tidewell.town.ewa, EWA), make(tidewell)
    with pytest.raises(NotFound):
        use(tidewell, old)
    assert use(tidewell, ewas)
    assert use(tidewell, new)


def test_it_lasts_a_day(tidewell):
    early, late = make(tidewell, tidewell.town.ewa, EWA), make(tidewell)
    tidewell.clock.move(seconds=LINK_LASTS.total_seconds() - 1)
    use(tidewell, early)
    tidewell.clock.move(seconds=1)
    with pytest.raises(NotFound):
        use(tidewell, late)


@pytest.mark.parametrize(("is_only_mine", "lasts"), [(False, FAMILY_VISIT), (True, FAMILY_ONLY_MINE)])
def test_the_page_stays_open_for_an_hour_and_longer_only_on_a_phone_of_ones_own(tidewell, is_only_mine, lasts):
    cookie = use(tidewell, make(tidewell), is_only_mine=is_only_mine)
    tidewell.clock.move(seconds=lasts.total_seconds() - 1)
    assert opens(tidewell, cookie)
    tidewell.clock.move(seconds=1)
    assert not opens(tidewell, cookie)


@pytest.mark.parametrize("secret", ["", "x", "../../etc", "A" * 32, "\x00", "x" * 100_000])
def test_a_guess_opens_nothing(tidewell, secret):
    with pytest.raises(NotFound):
        use(tidewell, secret)
    assert not opens(tidewell, secret)


def test_what_we_keep_opens_nothing(tidewell):
    secret = make(tidewell)
    assert hashed(secret) != secret
    with pytest.raises(NotFound):
        use(tidewell, hashed(secret))


def test_leaving_ends_it_for_good(tidewell):
    cookie = use(tidewell, make(tidewell), is_only_mine=True)
    with tidewell.database.writing(Anybody()) as work:
        ending.end_family_session(work, private_links.family_by_session(work, cookie).session_id)
    assert not opens(tidewell, cookie)


def test_it_opens_nothing_once_the_phone_is_somebody_elses(tidewell):
    other = make(tidewell, tidewell.town.ewa, EWA)
    visiting = use(tidewell, make(tidewell))
    assert opens(tidewell, visiting)
    unused = make(tidewell)
    with tidewell.database.writing(Command()) as work:
        people_actions.take_phone_away(work, tidewell.town.sara)
    assert not opens(tidewell, visiting)
    with pytest.raises(NotFound):
        use(tidewell, unused)
    assert opens(tidewell, use(tidewell, other))
