"""The pretend telephone network, as the demo's pages and the pretend provider use it.

It knows phones, lines, texts, and the rules of a network: STOP words, moods, faults. Must never call anybody: what it
owes our service is kept as errands, and the carrier runs them.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_hex

from app.channels.simulator import errands, faults, phones, taking, texts, walking
from app.channels.simulator.forms import message_form, voice_form
from app.channels.simulator.shapes import (
    CallOutcome,
    Direction,
    ErrandKind,
    Fault,
    Handset,
    HandsetKind,
    Line,
    Mood,
    PretendCall,
    PretendText,
    TextStatus,
)
from app.channels.simulator.store import Store
from app.channels.simulator.taking import Refusal, Wish
from app.channels.simulator.texts import Wanted
from app.foundation.clock import Now
from app.foundation.clock import now as real_now
from app.foundation.settings import DEMO_SID
from app.foundation.text import storable

MESSAGE_PATH = "/webhooks/twilio/message"
VOICE_PATH = "/webhooks/twilio/voice"
TRIES = 3  # the first, and twice again


class Network:
    """Everything that can be done to the pretend network. Safe to use from several threads and processes."""

    def __init__(self, store: Store, *, account_sid: str = DEMO_SID, now: Now = real_now) -> None:
        self.store = store
        self.account_sid = account_sid
        self.now = now

    # -- phones and lines ----------------------------------------------------------------------------------------

    def add_handset(
        self,
        number: str,
        label: str,
        *,
        kind: HandsetKind = HandsetKind.SMART,
        language: str = "en",
        shared_by: str = "",
        mood: Mood | None = None,
    ) -> None:
        """Draw a phone, or change how one is shown (its mood stays). A landline takes no texts unless told to."""
        usual = Mood.LANDLINE if kind is HandsetKind.LANDLINE else Mood.ON
        phones.save_handset(self.store, Handset(number, label, kind, language, mood or usual, shared_by))

    def add_line(self, number: str, label: str = "", webhook_base: str = "") -> None:
        """Give the service a number. `webhook_base` is its public address, if not the usual one."""
        phones.save_line(self.store, Line(number, label, webhook_base.rstrip("/")))

    def handsets(self) -> list[Handset]:
        """All phones, in the order in which they were added."""
        return phones.handsets(self.store)

    def handset(self, number: str) -> Handset | None:
        """The phone with this number."""
        return phones.find_handset(self.store, number)

    def lines(self) -> list[Line]:
        """All lines, in the order in which they were added."""
        return phones.lines(self.store)

    def set_mood(self, number: str, mood: Mood) -> None:
        """Switch a phone on or off, or make it refuse texts. A text that waits for it comes when it is on again."""
        phones.set_mood(self.store, number, mood)

    def set_fault(self, fault: Fault | None) -> None:
        """Let the provider misbehave; None ends it."""
        faults.set_fault(self.store, fault)

    def fault(self) -> Fault | None:
        """How the provider misbehaves now."""
        return faults.fault_now(self.store)

    def clear(self) -> None:
        """Forget everything: phones, lines, texts, mails, faults."""
        self.store.clear()

    # -- what people do with a phone -----------------------------------------------------------------------------

    def type_text(self, number: str, line: str, body: str, *, pictures: int = 0) -> str:
        """Somebody sends a text from a phone to a line; its id. A phone that is off is switched on for it.

        Raises ValueError for a line that nobody owns.
        """
        now = self.now()
        text = texts.new_text(
            direction=Direction.INBOUND,
            from_number=number,
            to_number=line,
            body=storable(body),
            status=TextStatus.RECEIVED,
            now=now,
            num_media=pictures,
        )
        with self.store.writing():
            base = self._webhook_base(line)
            self._switch_on(number)
            texts.save_text(self.store, text)
            self._heed(text, now)
            self._owe(ErrandKind.MESSAGE, text.sid, base + MESSAGE_PATH, message_form(text, self.account_sid))
        return text.sid

    def ring(self, number: str, line: str) -> str:
        """Somebody rings a line; the call's id. Raises ValueError for a line that nobody owns."""
        call = PretendCall("CA" + token_hex(16), number, line, self.now(), CallOutcome.RINGING)
        with self.store.writing():
            base = self._webhook_base(line)
            self._switch_on(number)
            texts.save_call(self.store, call)
            self._owe(ErrandKind.VOICE, call.sid, base + VOICE_PATH, voice_form(call, self.account_sid))
        return call.sid

    def remember(
        self, number: str, line: str, body: str, *, is_from_handset: bool, at: datetime, sid: str = ""
    ) -> None:
        """A text from before (`at`, UTC) is on this phone already: nobody is called, no rule is applied."""
        text = texts.new_text(
            direction=Direction.INBOUND if is_from_handset else Direction.OUTBOUND,
            from_number=number if is_from_handset else line,
            to_number=line if is_from_handset else number,
            body=storable(body),
            status=TextStatus.RECEIVED if is_from_handset else TextStatus.DELIVERED,
            now=at,
        )
        texts.save_text(self.store, replace(text, sid=sid or text.sid))

    def texts_on(self, number: str) -> list[PretendText]:
        """What is on this phone, oldest first: what was typed there, and what arrived."""
        return texts.texts_on(self.store, number)

    def calls_on(self, number: str) -> list[PretendCall]:
        """The calls that this phone made, oldest first."""
        return texts.calls_from(self.store, number)

    # -- what a provider's customer does -------------------------------------------------------------------------

    def take(self, wish: Wish) -> PretendText | Refusal:
        """Take a text to a phone, or say why not."""
        now = self.now()
        with self.store.writing():
            no = taking.refusal(
                wish,
                is_our_line=phones.find_line(self.store, wish.from_number) is not None,
                is_blocked=phones.is_blocked(self.store, line=wish.from_number, number=wish.to_number),
            )
            if no:
                return no
            text = texts.new_text(
                direction=Direction.OUTBOUND,
                from_number=wish.from_number,
                to_number=wish.to_number,
                body=wish.body,
                status=TextStatus.QUEUED,
                now=now,
                status_callback=wish.status_callback,
                ends_at=now + timedelta(seconds=wish.valid_for_seconds),
                due_at=now + walking.UNTIL_SENT,
            )
            texts.save_text(self.store, text)
        return text

    def text(self, sid: str) -> PretendText | None:
        """One text, by its id."""
        return texts.find_text(self.store, sid)

    def listed(self, wanted: Wanted) -> list[PretendText]:
        """The provider's own list, newest first."""
        return texts.listed_texts(self.store, wanted)

    def walk(self, now: datetime) -> int:
        """Move every text on whose time has come; how many there were."""
        return walking.walk(self.store, self.account_sid, now)

    # -- inside --------------------------------------------------------------------------------------------------

    def _webhook_base(self, line: str) -> str:
        """Where this line calls; empty for the carrier's usual address."""
        found = phones.find_line(self.store, line)
        if found is None:
            raise ValueError("Nobody owns this line: add it with add_line first.")
        return found.webhook_base

    def _switch_on(self, number: str) -> None:
        handset = self.handset(number)
        if handset and handset.mood is Mood.OFF:
            self.set_mood(number, Mood.ON)

    def _heed(self, text: PretendText, now: datetime) -> None:
        """STOP and START, as the network itself hears them. The text goes on to the service all the same."""
        line, number = text.to_number, text.from_number
        blocked = phones.is_blocked(self.store, line=line, number=number)
        if taking.is_stop(text.body) and not blocked:
            phones.block(self.store, line=line, number=number)
            self._say(line, number, taking.STOPPED, now)
        if taking.is_start(text.body) and blocked:
            phones.unblock(self.store, line=line, number=number)
            self._say(line, number, taking.STARTED, now)

    def _say(self, line: str, number: str, words: str, now: datetime) -> None:
        """A text by the network itself: it appears on the phone, and the service never hears of it."""
        said = texts.new_text(
            direction=Direction.OUTBOUND,
            from_number=line,
            to_number=number,
            body=words,
            status=TextStatus.DELIVERED,
            now=now,
            is_by_network=True,
        )
        texts.save_text(self.store, said)

    def _owe(self, kind: ErrandKind, about: str, url: str, fields: dict[str, str]) -> None:
        errands.add_errand(self.store, kind=kind, about=about, url=url, fields=fields, now=self.now(), tries=TRIES)
