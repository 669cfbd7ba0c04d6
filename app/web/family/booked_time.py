"""One booked time on a family's page: all that one needs to come, a calendar file, and a way out without a reason.

What was booked with another organisation than the one whose page this is, only this visit opens: by a signed mark in
its address, until they leave.
"""

from typing import Any
from uuid import UUID

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug import Response

from app.domain.dropins import askers, booking
from app.domain.dropins.booking import Asked
from app.domain.dropins.calendar_file import calendar_file
from app.domain.dropins.diary import held
from app.domain.dropins.diary.held import Held
from app.domain.dropins.models import Booking
from app.domain.dropins.queries import Time
from app.foundation.actors import Family
from app.foundation.errors import NotFound
from app.foundation.work import Work
from app.web.family import shown_times as shown
from app.web.family.talk import pages, speak_their_language
from app.web.guards import visiting
from app.web.language import _


@pages.shows("/times/<uuid:booking_id>")
def time(work: Work, booking_id: UUID) -> ResponseReturnValue:
    """One booked time. `?kept=` opens what was booked with somebody else, in this visit."""
    speak_their_language(work)
    found = _mine(work, booking_id)
    return render_template(
        "family/time.html",
        held=found,
        shown=shown.whole(work, found.time, met_by=found.booking.met_by_id),
        kept=request.args.get("kept"),
        is_over=found.booking.ended_at is not None,
        is_past=found.time.ends_at <= work.now,
        is_elsewhere=is_elsewhere(work, found.time),
    )


@pages.shows("/times/<uuid:booking_id>/calendar")
def calendar(work: Work, booking_id: UUID) -> ResponseReturnValue:
    """A file for their own calendar."""
    speak_their_language(work)
    found = _mine(work, booking_id)
    seen = shown.whole(work, found.time, met_by=found.booking.met_by_id)
    made = calendar_file(found, title=_("A time to talk"), where=seen.where, notes=seen.in_a_few_words, now=work.now)
    answer = current_app.response_class(made, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'attachment; filename="time.ics"'
    return answer


@pages.does("/times/<uuid:booking_id>/drop")
def drop_time(work: Work, booking_id: UUID) -> ResponseReturnValue:
    """They cannot come. Nobody asks why. What is over stays as it was."""
    speak_their_language(work)
    found = _mine(work, booking_id)
    if found.booking.ended_at is None and found.time.ends_at > work.now:
        booking.drop_on_page(work, found, Asked(found.booking.id, work.now))
    return to_booked(found.booking)


def to_booked(made: Booking) -> Response:
    """To the page of what is booked. What was booked with another organisation is bound to this visit alone."""
    kept = None if made.contact_id == visiting().contact_id else _seals().dumps(_sealed(made.id))
    return redirect(url_for("family.time", booking_id=made.id, kept=kept), 303)


def _mine(work: Work, booking_id: UUID) -> Held:
    try:
        found = held.of_family(work, visiting().contact_id, booking_id)
    except NotFound:
        return _kept(work, booking_id)
    if not may_be_with(found.time):
        raise NotFound
    return found


def _kept(work: Work, booking_id: UUID) -> Held:
    try:
        kept = _seals().loads(request.values.get("kept", ""))
    except BadSignature:
        raise NotFound from None
    found = work.session.get(Booking, booking_id) if kept == _sealed(booking_id) else None
    if found is None:
        raise NotFound
    work.actor = Family(found.contact_id, visiting().number)  # whoever they are there: nothing joins the two
    return held.one(work, found)


def _sealed(booking_id: UUID) -> list[Any]:
    return [str(booking_id), str(visiting().session_id)]


def _seals() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="a time that was booked elsewhere")


def may_be_with(time: Time) -> bool:
    """Whoever came with a card reads and books with that person alone."""
    return visiting().handed_by_id in {None, time.host_id}


def is_elsewhere(work: Work, time: Time) -> bool:
    """Is it with another organisation than the one whose page this is?"""
    return time.organisation_id != asker(work).organisation_id


def asker(work: Work) -> askers.Asker:
    """Who looks, found out once a request."""
    if "asker" not in g:
        g.asker = askers.asker_of(work, visiting().contact_id)
    found: askers.Asker = g.asker
    return found
