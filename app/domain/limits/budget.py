"""What the texts that Kettle sends by itself may cost: so many to one phone, and so many in all within a day.

Whoever wants to spend a council's money with invented numbers or old links meets this; and so does a fault of ours.
When the day's texts are used up, a family's wish waits for its person, like any other word of theirs.
"""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.limits import rules, tries
from app.domain.limits.models import Attempt
from app.domain.limits.rules import Limited
from app.domain.limits.tries import Try
from app.domain.notices import actions as notices
from app.domain.notices import rules as notice_rules
from app.foundation.work import Work

A_DAY = timedelta(days=1)
ALL_OF_THEM = Try(Limited.AUTOMATIC_TEXT, "all")


def may_text(work: Work, number: str, *also: Limited) -> bool:
    """May one more automatic text go to this phone (E.164) now? Counts it, if so. `also` are further limits of this
    phone, for what the text brings."""
    # The day's texts are counted first, whatever else is: so two processes never wait for each other crosswise.
    counted = tries.begin(work, ALL_OF_THEM) or []
    used, most = used_today(work), work.settings.daily_automatic_texts
    if used <= most:
        by_number = [Try(what, number) for what in (Limited.ANSWER_BY_NUMBER, *also)]
        if tries.begin(work, *by_number) is None:
            return _not_counted(work, counted)
        _tell(work, used, most)
        return True
    _tell(work, used - 1, most)
    return _not_counted(work, counted)


def used_today(work: Work) -> int:
    """How many automatic texts went out, or wait to go, within the last 24 hours."""
    today = select(sa.func.count(col(Attempt.id))).where(
        Attempt.kind == ALL_OF_THEM.what.name, Attempt.key == ALL_OF_THEM.kept, Attempt.at > work.now - A_DAY
    )
    return work.session.exec(today).one()


def _not_counted(work: Work, counted: list[UUID]) -> bool:
    tries.take_back(work, counted)
    return False


def _tell(work: Work, used: int, most: int) -> None:
    """Operators hear once a day that most of the texts are used up, and once that all are."""
    for share in rules.TOLD_AT:
        if used * 100 >= most * share and tries.may_try(work, Limited.BUDGET_TOLD, str(share)):
            notices.tell_operators(
                work,
                kind="automatic_texts",
                subject=notice_rules.automatic_texts_subject(used, most),
                body=notice_rules.automatic_texts_words(work.settings.public_url, used, most),
                once=f"automatic_texts:{share}:{work.now.isoformat()}",
            )
