"""Only the provider can put a text into somebody's inbox: every trap of its signature, one test each."""

import hashlib
import logging
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import CombinedMultiDict, ImmutableMultiDict, MultiDict

from app.channels.twilio import Signatures, sign

TOKEN = "a-token-for-tests"
PUBLIC = "https://kettle.example/webhooks/twilio/message"
TEXT = {
    "MessageSid": "SM" + "1" * 32,
    "From": "+447700900101",
    "To": "+447700900000",
    "Body": "Can someone ring me? ☎",
    "FromCity": "",
}
ours = Signatures((TOKEN,))


def test_a_genuine_form_is_believed_as_flask_hands_it_over() -> None:
    signature = sign(PUBLIC, TEXT, TOKEN)
    assert ours.is_genuine(PUBLIC, ImmutableMultiDict(TEXT), signature)
    assert ours.is_genuine(PUBLIC, CombinedMultiDict([MultiDict(TEXT)]), signature)
    assert ours.is_genuine(PUBLIC, TEXT, signature)


def test_our_signing_agrees_with_an_independent_sum() -> None:
    # Twilio's documentation: HMAC-SHA1 over the address and the sorted names and values, in base64.
    import base64
    import hmac

    summed = PUBLIC + "".join(name + TEXT[name] for name in sorted(TEXT))
    expected = base64.b64encode(hmac.new(TOKEN.encode(), summed.encode(), hashlib.sha1).digest()).decode()
    assert sign(PUBLIC, TEXT, TOKEN) == expected


@pytest.mark.parametrize("changed", ["Body", "From", "To", "MessageSid"])
def test_a_changed_field_is_refused(changed: str) -> None:
    signature = sign(PUBLIC, TEXT, TOKEN)
    assert not ours.is_genuine(PUBLIC, TEXT | {changed: "something else"}, signature)


def test_a_field_added_on_the_way_is_refused() -> None:
    assert not ours.is_genuine(PUBLIC, TEXT | {"OptOutType": "STOP"}, sign(PUBLIC, TEXT, TOKEN))


def test_a_parameter_that_we_do_not_know_is_believed_when_it_was_signed() -> None:
    fields = TEXT | {"SomethingNewIn2027": "yes"}
    assert ours.is_genuine(PUBLIC, fields, sign(PUBLIC, fields, TOKEN))


def test_behind_a_proxy_only_the_public_address_counts() -> None:
    signature = sign(PUBLIC, TEXT, TOKEN)
    assert ours.is_genuine(PUBLIC, TEXT, signature)
    assert not ours.is_genuine(PUBLIC.replace("https://", "http://"), TEXT, signature)


def test_a_slash_at_the_end_is_another_address() -> None:
    assert not ours.is_genuine(PUBLIC + "/", TEXT, sign(PUBLIC, TEXT, TOKEN))


def test_the_usual_port_may_be_named_or_left_out() -> None:
    named = PUBLIC.replace("kettle.example", "kettle.example:443")
    assert ours.is_genuine(PUBLIC, TEXT, sign(named, TEXT, TOKEN))
    assert ours.is_genuine(named, TEXT, sign(PUBLIC, TEXT, TOKEN))


def test_another_port_is_another_address() -> None:
    other = PUBLIC.replace("kettle.example", "kettle.example:8080")
    assert not ours.is_genuine(PUBLIC, TEXT, sign(other, TEXT, TOKEN))
    assert ours.is_genuine(other, TEXT, sign(other, TEXT, TOKEN))


def test_the_query_counts_exactly_as_it_came() -> None:
    signed = PUBLIC + "?line=%2B447700900000&a=1"
    signature = sign(signed, TEXT, TOKEN)
    assert ours.is_genuine(signed, TEXT, signature)
    assert not ours.is_genuine(PUBLIC + "?a=1&line=%2B447700900000", TEXT, signature)
    assert not ours.is_genuine(PUBLIC + "?line=+447700900000&a=1", TEXT, signature)


def test_an_empty_field_counts() -> None:
    signature = sign(PUBLIC, TEXT | {"Body": ""}, TOKEN)
    assert ours.is_genuine(PUBLIC, TEXT | {"Body": ""}, signature)
    # Not a forgery that anybody could use, but a sign that the form was parsed wrongly: names count, too.
    without = {name: value for name, value in TEXT.items() if name != "Body"}
    assert not ours.is_genuine(PUBLIC, without, signature)


@pytest.mark.parametrize(
    "header",
    [None, "", "garbled", "====", "AAAA\x00", "ключ", "A" * 100_000, b"bytes", 7, ["list"]],
    ids=lambda header: type(header).__name__ + str(header)[:8].encode("unicode_escape").decode(),
)
def test_a_missing_or_garbled_signature_is_refused_and_never_an_error(header: object) -> None:
    assert not ours.is_genuine(PUBLIC, TEXT, header)


@pytest.mark.parametrize(
    "url", ["", "kettle", "http://[::1", "http://kettle.example:port/", "http://kettle.example:99999/", "\x00", "//"]
)
def test_an_odd_address_is_refused_and_never_an_error(url: str) -> None:
    assert not ours.is_genuine(url, TEXT, sign(PUBLIC, TEXT, TOKEN))


@pytest.mark.parametrize("fields", [None, "", '{"a": 1}', b"{}", [], 3, {"a": None}, {1: 2}, {"a": "\ud800"}])
def test_anything_but_a_form_is_refused_and_never_an_error(fields: object) -> None:
    assert not ours.is_genuine(PUBLIC, fields, sign(PUBLIC, TEXT, TOKEN))


def test_a_body_in_json_is_refused_even_when_it_was_signed_properly() -> None:
    body = '{"Body": "hello"}'
    url = f"{PUBLIC}?{urlencode({'bodySHA256': hashlib.sha256(body.encode()).hexdigest()})}"
    signature = RequestValidator(TOKEN).compute_signature(url, {})
    assert RequestValidator(TOKEN).validate(url, body, signature)  # the library would believe it
    assert not ours.is_genuine(url, body, signature)


def test_a_body_in_json_without_its_sum_is_refused_and_never_an_error() -> None:
    assert not ours.is_genuine(PUBLIC, '{"Body": "hello"}', sign(PUBLIC, {}, TOKEN))


def test_a_form_for_an_address_that_carries_a_body_sum_is_refused_because_nobody_checks_that_body() -> None:
    url = f"{PUBLIC}?bodySHA256={'0' * 64}"
    assert RequestValidator(TOKEN).validate(url, TEXT, sign(url, TEXT, TOKEN))  # the library would believe it
    assert not ours.is_genuine(url, TEXT, sign(url, TEXT, TOKEN))


def test_a_doubled_field_does_not_change_the_signature() -> None:
    # So the signature does not prove where a field ends or how often it came: readers take the first value.
    doubled = MultiDict([*TEXT.items(), ("Body", TEXT["Body"])])
    assert ours.is_genuine(PUBLIC, doubled, sign(PUBLIC, TEXT, TOKEN))


def test_while_a_token_is_changed_both_count_and_afterwards_the_old_one_does_not() -> None:
    old = sign(PUBLIC, TEXT, "old-token")
    assert Signatures(("new-token", "old-token")).is_genuine(PUBLIC, TEXT, old)
    assert not Signatures(("new-token",)).is_genuine(PUBLIC, TEXT, old)


@pytest.mark.parametrize("tokens", [(), ("",), ("  ",), ("good", "")])
def test_an_empty_token_keeps_the_service_from_starting(tokens: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="token"):
        Signatures(tokens)


def test_a_refusal_leaves_no_number_and_no_word_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert not ours.is_genuine(PUBLIC, TEXT, "garbled")
    assert "447700" not in caplog.text
    assert "ring" not in caplog.text
