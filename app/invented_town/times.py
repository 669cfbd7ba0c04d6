"""Times to talk in Tidewell: in school, at the library, on the phone, and not at school at all."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.domain.dropins.hosting import offering, ours
from app.domain.dropins.rules import ForWhom, Mode, Plan, Stretch, Welcome
from app.domain.people import members
from app.foundation.actors import Staff
from app.foundation.database import Database
from app.foundation.identifiers import MembershipId, OrganisationId
from app.foundation.work import Work
from app.invented_town.residents import Town

ZONE = "Europe/London"
WEEKS = timedelta(weeks=6)
AFTER_SCHOOL = time(15, 0), time(16, 30)
AT_NINE = time(9, 0), time(10, 0)
IN_THE_EVENING = time(17, 0), time(18, 30)


def offer(database: Database, town: Town) -> None:
    """What hosts offer every week, beginning with the next one."""
    with database.writing(Staff(town.neil, town.school)) as work:
        monday = _next_monday(work.now)
        _as(work, town.neil, town.school)
        for mode, place, days, hours, welcome in (
            (Mode.SCHOOL, "school, the blue door", 1, AFTER_SCHOOL, _NEIL),
            (Mode.COMMUNITY, "the library, Quay Street", 2, AT_NINE, _NEIL),
            (Mode.PHONE, "", 3, IN_THE_EVENING, Welcome("Neil rings you.")),
        ):
            offering.offer(work, _plan(mode, place, monday + timedelta(days=days), hours, welcome))
        _as(work, town.joyce, town.charity)
        offering.offer(work, _plan(Mode.COMMUNITY, "12 Harbour Lane", monday + timedelta(days=1), AFTER_SCHOOL, _JOYCE))
        _as(work, town.dev, town.charity)
        ours.let_young_people_book(work, [Mode.PHONE, Mode.COMMUNITY, Mode.VIDEO])
        ours.confirm_no_fines(work, is_true=True)


_NEIL = Welcome(
    who="Neil meets you at the door.",
    door="The blue door in Quay Street, not the main gate.",
    way="Park in Mill Lane. Bus 7 stops outside.",
    step_free=True,
    baby=True,
    interpreter=True,
    tea=True,
    no_uniform=True,
)
_JOYCE = Welcome(
    who="Joyce meets you.",
    door="12 Harbour Lane, ring twice.",
    way="Bus 4 to the harbour. You can park in front.",
    baby=True,
    tea=True,
    no_fines=True,
    more="Biscuits. You can bring whoever you like.",
)


def _plan(mode: Mode, place: str, first: date, hours: tuple[time, time], welcome: Welcome) -> Plan:
    return Plan(
        mode=mode,
        place=place,
        video_link="",
        for_whom=ForWhom.OURS if mode is Mode.SCHOOL else ForWhom.BOROUGH,
        in_the_room="",
        walk_ins=False,
        first=first,
        last=first + WEEKS,
        is_weekly=True,
        stretch=Stretch(*hours, minutes=20, gap=10, zone=ZONE),
        welcome=welcome,
    )


def _next_monday(now: datetime) -> date:
    today = now.astimezone(ZoneInfo(ZONE)).date()
    return today + timedelta(days=7 - today.weekday())


def _as(work: Work, person: MembershipId, place: OrganisationId) -> None:
    work.actor = Staff(person, place, members.roles_of(work, person))
