"""When and where a time is, in the words of a language, for texts. Pure but for the shelf of ready words."""

from collections.abc import Sequence

from app.domain.dropins.queries import Time
from app.domain.dropins.rules import Mode
from app.domain.wording import shelf
from app.domain.wording.rules import fill
from app.foundation.identifiers import MembershipId
from app.foundation.said_times import day_and_clock

PIECES = "times_to_choose"  # whose folder holds the words for places that have no name
_WORDS = {Mode.PHONE: "on_the_phone", Mode.VIDEO: "by_video", Mode.HOME: "at_home"}


def when(time: Time, language: str) -> str:
    """ "Tue 16 Mar 3:20pm" """
    return day_and_clock(time.starts_at, time.zone, language)


def where(time: Time, language: str) -> str:
    """ "the library, Quay Street", "on the phone", "by video: https://…" """
    piece = _WORDS.get(time.mode)
    if piece is None:
        return time.place
    words = shelf.ready_piece(PIECES, piece, language)
    return f"{words}: {time.video_link}" if time.mode is Mode.VIDEO else words


def mode_only(time: Time, language: str) -> str:
    """The same without the address of a video call, which a list of times has no room for."""
    return shelf.ready_piece(PIECES, "by_video", language) if time.mode is Mode.VIDEO else where(time, language)


def where_and_who(time: Time, language: str, *, by: MembershipId) -> str:
    """Where it is; and with whom, when that is not the author of the text (`by`)."""
    if time.host_id == by:
        return where(time, language)
    return f"{where(time, language)}{_comma(language)} {_with(time, language)}"


def _comma(language: str) -> str:
    return "،" if language in {"ar", "ur", "fa"} else ","


def _with(time: Time, language: str) -> str:
    return fill(shelf.ready_piece(PIECES, "with_somebody", language), {"host": time.host})


def menu(times: Sequence[Time], language: str, *, by: MembershipId) -> str:
    """The numbered times, one to a line. Whoever is not the author of the text (`by`) is named."""
    return "\n".join(f"{number} {_line(time, language, by)}" for number, time in enumerate(times, start=1))


def _line(time: Time, language: str, by: MembershipId) -> str:
    comma = _comma(language)
    words = f"{when(time, language)}{comma} {mode_only(time, language)}"
    return words if time.host_id == by else f"{words}{comma} {_with(time, language)}"
