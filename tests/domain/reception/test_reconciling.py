"""Fetching what came while we were down: all of it, once, in its own order, and STOP with it."""

from datetime import timedelta

import pytest

from app.domain.permissions.models import Stop
from app.domain.reception.reconciling import reconcile
from app.foundation.telephony import Listed, ProviderUnreachable
from app.invented_town import EWA, SARA, SCHOOL_LINE


def list_one(tidewell, provider, body, *, number=SARA, sid="", minutes_ago=0.0):
    sent_at = tidewell.clock.now - timedelta(minutes=minutes_ago)
    provider.inbound.append(
        Listed(sid or f"SM{len(provider.inbound):032}", number, SCHOOL_LINE, body, sent_at, None, None, inbound=True)
    )


def test_everything_from_a_dark_hour_is_fetched_though_a_fresh_text_came_in_first(tidewell, provider):
    reconcile(tidewell.database, provider)
    tidewell.clock.move(hours=2)
    for minute in range(60):
        list_one(tidewell, provider, f"{minute:02}", minutes_ago=90 - minute)
    tidewell.texts(EWA, "the first after we came back")
    assert reconcile(tidewell.database, provider) == 60
    tidewell.sort()
    assert tidewell.bodies(tidewell.town.neil, tidewell.town.sara)[-30:] == [f"{minute:02}" for minute in range(30, 60)]


def test_what_we_have_already_is_not_stored_again(tidewell, provider):
    tidewell.texts(SARA, "hello", sid="SM" + "b" * 32)
    list_one(tidewell, provider, "hello", sid="SM" + "b" * 32)
    assert reconcile(tidewell.database, provider) == 0
    assert reconcile(tidewell.database, provider) == 0
    tidewell.sort()
    assert len(tidewell.messages()) == 1


def test_after_a_list_that_broke_off_nothing_is_skipped(tidewell, provider):
    reconcile(tidewell.database, provider)
    tidewell.clock.move(minutes=30)
    list_one(tidewell, provider, "in the dark", minutes_ago=25)
    provider.is_list_down = True
    for _ in range(30):
        with pytest.raises(ProviderUnreachable):
            reconcile(tidewell.database, provider)
        tidewell.clock.move(minutes=1)
    provider.is_list_down = False
    assert reconcile(tidewell.database, provider) == 1


def test_a_stop_that_was_missed_counts_from_when_it_was_said(tidewell, provider):
    tidewell.says(SARA, "hello")
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Hello Sara")
    list_one(tidewell, provider, "STOP", minutes_ago=40)
    reconcile(tidewell.database, provider)
    tidewell.deliver(provider)
    assert provider.ledger == []
    assert tidewell.every(Stop)[0].since == tidewell.clock.now - timedelta(minutes=40)


def test_a_clock_that_jumps_back_does_not_make_us_look_into_the_future(tidewell, provider):
    reconcile(tidewell.database, provider)
    tidewell.clock.move(days=-2)
    list_one(tidewell, provider, "hello", minutes_ago=5)
    assert reconcile(tidewell.database, provider) == 1
