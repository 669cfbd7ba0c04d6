"""`/health`: one plain word for whatever watches the service from outside. Tells nobody anything else."""

from datetime import timedelta

from flask import Response
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.domain.jobs import queries as jobs
from app.foundation.work import Work
from app.web import guards
from app.web.pages import Pages

pages = Pages("alive", __name__, guard=guards.ANYBODY)
LONGEST_SILENCE = timedelta(seconds=60)


@pages.shows("/health")
def alive(work: Work) -> ResponseReturnValue:
    """200 "ok" when the database answers and the scheduler ran a moment ago; 503 otherwise."""
    newest = max((run.started_at for run in jobs.runs(work)), default=None)
    has_run = newest is not None and work.now - newest <= LONGEST_SILENCE
    if has_run or work.settings.plays_provider:
        return _plain("ok", 200)
    return _plain("the scheduler is not running", 503)


@pages.errorhandler(SQLAlchemyError)
def no_database(_error: SQLAlchemyError) -> ResponseReturnValue:
    """The database does not answer."""
    return _plain("the database does not answer", 503)


def _plain(words: str, status: int) -> Response:
    return Response(f"{words}\n", status, content_type="text/plain; charset=utf-8")
