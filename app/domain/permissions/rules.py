"""Whether, when and until when a family may be texted. Pure: facts in, a decision with its reason out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from app.foundation.identifiers import MembershipId
from app.foundation.phone_numbers import NumberKind, kind_of

DAY_BEGINS = time(8, 0)
DAY_ENDS = time(20, 0)
FRESH = timedelta(hours=1)  # an answer within an hour of the family's own word goes at once
STOP_WORDS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})
START_WORDS = frozenset({"start", "yes", "unstop"})
_AROUND = ".!?\"'“”‘’,;:()،؛؟۔ \t\r\n\u00a0\u200b\u200e\u200f\ufeff"
_ANY_DAY = date(2027, 1, 4)


class Reason(Enum):
    """Why a text may not go; each value is the sentence that the author reads."""

    NO_NUMBER = "We hold no phone number. Ring the school office for one, or talk at the gate."
    SAID_STOP = (
        "This phone said STOP, so we text it no more. Ring, visit, or talk at the gate. START brings texts back."
    )
    FROZEN = (
        "This phone may be in other hands by now, so nothing goes there. Find out whose it is; then say so on the "
        "family's page."
    )
    LANDLINE = "This is a landline: a text would be read aloud to whoever picks up. Ring instead."
    NOT_A_MOBILE = "This is not a UK mobile, so we cannot text it. Ring instead."
    TRIAL = "Kettle is on trial here: texts go only to the phones on the trial list."
    NO_LINE = "Your organisation has no phone line yet. Whoever runs Kettle can add one."


@dataclass(frozen=True)
class Decision:
    """May this phone be texted? When not, `reason` says why."""

    reason: Reason | None = None

    @property
    def is_allowed(self) -> bool:
        """Is there nothing against it?"""
        return self.reason is None


def may_text(
    *,
    number: str | None,
    has_line: bool,
    has_stopped: bool,
    trial_numbers: frozenset[str] | None,
    is_frozen: bool = False,
) -> Decision:
    """May this number (E.164) be texted at all? `trial_numbers` is None where Kettle is not on trial."""
    if not has_line:
        return Decision(Reason.NO_LINE)
    if not number:
        return Decision(Reason.NO_NUMBER)
    if has_stopped:
        return Decision(Reason.SAID_STOP)
    if is_frozen:
        return Decision(Reason.FROZEN)
    kind = kind_of(number)
    if kind is NumberKind.LANDLINE:
        return Decision(Reason.LANDLINE)
    if kind is not NumberKind.MOBILE:
        return Decision(Reason.NOT_A_MOBILE)
    if trial_numbers is not None and number not in trial_numbers:
        return Decision(Reason.TRIAL)
    return Decision()


@dataclass(frozen=True)
class Hours:
    """When a family may be texted: decent hours in `zone`, less those they closed (wall time, even past midnight)."""

    zone: str
    closed_from: time | None = None
    closed_until: time | None = None

    def is_closed_by_family(self, at: datetime) -> bool:
        """Did the family close this instant?"""
        if self.closed_from is None or self.closed_until is None or self.closed_from == self.closed_until:
            return False
        wall = at.astimezone(ZoneInfo(self.zone)).time()
        if self.closed_from < self.closed_until:
            return self.closed_from <= wall < self.closed_until
        return wall >= self.closed_from or wall < self.closed_until

    def is_decent(self, at: datetime) -> bool:
        """Is it between 8 in the morning and 8 in the evening, where the family lives, and not closed by them?"""
        wall = at.astimezone(ZoneInfo(self.zone)).time()
        return DAY_BEGINS <= wall < DAY_ENDS and not self.is_closed_by_family(at)

    def next_decent(self, at: datetime) -> datetime:
        """The first decent instant from `at` on (UTC). A family that closed the whole day gets the next 8 o'clock."""
        moment = at
        for _ in range(4 * 24 * 2):
            if self.is_decent(moment):
                return moment
            moment = _next_quarter(moment)
        return _wall(at + timedelta(days=1), DAY_BEGINS, self.zone)

    def closes_after(self, at: datetime) -> datetime | None:
        """When the family closes next after `at` (UTC); None when they never do."""
        if self.closed_from is None or self.closed_from == self.closed_until:
            return None
        # At the time they named, or when the clocks change and jump into closed hours: that is at a whole quarter.
        walls = (self.closed_from, self.closed_from.replace(fold=1))
        moments = [_wall(at + timedelta(days=days), wall, self.zone) for days in range(3) for wall in walls]
        quarter = at
        for _ in range(26 * 4):
            quarter = _next_quarter(quarter)
            moments.append(quarter)
        return min((one for one in moments if one > at and self.is_closed_by_family(one)), default=None)

    def evening_of(self, at: datetime) -> datetime:
        """8 in the evening of that day (UTC out): when tries end, so that nothing lands at night."""
        return _wall(at, DAY_ENDS, self.zone)


@dataclass(frozen=True)
class Window:
    """When a text may leave: not before, not after (both UTC)."""

    not_before: datetime
    not_after: datetime


def window(
    now: datetime, hours: Hours, *, wanted: datetime | None = None, answers_at: datetime | None = None
) -> Window:
    """When a text may go.

    An answer within an hour of the family's own message (`answers_at`) goes at once, at any hour they have not
    closed. Anything else goes at a decent hour: now, or when the author `wanted` it (UTC), or the next one. Tries end
    when the family closes, so that none lands later than they allow.
    """
    if wanted is None and answers_at is not None and now - answers_at <= FRESH and not hours.is_closed_by_family(now):
        ends = max(now + FRESH, hours.evening_of(now)) if hours.is_decent(now) else now + FRESH
        return Window(now, _before_closing(now, ends, hours))
    begins = hours.next_decent(max(now, wanted or now))
    return Window(begins, _before_closing(begins, hours.evening_of(begins), hours))


def _before_closing(begins: datetime, ends: datetime, hours: Hours) -> datetime:
    closes = hours.closes_after(begins)
    return min(ends, closes) if closes else ends


def leaves_an_hour(closed_from: time | None, closed_until: time | None) -> bool:
    """Do these closed hours leave any time at which a text may come, between 8 and 8?"""
    hours = Hours("UTC", closed_from, closed_until)
    quarters = (DAY_BEGINS.replace(hour=hour, minute=minute) for hour in range(8, 20) for minute in (0, 15, 30, 45))
    return any(hours.is_decent(datetime.combine(_ANY_DAY, quarter, tzinfo=UTC)) for quarter in quarters)


def is_stop(words: str) -> bool:
    """Is this whole message one of the words by which phones say STOP? As strict as the networks: one word alone."""
    return bare(words) in STOP_WORDS


def is_start(words: str) -> bool:
    """Is this whole message one of the words by which phones take STOP back?"""
    return bare(words) in START_WORDS


def bare(words: str) -> str:
    """A message without what stands around its words: blanks, marks, the unseen marks of right-to-left keyboards."""
    return words.strip(_AROUND).casefold()


def _next_quarter(at: datetime) -> datetime:
    whole = at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)
    return whole + timedelta(minutes=15)


def _wall(day_of: datetime, wall: time, zone: str) -> datetime:
    local = day_of.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date(), wall, tzinfo=ZoneInfo(zone)).astimezone(day_of.tzinfo)


def may_read_thread(desks: frozenset[MembershipId], holder: MembershipId) -> bool:
    """May somebody who sits at these desks read a thread that this person holds? Default: no."""
    return holder in desks
