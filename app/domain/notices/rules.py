"""The words of notices, and how often a ping may come. Pure. Never a family's name, number or words."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import Enum


class NoticeState(Enum):
    """Where a notice is."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


PING_KIND = "ping"
PING_SUBJECT = "Someone is waiting for you in Kettle"
PING_EVERY = timedelta(hours=1)


def ping_words(public_url: str, first_name: str) -> str:
    """An empty ping: that somebody waits, and nothing else."""
    return f"Hello {first_name},\n\nSomeone is waiting for you in Kettle.\n\n{public_url}/inbox\n"


def ping_text(public_url: str) -> str:
    """The same as a text to a work phone."""
    return f"Someone is waiting for you in Kettle. {public_url}/inbox"


def next_ping(now: datetime, last_ping: datetime | None) -> datetime:
    """When the next ping may go (UTC): now, or an hour after the last one."""
    return now if last_ping is None else max(now, last_ping + PING_EVERY)


def failed_arrival_words(public_url: str) -> str:
    """What operators hear when a message could not be read by Kettle and was handed to a person as it was."""
    return f"A message could not be sorted and went to the front door as it was. See {public_url}/operator/health\n"


def not_sure_words(public_url: str) -> str:
    """What an author hears when we cannot find out whether a text arrived."""
    return (
        f"We are not sure that one of your texts arrived. Please look, and ring if it matters.\n\n{public_url}/inbox\n"
    )


def handed_over_words(public_url: str, leaver: str, count: int) -> str:
    """What the first-contact person hears when somebody left and families of theirs have nobody yet."""
    lie = "1 family lies" if count == 1 else f"{count} families lie"
    return (
        f"{leaver} does not work with you any more. {lie} with you until they have a new person. Please write to them, "
        f"or pass them on.\n\n{public_url}/inbox\n"
    )


def place_not_closed_words(public_url: str) -> str:
    """What operators hear when somebody's last day is over and their place cannot close without another manager."""
    return (
        "Somebody's last day is over, but their place cannot close: nobody else there is manager or first contact. "
        f"Please ring the organisation and invite another manager.\n\n{public_url}/operator/organisations\n"
    )


def checks_lapse_words(public_url: str, first_name: str, what: str, day: date, cover: str) -> str:
    """What somebody hears before a check of theirs lapses. `what` is the check, `day` the last on which it counts,
    `cover` who reads and answers from then on, if that is said."""
    return (
        f"Hello {first_name},\n\nYour checks in Kettle ({what}) count until {on_day(day)}. Please ask a manager to "
        f"record the new ones before then. Otherwise {cover or 'a colleague'} reads and answers your families' "
        f"messages until they are renewed.\n\n{public_url}/inbox\n"
    )


def checks_lapsed_words(public_url: str, first_name: str, what: str, day: date, cover: str) -> str:
    """What somebody hears when a check of theirs has lapsed. `cover` reads and answers for them now, if anybody may."""
    now = (
        f"Your families' messages now go to {cover} until they are renewed."
        if cover
        else "Until they are renewed you cannot read your families' messages, and nobody else there may read them."
    )
    return (
        f"Hello {first_name},\n\nYour checks in Kettle ({what}) counted until {on_day(day)}. {now} Nothing is lost: "
        f"the messages come back to you as soon as a manager has recorded the new ones.\n\n{public_url}/inbox\n"
    )


def staffs_checks_lapse_words(public_url: str, first_name: str, people: Collection[tuple[str, date]]) -> str:
    """What a manager hears before checks of `people` (first name, last day) lapse."""
    return (
        f"Hello {first_name},\n\nThese people's checks lapse soon. Each counts until the day beside the name:"
        f"\n\n{_listed(people)}\n\nPlease look at the new papers, and record them before then:\n\n{public_url}/staff\n"
    )


def staffs_checks_lapsed_words(public_url: str, first_name: str, people: Collection[tuple[str, date]]) -> str:
    """What a manager hears when checks of `people` (first name, last day) have lapsed."""
    return (
        f"Hello {first_name},\n\nThese people's checks have lapsed. Each counted until the day beside the name:"
        f"\n\n{_listed(people)}\n\nOthers read and answer for them now. Everything comes back to them when you have "
        f"recorded the new ones:\n\n{public_url}/staff\n"
    )


def nobody_reads_words(public_url: str, first_name: str, waiting: int) -> str:
    """What a manager hears when families wait where nobody has checks that count."""
    wait = "1 family waits" if waiting == 1 else f"{waiting} families wait"
    return (
        f"Hello {first_name},\n\n{wait} for an answer, and nobody who works with you may read what they wrote: nobody "
        f"who writes to families has checks that count. Please record somebody's checks today.\n\n{public_url}/staff\n"
    )


def nobody_reads_anywhere_words(public_url: str) -> str:
    """What operators hear when families wait at an organisation where nobody may read, and nobody manages it."""
    return (
        "Families wait for an answer at an organisation where nobody may read, and it has no manager. Please ring it, "
        f"and invite two managers.\n\n{public_url}/operator/organisations\n"
    )


def reads_for_words(public_url: str, first_name: str, whose: str, first: date, last: date | None) -> str:
    """What a colleague hears who reads for somebody who is away on these days, both included."""
    until = f"until the end of {on_day(last)}" if last else "until they are back"
    return (
        f"Hello {first_name},\n\n{whose} is away from {on_day(first)}, {until}. In that time you read and answer what "
        f"{whose}'s families write; it stands in your inbox by itself. If you cannot, please tell {whose} or a manager "
        f"now.\n\n{public_url}/inbox\n"
    )


def reads_no_longer_words(public_url: str, first_name: str, whose: str) -> str:
    """What that colleague hears when somebody is here earlier, or not away after all."""
    return (
        f"Hello {first_name},\n\n{whose} is here, and reads and answers again. You need not do it any more.\n\n"
        f"{public_url}/inbox\n"
    )


def held_back_ends_words(public_url: str, first_name: str, last_day: date) -> str:
    """What a safeguarding lead hears a week before something that is held back from a family ends."""
    return (
        f"Hello {first_name},\n\nsomething is held back from a family: who has looked at their messages. That ends "
        f"with {on_day(last_day)}; from then on they see it. If telling could still put somebody in danger, hold it "
        f"back for longer before that day is over.\n\n{public_url}/safeguarding\n"
    )


def time_booked_words(public_url: str, when: str) -> str:
    """What a host hears when a family has booked a time."""
    return f"A family has booked a time to talk: {when}. It stands in your diary.\n\n{public_url}/diary\n"


def time_free_words(public_url: str, when: str) -> str:
    """What a host hears when a family has moved a time or cannot come."""
    return f"A time to talk is free again: {when}. Nobody has to say why.\n\n{public_url}/diary\n"


def time_covered_words(public_url: str, when: str, whose: str) -> str:
    """What a colleague hears who meets a family instead of the host."""
    return f"You meet a family instead of {whose}: {when}. It stands in your diary.\n\n{public_url}/diary\n"


def day_moved_words(public_url: str, old: date, new: date) -> str:
    """What somebody hears who sits in the room on a day that has moved."""
    return f"The times to talk of {on_day(old)} are on {on_day(new)} instead. See your diary.\n\n{public_url}/diary\n"


def asked_along_words(public_url: str, first_name: str, who: str, where_from: str) -> str:
    """What somebody hears who is asked to be in the room."""
    return (
        f"Hello {first_name},\n\n{who} ({where_from}) asks whether you can be in the room at times to talk with "
        f"families. Families read your name only when you have said yes.\n\n{public_url}/diary\n"
    )


def says_along_words(public_url: str, who: str, where_from: str, *, says_yes: bool) -> str:
    """What a host hears when somebody has answered whether they can be in the room, or cannot any more."""
    says = "will be" if says_yes else "cannot be"
    return f"{who} ({where_from}) {says} in the room at your times to talk.\n\n{public_url}/diary\n"


def no_longer_along_words(public_url: str, host: str) -> str:
    """What somebody hears who need not be in the room after all."""
    return f"You need not be in the room at {host}’s times to talk after all. Thank you.\n\n{public_url}/diary\n"


def times_in_doubt_words(public_url: str, first_name: str, count: int) -> str:
    """What whoever answers for a host hears when booked times cannot be kept as they stand."""
    has = "1 family has a time" if count == 1 else f"{count} families have a time"
    return (
        f"Hello {first_name},\n\n{has} that cannot be kept as it stands: somebody is away, or the place is closed. "
        f"Please say who meets them, or offer another time. They hear it from a person.\n\n{public_url}/diary\n"
    )


def on_day(day: date) -> str:
    """ "21 April 2027" """
    return f"{day.day} {day:%B %Y}"


def _listed(people: Collection[tuple[str, date]]) -> str:
    return "\n".join(f"{name}: {on_day(day)}" for name, day in people)


def automatic_texts_subject(used: int, most: int) -> str:
    """Which of the two it is."""
    return f"Kettle's automatic texts of today are {'running out' if used < most else 'used up'}"


def automatic_texts_words(public_url: str, used: int, most: int) -> str:
    """What operators hear when the automatic texts of a day run out, or are used up."""
    if used < most:
        what = f"{used} of at most {most} automatic texts (links, confirmations) went out within a day."
    else:
        what = (
            f"All {most} automatic texts (links, confirmations) that may go out within a day are used up. None goes "
            "now; whoever asks for a link waits for their person instead. What people write by hand goes as always."
        )
    return (
        f"{what}\n\nIs somebody asking for links that are not theirs? Then look before you allow more of them with "
        f"KETTLE_DAILY_AUTOMATIC_TEXTS.\n\n{public_url}/operator/health\n"
    )
