"""The inbox: who waits, longest first; then whose text did not arrive; then everybody else by the last word."""

from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.conversations.delivery import arriving
from app.domain.conversations.desk import inbox as inboxes
from app.domain.conversations.desk.inbox import Row
from app.domain.people import queries as people
from app.foundation.cursors import cursor_after, read_cursor
from app.foundation.identifiers import ConversationId
from app.foundation.work import Work
from app.web.trusted_person import my_checks, words
from app.web.trusted_person.group import desk
from app.web.trusted_person.looking_again import looks_again
from app.web.trusted_person.standing_in import standing_in

BESIDE = 20  # of each kind: beside a conversation the list need not be long


@dataclass(frozen=True)
class Who:
    """The list of an inbox. `older` asks for the next stretch; `chosen` is the thread that lies open beside it.
    `troubled` are all threads in which a text did not arrive; `not_arrived` those of them in which nobody waits."""

    waiting: list[Row]
    how_many: int
    not_arrived: list[Row]
    how_many_did_not: int
    troubled: frozenset[ConversationId]
    rest: list[Row]
    older: str | None
    zone: str
    is_first: bool = True
    chosen: ConversationId | None = None


def who(work: Work, *, before: str | None = None, chosen: ConversationId | None = None) -> Who:
    """The actor's list; a shorter one beside a `chosen` conversation. `before` is a cursor from an earlier one.
    NotFound for a bad cursor."""
    last_at, last_id = read_cursor(before) if before else (None, None)
    troubled = arriving.not_arrived(work)
    waiting = inboxes.waiting(work) if before is None else []
    not_arrived = inboxes.not_waiting(work, troubled) if before is None else []
    shown = BESIDE if chosen else inboxes.LIST
    rest = inboxes.the_rest(work, before=last_at, before_id=last_id, but=troubled, at_most=shown)
    return Who(
        waiting=waiting[:BESIDE] if chosen else waiting,
        how_many=len(waiting),
        not_arrived=not_arrived[:BESIDE] if chosen else not_arrived,
        how_many_did_not=len(not_arrived),
        troubled=frozenset(troubled),
        rest=rest,
        older=cursor_after(rest[shown - 1].last_at, rest[shown - 1].conversation_id) if len(rest) >= shown else None,
        zone=people.organisation(work, work.staff.organisation_id).zone,
        is_first=before is None,
        chosen=chosen,
    )


@desk.shows("/inbox")
def inbox(work: Work) -> ResponseReturnValue:
    """The whole page."""
    return render_template(
        "trusted_person/inbox.html",
        who=who(work, before=request.args.get("before") or None),
        standing_in=standing_in(work),
        my_checks=my_checks.to_say(work),
        words=words,
    )


@desk.shows("/inbox/rows")
def rows(work: Work) -> ResponseReturnValue:
    """The list alone, for a page that looks again by itself. A stranger's `chosen` chooses nothing."""
    chosen = _an_id(request.args.get("chosen", ""))
    mark = f"{inboxes.inbox_mark(work)}{chosen}"
    return looks_again(
        work, mark, lambda: render_template("trusted_person/rows.html", who=who(work, chosen=chosen), words=words)
    )


def _an_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
