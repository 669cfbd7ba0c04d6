"""A text's way through the pretend network: queued, sent, then delivered or not, with a receipt at each step."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.channels.simulator import errands, phones, texts
from app.channels.simulator.forms import receipt_form
from app.channels.simulator.shapes import ErrandKind, Handset, HandsetKind, Mood, PretendText, TextStatus
from app.channels.simulator.store import Store

UNTIL_SENT = timedelta(seconds=0.2)
UNTIL_DELIVERED = timedelta(seconds=0.6)
LOOK_AGAIN = timedelta(seconds=0.5)
# A real network tries for hours; the demo's visitor waits this long for "her phone is off".
PATIENCE_WITH_A_PHONE_THAT_IS_OFF = timedelta(seconds=6)

TOO_LATE = 30036
UNREACHABLE = 30003
WHY_NOT = {Mood.BLOCKED: 30004, Mood.UNKNOWN_NUMBER: 30005, Mood.LANDLINE: 30006, Mood.FILTERED: 30007}


def walk(store: Store, account_sid: str, now: datetime) -> int:
    """Move every text on whose time has come; how many there were."""
    if not texts.due_texts(store, now, limit=1):
        return 0
    with store.writing():
        due = texts.due_texts(store, now)
        for text in due:
            _step(store, text, account_sid, now)
    return len(due)


def _step(store: Store, text: PretendText, account_sid: str, now: datetime) -> None:
    after = _sent(text, now) if text.status is TextStatus.QUEUED else _arrived(store, text, now)
    texts.save_text(store, after)
    if after.status is not text.status and after.status_callback:
        errands.add_errand(
            store,
            kind=ErrandKind.RECEIPT,
            about=after.sid,
            url=after.status_callback,
            fields=receipt_form(after, account_sid),
            now=now,
            tries=1,
        )


def _sent(text: PretendText, now: datetime) -> PretendText:
    if _is_over(text, now):
        return _ended(text, TextStatus.FAILED, now, TOO_LATE)
    return replace(text, status=TextStatus.SENT, sent_at=now, updated_at=now, due_at=now + UNTIL_DELIVERED)


def _arrived(store: Store, text: PretendText, now: datetime) -> PretendText:
    mood = _phone(store, text.to_number).mood
    if mood is Mood.ON:
        return _ended(text, TextStatus.DELIVERED, now)
    if mood is not Mood.OFF:
        return _ended(text, TextStatus.UNDELIVERED, now, WHY_NOT[mood])
    tried_long_enough = now >= (text.sent_at or now) + PATIENCE_WITH_A_PHONE_THAT_IS_OFF
    if tried_long_enough or _is_over(text, now):
        return _ended(text, TextStatus.UNDELIVERED, now, UNREACHABLE)
    return replace(text, due_at=now + LOOK_AGAIN)


def _phone(store: Store, number: str) -> Handset:
    """The phone with this number. A number that nobody drew yet becomes a plain phone, so that it can be watched."""
    found = phones.find_handset(store, number)
    if found is None:
        found = Handset(number, label="", kind=HandsetKind.KEYPAD)
        phones.save_handset(store, found)
    return found


def _is_over(text: PretendText, now: datetime) -> bool:
    return text.ends_at is not None and now >= text.ends_at


def _ended(text: PretendText, status: TextStatus, now: datetime, code: int | None = None) -> PretendText:
    return replace(text, status=status, error_code=code, updated_at=now, due_at=None)
