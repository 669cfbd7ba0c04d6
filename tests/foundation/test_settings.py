"""A service refuses to start half-configured, and says in a sentence what is missing."""

import pytest
from pydantic import ValidationError

from app.foundation.settings import DEMO_SECRET, DEMO_SEED_KEY, DEMO_SID, DEMO_TOKEN, Mode, Settings

WHOLE = {
    "mode": "service",
    "public_url": "https://kettle.example",
    "secret_key": "a-secret-that-somebody-made-for-this-service",
    "seed_keys": ("a-key-that-locks-the-second-steps-of-this-service",),
    "twilio_account_sid": "AC" + "1" * 32,
    "twilio_auth_token": ("a-true-token",),
    "smtp_url": "smtp://mail.example",
    "mail_from": "kettle@kettle.example",
}


def test_a_whole_service_misses_nothing():
    assert Settings(**WHOLE).filled_in().missing() == []


def test_an_empty_service_misses_everything_at_once():
    assert len(Settings(mode="service").missing()) == 6


@pytest.mark.parametrize(
    ("setting", "values"),
    [
        ("public_url", ["", "http://kettle.example", "ftp://kettle.example", "kettle.example"]),
        ("secret_key", ["", "short", DEMO_SECRET]),
        ("seed_keys", [(), "", "short", DEMO_SEED_KEY, DEMO_SECRET, ("k" * 40, "short"), ("k" * 40, DEMO_SEED_KEY)]),
        ("twilio_account_sid", ["", "SK" + "1" * 32, DEMO_SID]),
        ("twilio_auth_token", [(), "", DEMO_TOKEN, ("a-true-token", DEMO_TOKEN)]),
        ("twilio_api_url", ["https://api.example", "http://10.0.0.1"]),
        ("smtp_url", [""]),
        ("mail_from", [""]),
        ("debug", [True]),
    ],
)
def test_each_missing_thing_is_one_sentence_that_names_its_setting(setting, values):
    for value in values:
        (sentence,) = Settings(**WHOLE | {setting: value}).missing()
        assert f"KETTLE_{setting.upper()}" in sentence


def test_no_sentence_shows_a_secret_that_was_set():
    too_short = {"secret_key": "too-short-secret", "seed_keys": "too-short-key", "public_url": ""}
    said = " ".join(Settings(**WHOLE | too_short).missing())
    assert "too-short-secret" not in said
    assert "too-short-key" not in said
    assert "a-true-token" not in said


@pytest.mark.parametrize("here", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000"])
def test_a_rehearsal_on_this_machine_needs_no_https(here):
    assert Settings(**WHOLE | {"public_url": here, "twilio_api_url": "http://127.0.0.1:8000/twilio"}).missing() == []


def test_a_demo_needs_nothing_and_fills_itself_in():
    demo = Settings(mode="demo", port=8123).filled_in()
    assert demo.missing() == []
    assert demo.public_url == "http://127.0.0.1:8123"
    assert demo.twilio_api_url.startswith("http://127.0.0.1:8123/")
    assert demo.secret_key == DEMO_SECRET
    assert demo.seed_keys == (DEMO_SEED_KEY,)


def test_nothing_pretends_unless_it_is_asked_to():
    assert Settings().mode is Mode.SERVICE
    service = Settings(mode="service").filled_in()
    assert service.secret_key == ""
    assert service.seed_keys == ()
    assert service.twilio_auth_token == ()
    assert service.twilio_api_url == ""


def test_demo_and_service_never_share_a_database_by_default():
    demo, service = Settings(mode="demo").filled_in(), Settings(mode="service").filled_in()
    assert demo.database_url != service.database_url


def test_settings_are_read_from_the_environment_with_commas_for_lists(monkeypatch):
    monkeypatch.setenv("KETTLE_TWILIO_AUTH_TOKEN", "new-token, old-token,")
    monkeypatch.setenv("KETTLE_SEED_KEYS", f"{'n' * 32}, {'o' * 32}")
    monkeypatch.setenv("KETTLE_TRIAL_NUMBERS", "+447700900001,+447700900002")
    monkeypatch.setenv("KETTLE_PUBLIC_URL", "https://kettle.example/")
    read = Settings()
    assert read.twilio_auth_token == ("new-token", "old-token")
    assert read.seed_keys == ("n" * 32, "o" * 32)
    assert read.trial_numbers == ("+447700900001", "+447700900002")
    assert read.public_url == "https://kettle.example"
    assert read.is_https


def test_a_pretend_provider_in_service_is_called_a_rehearsal():
    assert Settings(**WHOLE | {"twilio_api_url": "http://127.0.0.1:8000/twilio"}).is_rehearsal
    assert not Settings(**WHOLE).is_rehearsal
    assert not Settings(mode="demo").filled_in().is_rehearsal


def test_how_many_automatic_texts_a_day_may_cost_is_a_setting_and_never_below_none(monkeypatch):
    assert Settings().daily_automatic_texts == 1000
    monkeypatch.setenv("KETTLE_DAILY_AUTOMATIC_TEXTS", "0")
    assert Settings().daily_automatic_texts == 0
    monkeypatch.setenv("KETTLE_DAILY_AUTOMATIC_TEXTS", "-1")
    with pytest.raises(ValidationError):
        Settings()
