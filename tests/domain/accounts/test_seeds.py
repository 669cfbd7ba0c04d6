"""Seeds of codes are kept encrypted, and the keys may change without anybody noticing."""

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app import commands
from app.domain.accounts import queries, seeds
from app.domain.accounts.models import Account
from app.domain.people import members
from app.foundation.actors import Command
from app.foundation.database import Database
from app.foundation.errors import CannotDo
from app.foundation.settings import Settings

OLD, NEW = "the-old-key-of-this-service-0123456789", "the-new-key-of-this-service-0123456789"


def keys(*found: str) -> Settings:
    return Settings(mode="demo", seed_keys=found)


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=1, max_size=64), st.text(min_size=32, max_size=80))
def test_what_was_sealed_is_unsealed_with_the_same_key_and_looks_like_nothing(seed, key):
    settings = Settings(mode="demo", seed_keys=(key,))
    kept = seeds.seal(settings, seed)
    assert seeds.unseal(settings, kept) == seed
    assert len(seed) < 8 or seed not in kept


def test_the_first_key_seals_and_the_others_still_read():
    kept = seeds.seal(keys(OLD), "SEED")
    assert seeds.unseal(keys(NEW, OLD), kept) == "SEED"
    anew = seeds.seal(keys(NEW, OLD), "SEED")
    assert seeds.unseal(keys(NEW), anew) == "SEED"
    with pytest.raises(CannotDo):
        seeds.unseal(keys(OLD), anew)


@pytest.mark.parametrize("broken", ["", "x", "gAAAAA", "gAAAAA" + "é" * 40])
def test_what_no_key_fits_is_said_in_words_without_the_key(broken):
    with pytest.raises(CannotDo) as refusal:
        seeds.unseal(keys(OLD), broken)
    assert OLD not in refusal.value.sentence


def test_all_are_sealed_anew_in_small_steps_and_what_no_key_fits_is_counted(tidewell, monkeypatch):
    monkeypatch.setattr(seeds, "BATCH", 2)
    with tidewell.database.writing(Command()) as work:
        for number, account in enumerate(work.session.exec(select(Account)).all()[:5]):
            account.seed = "lost" if number == 3 else seeds.seal(keys(OLD), f"SEED{number}")
            work.session.add(account)
    changing = tidewell.database.settings.model_copy(update={"seed_keys": (NEW, OLD)})
    assert seeds.seal_all_anew(Database(tidewell.database.engine, changing)) == (4, 1)
    with tidewell.database.reading(Command()) as work:
        found = [one.seed for one in work.session.exec(select(Account)) if one.seed and one.seed != "lost"]
        assert sorted(seeds.unseal(keys(NEW), kept) for kept in found) == ["SEED0", "SEED1", "SEED2", "SEED4"]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_an_operator_seals_them_anew_and_is_told_when_the_old_key_may_go(tidewell, settings, monkeypatch, backend):
    with tidewell.database.writing(Command()) as work:
        account = queries.account_by_email(work, members.membership(work, tidewell.town.neil).email)
        account.seed = seeds.seal(keys(OLD), "SEED")
        work.session.add(account)
    for name, value in (("MODE", "demo"), ("DATABASE_URL", settings.database_url), ("VAR_DIR", settings.var_dir)):
        monkeypatch.setenv(f"KETTLE_{name}", value)
    monkeypatch.setenv("KETTLE_SEED_KEYS", NEW)
    refused = CliRunner().invoke(commands.kettle, ["seal"])
    assert refused.exit_code == 1
    assert "No key fits 1 of them" in refused.output
    monkeypatch.setenv("KETTLE_SEED_KEYS", f"{NEW},{OLD}")
    done = CliRunner().invoke(commands.kettle, ["seal"])
    assert done.exit_code == 0, done.output
    assert "1 second step is locked" in done.output
    assert "may be taken away now" in done.output
    monkeypatch.setenv("KETTLE_SEED_KEYS", NEW)
    assert CliRunner().invoke(commands.kettle, ["seal"]).exit_code == 0
