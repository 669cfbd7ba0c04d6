"""A stretch of a day, written down as the times that families book."""

from collections.abc import Sequence
from datetime import date, time

import sqlalchemy as sa

from app.domain.dropins.models import DropIn, Gathering, Slot
from app.domain.dropins.rules import Cut
from app.foundation.identifiers import new_id
from app.foundation.work import Work

STEP = 500


def lay_out(work: Work, drop_in: DropIn, day: date, begins: time, ends: time, cuts: Sequence[Cut]) -> Gathering:
    """Write down a day of a drop-in with its times. `begins` and `ends` are wall times."""
    made = Gathering(drop_in_id=drop_in.id, day=day, begins=begins, ends=ends)
    work.session.add(made)
    work.session.flush()
    rows = [
        {
            "id": new_id(),
            "gathering_id": made.id,
            "drop_in_id": drop_in.id,
            "organisation_id": drop_in.organisation_id,
            "host_id": drop_in.host_id,
            "day": day,
            "wall": cut.wall,
            "starts_at": cut.starts_at,
            "ends_at": cut.ends_at,
            "taken_out_at": None,
        }
        for cut in cuts
    ]
    for start in range(0, len(rows), STEP):
        work.session.connection().execute(sa.insert(Slot), rows[start : start + STEP])
    return made
