"""The forms that Twilio posts, filled in by the pretend network. Empty fields stay in, as Twilio's do."""

from app.channels.simulator.shapes import PretendCall, PretendText

API_VERSION = "2010-04-01"
PLACES = ("City", "State", "Zip")


def message_form(text: PretendText, account_sid: str) -> dict[str, str]:
    """What the message webhook gets."""
    pictures = {}
    for number in range(text.num_media):
        pictures[f"MediaUrl{number}"] = f"https://pictures.example/{text.sid}/{number}"
        pictures[f"MediaContentType{number}"] = "image/jpeg"
    return {
        "MessageSid": text.sid,
        "SmsSid": text.sid,
        "SmsMessageSid": text.sid,
        "AccountSid": account_sid,
        "From": text.from_number,
        "To": text.to_number,
        "Body": text.body,
        "NumMedia": str(text.num_media),
        "NumSegments": str(text.num_segments),
        "SmsStatus": "received",
        "ApiVersion": API_VERSION,
        **_places(),
        **pictures,
    }


def voice_form(call: PretendCall, account_sid: str) -> dict[str, str]:
    """What the voice webhook gets."""
    return {
        "CallSid": call.sid,
        "AccountSid": account_sid,
        "From": call.from_number,
        "Caller": call.from_number,
        "To": call.to_number,
        "Called": call.to_number,
        "CallStatus": "ringing",
        "Direction": "inbound",
        "ApiVersion": API_VERSION,
        **_places(),
    }


def receipt_form(text: PretendText, account_sid: str) -> dict[str, str]:
    """What a text's StatusCallback gets."""
    code = {"ErrorCode": str(text.error_code)} if text.error_code else {}
    return {
        "MessageSid": text.sid,
        "SmsSid": text.sid,
        "MessageStatus": text.status,
        "SmsStatus": text.status,
        "AccountSid": account_sid,
        "From": text.from_number,
        "To": text.to_number,
        "ApiVersion": API_VERSION,
        **code,
    }


def _places() -> dict[str, str]:
    fields = {f"{end}{place}": "" for end in ("From", "To") for place in PLACES}
    return {**fields, "FromCountry": "GB", "ToCountry": "GB"}
