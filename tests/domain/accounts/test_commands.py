"""What an operator does at the server's keyboard about signing in."""

import pytest
from click.testing import CliRunner

from app import commands
from app.domain.accounts import actions, queries, second_step
from app.foundation.actors import Command
from tests.tidewell import ANYBODY

NEIL = "neil@tidewell-harbour-school.example"
WHERE = "--organisation=tidewell-harbour-school"


@pytest.fixture
def kettle(tidewell, settings, monkeypatch):
    """`kettle(...)`: what one command said, on the town's own database."""
    for name, value in (("MODE", "demo"), ("DATABASE_URL", settings.database_url), ("VAR_DIR", settings.var_dir)):
        monkeypatch.setenv(f"KETTLE_{name}", value)
    return lambda *words: CliRunner().invoke(commands.kettle, words)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_lost_phone_of_somebody_without_another_manager(tidewell, kettle, backend):
    refused = kettle("lost-phone", NEIL, WHERE)
    assert refused.exit_code == 1
    assert "have not set up any codes yet" in refused.output
    with tidewell.database.writing(Command()) as work:
        account = queries.account_by_email(work, NEIL)
        seed = second_step.new_seed()
        second_step.set_up(work, account, seed, second_step.pyotp.TOTP(seed).at(work.now))
        session = actions.start_staff_session(work, account.id, tidewell.town.neil)
    done = kettle("lost-phone", NEIL.upper(), WHERE)
    assert done.exit_code == 0, done.output
    assert "signed out everywhere" in done.output
    with tidewell.database.reading(ANYBODY) as work:
        assert queries.staff_by_session(work, session) is None
    (told,) = tidewell.notices(tidewell.town.neil, "lost phone")
    assert told.opens == "lost_phone"
    assert kettle("lost-phone", "nobody@nowhere.example", WHERE).exit_code == 1


@pytest.mark.parametrize("backend", ["sqlite"])
def test_somebody_who_has_a_password_is_told_to_sign_in_as_usual(tidewell, kettle, backend):
    first = kettle("invite", "wren@hollin.example", WHERE, "--first-name=Wren")
    assert "/welcome/" in first.output
    with tidewell.database.writing(Command()) as work:
        wren = queries.account_by_email(work, "wren@hollin.example")
        wren.password_hash = "x"
        work.session.add(wren)
    second = kettle("invite", "wren@hollin.example", "--organisation=the-open-door", "--first-name=Wren")
    assert second.exit_code == 0, second.output
    assert "signs in as usual" in second.output
    assert "/welcome/" not in second.output
