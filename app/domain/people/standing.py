"""How organisations stand, for whoever runs the service: counts and ids only."""

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.people import members, places
from app.domain.people.models import Membership, MembershipRole, Organisation, PhoneLine
from app.domain.people.rules import Role
from app.foundation.identifiers import OrganisationId
from app.foundation.work import Work


def with_two_managers(work: Work) -> set[OrganisationId]:
    """The organisations that have more than one manager."""
    query = (
        select(Membership.organisation_id)
        .join(MembershipRole, col(MembershipRole.membership_id) == Membership.id)
        .where(MembershipRole.role == Role.MANAGER, members.still_here(work.now))
        .group_by(col(Membership.organisation_id))
        .having(sa.func.count() > 1)
    )
    return set(work.session.exec(query))


def with_line(work: Work) -> set[OrganisationId]:
    """The organisations that have a live phone line."""
    return set(work.session.exec(select(PhoneLine.organisation_id).where(col(PhoneLine.until).is_(None)).distinct()))


def without_second_manager(work: Work) -> int:
    """How many organisations have no second manager yet; whoever runs the service is not counted."""
    served = select(Organisation.id).where(Organisation.kind != places.OPERATING)
    return len(set(work.session.exec(served)) - with_two_managers(work))
