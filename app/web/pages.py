"""Pages: a group of pages behind one guard. Hands each view its Work; a GET cannot change anything.

What was looked at that is not one's own is written down before the page leaves: no record, no page. That holds for
every page whose address names a family (`contact_id`), so that no page can forget it.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from flask import Blueprint, current_app, g
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from app.assembly import House
from app.domain.accounts import actions as accounts
from app.domain.audit import actions as audit
from app.domain.relationships import queries as relationships
from app.foundation.actors import Anybody, Staff
from app.foundation.work import Work
from app.web.guards import SEEN_EVERY, Guard

View = Callable[..., ResponseReturnValue]


class Pages(Blueprint):
    """A blueprint that must name its guard. Its templates stand beside its code."""

    def __init__(self, name: str, import_name: str, *, guard: Guard, url_prefix: str | None = None) -> None:
        super().__init__(name, import_name, url_prefix=url_prefix)
        self.guard = guard
        self.rooms: dict[str, int] = {}

    def shows(self, rule: str) -> Callable[[View], View]:
        """A page (GET). The view gets a Work that cannot write."""

        def decorate(view: View) -> View:
            self.add_url_rule(rule, view.__name__, self._in_reading_work(view), methods=["GET"])
            return view

        return decorate

    def does(self, rule: str) -> Callable[[View], View]:
        """What a form does (POST). The view gets a Work that writes, all or nothing."""

        def decorate(view: View) -> View:
            self.add_url_rule(rule, view.__name__, _once_more(self._in_writing_work(view)), methods=["POST"])
            return view

        return decorate

    def does_in_steps(self, rule: str, *, room: int = 0) -> Callable[[View], View]:
        """What a form does when something slow happens (a password, a provider). The view gets the House and opens
        its own Works; it must apply the guard in the first of them with `enter`. `room`: how many bytes the form may
        bring, where that is more than on all other pages."""

        def decorate(view: View) -> View:
            if room:
                self.rooms[f"{self.name}.{view.__name__}"] = room

            @wraps(view)
            def handle(**path: Any) -> ResponseReturnValue:
                g.entered = []
                answer = view(house(), **path)
                for work in g.entered:
                    _write_down_looks(work)
                return answer

            self.add_url_rule(rule, view.__name__, _once_more(handle), methods=["POST"])
            return view

        return decorate

    def enter(self, work: Work) -> None:
        """Apply the guard of this group to a Work. What is looked at in it is written down before the answer leaves."""
        self.guard.lets_in(work)
        g.setdefault("entered", []).append(work)

    def _in_reading_work(self, view: View) -> View:
        @wraps(view)
        def handle(**path: Any) -> ResponseReturnValue:
            with house().database.reading(Anybody()) as work:
                self.enter(work)
                g.work = work
                answer = view(work, **path)
                _remember_whose_page_it_is(work, path)
            _write_down_looks(work)
            return answer

        return handle

    def _in_writing_work(self, view: View) -> View:
        @wraps(view)
        def handle(**path: Any) -> ResponseReturnValue:
            with house().database.writing(Anybody()) as work:
                self.enter(work)
                g.work = work
                answer = view(work, **path)
                audit.write_looks(work, work)
            return answer

        return handle


def _once_more(view: View) -> View:
    """Two presses of one form at the same instant: the database takes only one of them. The other has left nothing
    behind; done once more, it finds what the first one made."""

    @wraps(view)
    def handle(**path: Any) -> ResponseReturnValue:
        try:
            return view(**path)
        except IntegrityError:
            return view(**path)

    return handle


def house() -> House:
    """The House that this request is served by."""
    found: House = current_app.extensions["kettle"]
    return found


def _remember_whose_page_it_is(work: Work, path: Mapping[str, Any]) -> None:
    """A page about one family is a look, unless its reader is their person or the page says more about the look."""
    contact_id = path.get("contact_id")
    is_noted = any(look.contact_id == contact_id for look in work.looks)
    if contact_id and isinstance(work.actor, Staff) and not is_noted:
        relationships.looks_at_family(work, contact_id)


def _write_down_looks(work: Work) -> None:
    found = g.get("signed_in")
    is_stale = found is not None and work.now - found.seen_at > SEEN_EVERY
    if not work.looks and not is_stale:
        return
    with house().database.writing(work.actor) as record:
        record.where_from = work.where_from
        audit.write_looks(record, work)
        if is_stale:
            accounts.saw_staff(record, found.session_id)
