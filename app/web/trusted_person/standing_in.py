"""The calm lines above an inbox: that I am away and who answers meanwhile, and for whom I answer. Reads only."""

from dataclasses import dataclass

from app.domain.conversations.desk import inbox
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.relationships import away, queries
from app.foundation.work import Work
from app.web import times

NAMED = 3  # more names than these are only counted


@dataclass(frozen=True)
class StandingIn:
    """Both sentences; empty where there is nothing to say."""

    i_am_away: str
    i_answer_for: str


def standing_in(work: Work) -> StandingIn:
    """What is so now, for the actor."""
    return StandingIn(_i_am_away(work), _i_answer_for(work))


def _i_am_away(work: Work) -> str:
    me = work.staff.membership_id
    found = away.current(away.of(work, me))
    if not found:
        return ""
    today = people.today_at(work, work.staff.organisation_id)
    until = f" until the end of {times.named_day(found.last, today)}" if found.last else ""
    answers = queries.who_answers(work, me)
    if answers == me:
        return f"You are away{until}, but nobody else can read for you now."
    return f"You are away{until}. {members.membership(work, answers).first_name} reads and answers."


def _i_answer_for(work: Work) -> str:
    others = inbox.desks_with_threads(work) - {work.staff.membership_id}
    if not others:
        return ""
    if len(others) > NAMED:
        return f"You also read and answer for {len(others)} colleagues."
    names = sorted(members.membership(work, one).first_name for one in others)
    return f"You also read and answer for {' and '.join(names) if len(names) < NAMED else ', '.join(names)}."
