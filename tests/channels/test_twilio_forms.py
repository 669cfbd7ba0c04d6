"""What the provider posts becomes plain values, whatever is missing or new."""

from werkzeug.datastructures import MultiDict

from app.channels.twilio import read_inbound, read_receipt
from app.foundation.telephony import Progress, Receipt

SID = "SM" + "2" * 32


def test_a_text_is_read_with_all_its_fields_kept() -> None:
    form = {"MessageSid": SID, "From": "+447700900101", "To": "+447700900000", "Body": "Hiya", "NumMedia": "0"}
    read = read_inbound(form)
    assert (read.provider_id, read.from_number, read.to_number, read.body) == (
        SID,
        "+447700900101",
        "+447700900000",
        "Hiya",
    )
    assert read.fields == form
    assert read.sent_at is None


def test_a_call_is_read_with_an_empty_body() -> None:
    read = read_inbound({"CallSid": "CA" + "3" * 32, "From": "ANONYMOUS", "To": "+447700900000"})
    assert (read.provider_id, read.from_number, read.body) == ("CA" + "3" * 32, "ANONYMOUS", "")


def test_an_old_name_for_the_id_is_understood() -> None:
    assert read_inbound({"SmsSid": SID}).provider_id == SID
    assert read_inbound({"MessageSid": "", "SmsMessageSid": SID}).provider_id == SID


def test_an_empty_form_is_read_as_empty_and_is_no_error() -> None:
    read = read_inbound({})
    assert (read.provider_id, read.from_number, read.to_number, read.body) == ("", "", "", "")


def test_a_doubled_field_is_read_as_its_first_value() -> None:
    read = read_inbound(MultiDict([("MessageSid", SID), ("Body", "first"), ("Body", "second")]))
    assert read.body == "first"
    assert read.fields == {"MessageSid": SID, "Body": "first"}


def test_odd_letters_arrive_as_they_were_typed() -> None:
    for body in ("\x00", "\ud800", "سلام \u202e", "🙂" * 800, "x" * 1600):
        assert read_inbound({"MessageSid": SID, "Body": body}).body == body


def test_a_receipt_is_read() -> None:
    form = {"MessageSid": SID, "MessageStatus": "undelivered", "ErrorCode": "30003", "RawDlrDoneDate": "2611231030"}
    assert read_receipt(form) == Receipt(SID, Progress.UNDELIVERED, 30003)
    assert read_receipt({"SmsSid": SID, "SmsStatus": "delivered"}) == Receipt(SID, Progress.DELIVERED, None)


def test_a_receipt_that_we_do_not_follow_is_nothing() -> None:
    for state in ("read", "canceled", "scheduled", "Delivered", "", "🙂"):
        assert read_receipt({"MessageSid": SID, "MessageStatus": state}) is None
    assert read_receipt({"MessageSid": SID}) is None
    assert read_receipt({"MessageStatus": "delivered"}) is None
    assert read_receipt({}) is None


def test_an_error_code_that_is_no_number_is_no_code() -> None:
    for code in ("", "0", "none", "-1", "３０００３", "9" * 5000):
        read = read_receipt({"MessageSid": SID, "MessageStatus": "failed", "ErrorCode": code})
        assert read == Receipt(SID, Progress.FAILED, None), code
