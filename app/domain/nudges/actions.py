"""Telling staff, in their working hours and once, that checks lapse, or that nobody may read where families wait.

Never writes to a family. May run as often as it likes: what was told is known by its mark.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.conversations import health
from app.domain.notices import actions as notices
from app.domain.notices import rules as words
from app.domain.nudges import rules
from app.domain.nudges.rules import Stage
from app.domain.people import clearance, members
from app.domain.people import queries as people
from app.domain.people.clearance import Lapsing
from app.domain.people.models import Membership
from app.domain.people.rules import Role
from app.domain.relationships import queries as relationships
from app.foundation.identifiers import OrganisationId
from app.foundation.work import Work

KIND = "checks"
NOBODY_READS = "nobody_reads"


@dataclass(frozen=True)
class Nudge:
    """One person is told that a check of theirs lapses on this day, or has lapsed."""

    person: Membership
    stage: Stage
    what: str
    lapses_on: date

    @property
    def once(self) -> str:
        """By this one knows whether it was told."""
        return f"{KIND}:{self.stage}:{self.lapses_on}:{self.person.id}"


def tell_about_checks(work: Work) -> int:
    """Tell everybody whose checks lapse in six weeks, in a week, or have lapsed, and their managers. Gives how many
    people were told that they are meant."""
    by_place: dict[OrganisationId, list[Nudge]] = {}
    for one in clearance.lapsing(work):
        by_place.setdefault(one.person.organisation_id, []).extend(_nudges(work, one))
    told = 0
    for place, nudges in by_place.items():
        if _is_at_work(work, place):
            new = [nudge for nudge in nudges if not notices.was_told(work, nudge.once)]
            _tell_each(work, new)
            _tell_managers(work, place, new)
            told += len({nudge.person.id for nudge in new})
    return told


def tell_where_nobody_reads(work: Work) -> int:
    """Families wait at an organisation where nobody may read: its managers are told, at most once a day; operators
    where there is no manager. Gives at how many organisations that is so."""
    waiting = health.how_many_wait_at(work)
    alone = [place for place in waiting if not members.holding_threads(work, place)]
    for place in alone:
        if _is_at_work(work, place):
            _tell_that_nobody_reads(work, place, waiting[place])
    return len(alone)


def _nudges(work: Work, one: Lapsing) -> Iterable[Nudge]:
    today = people.today_at(work, one.person.organisation_id)
    for day in sorted(set(one.last_days.values())):
        stage = rules.stage_of(day, today)
        if stage:
            kinds = [rules.IN_WORDS[kind] for kind, lapses_on in one.last_days.items() if lapses_on == day]
            yield Nudge(one.person, stage, " and ".join(kinds), day)


def _is_at_work(work: Work, place: OrganisationId) -> bool:
    # Also in the holidays: papers are not renewed by waiting. At night and on closed days it waits for the next tick.
    return people.timetable_of(work, place, through_holidays=True).is_open(work.now)


def _tell_each(work: Work, nudges: Iterable[Nudge]) -> None:
    for nudge in nudges:
        person, url = nudge.person, work.settings.public_url
        if nudge.stage is Stage.LAPSED:
            subject = "Your checks in Kettle have lapsed"
            body = words.checks_lapsed_words(
                url, person.first_name, nudge.what, nudge.lapses_on, _answers_for(work, person)
            )
        else:
            subject = "Your checks in Kettle lapse soon"
            body = words.checks_lapse_words(
                url, person.first_name, nudge.what, nudge.lapses_on, _cover_of(work, person)
            )
        notices.tell(work, person, kind=KIND, subject=subject, body=body, once=nudge.once)


def _tell_managers(work: Work, place: OrganisationId, nudges: Iterable[Nudge]) -> None:
    soon = [nudge for nudge in nudges if nudge.stage is not Stage.LAPSED]
    over = [nudge for nudge in nudges if nudge.stage is Stage.LAPSED]
    url = work.settings.public_url
    for manager in members.working_here(work, place, Role.MANAGER):
        for found, in_words, subject in (
            (soon, words.staffs_checks_lapse_words, "Checks in Kettle lapse soon"),
            (over, words.staffs_checks_lapsed_words, "Checks in Kettle have lapsed"),
        ):
            others = sorted((one.person.first_name, one.lapses_on) for one in found if one.person.id != manager.id)
            if others:
                body = in_words(url, manager.first_name, others)
                once = f"{KIND}:managers:{manager.id}:{found[0].stage}:{work.now.isoformat()}"
                notices.tell(work, manager, kind=KIND, subject=subject, body=body, once=once)


def _tell_that_nobody_reads(work: Work, place: OrganisationId, waiting: int) -> None:
    url, today = work.settings.public_url, people.today_at(work, place)
    managers = members.working_here(work, place, Role.MANAGER)
    subject = "Nobody can read what families wrote"
    for manager in managers:
        body = words.nobody_reads_words(url, manager.first_name, waiting)
        once = f"{NOBODY_READS}:{today}:{manager.id}"
        notices.tell(work, manager, kind=NOBODY_READS, subject=subject, body=body, once=once)
    if not managers:
        body = words.nobody_reads_anywhere_words(url)
        once = f"{NOBODY_READS}:{today}:{place}"
        notices.tell_operators(work, kind=NOBODY_READS, subject=subject, body=body, once=once)


def _answers_for(work: Work, person: Membership) -> str:
    """The first name of whoever reads this person's threads now; nothing when nobody may."""
    other = relationships.who_answers(work, person.id)
    found = members.membership(work, other)
    return found.first_name if other != person.id and members.holds_threads(work, found) else ""


def _cover_of(work: Work, person: Membership) -> str:
    cover = members.membership(work, person.cover_id) if person.cover_id else None
    return cover.first_name if cover and members.holds_threads(work, cover) else ""
