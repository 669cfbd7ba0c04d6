"""What operators and the service itself did: organisations, lines, invitations. Never anything about a family, and
never who works where: the query asks for these few kinds of entries alone."""

from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.audit import queries as audit
from app.foundation.actors import Operator
from app.foundation.work import Work
from app.web import times
from app.web.on_record import lines
from app.web.on_record.sentences import FOR_OPERATORS
from app.web.operator.health import ZONE, pages


@pages.shows("/record")
def record(work: Work) -> ResponseReturnValue:
    """The page. `?before=` asks for what came before."""
    if isinstance(work.actor, Operator):
        work.looked_at("looked at the service's record", "membership", work.actor.membership_id)
    found = audit.by_the_service(work, FOR_OPERATORS, before=request.args.get("before") or None)
    shown = lines.for_operators(work, found.entries)
    days = groupby(shown, key=lambda line: times.day(line.at, work.now, ZONE))
    return render_template(
        "operator/record.html",
        days=[(day, list(those)) for day, those in days],
        older=found.older_before,
        is_first="before" not in request.args,
        zone=ZONE,
    )
