"""What a bare number from a phone means after a text about times: one of a list, or a change to what is booked."""

from collections.abc import Sequence
from datetime import timedelta

from app.domain.conversations import offers
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.offers import Menu
from app.domain.dropins.models import Booking
from app.domain.dropins.queries import Time
from app.foundation.work import Work

LASTS = timedelta(days=14)


def open_list(
    work: Work, thread: Conversation, message: Message, times: Sequence[Time], *, about: Booking | None
) -> None:
    """From now on 1, 2 and 3 from this phone mean these times, until the last of them begins. `about`: the booking that
    the new one replaces."""
    offers.open_menu(
        work,
        thread,
        message,
        Menu.TIMES,
        until=max(one.starts_at for one in times),
        options=[one.slot_id for one in times],
        about_id=about.id if about else None,
    )


def open_booked(work: Work, thread: Conversation, message: Message, booking: Booking, time: Time) -> None:
    """Until it begins, 8 asks for another time and 9 says that they cannot come."""
    offers.open_menu(work, thread, message, Menu.BOOKED, until=time.starts_at, about_id=booking.id)


def open_dropped(work: Work, thread: Conversation, message: Message, booking: Booking) -> None:
    """They gave it back: 8 asks for times again."""
    offers.open_menu(work, thread, message, Menu.DROPPED, until=work.now + LASTS, about_id=booking.id)
