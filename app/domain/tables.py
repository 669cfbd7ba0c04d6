"""Every table at a glance. Importing this module makes the whole schema known."""

from app.domain.accounts.models import (
    Account,
    AccountMembership,
    Attempt,
    FamilyLink,
    FamilySession,
    Invitation,
    StaffSession,
)
from app.domain.audit.models import AuditDetail, AuditEntry
from app.domain.conversations.models import Conversation, Message
from app.domain.jobs.models import JobRun, Lease, Wish
from app.domain.notices.models import Notice
from app.domain.people.models import (
    Area,
    Contact,
    ContactPhone,
    Household,
    Membership,
    MembershipRole,
    Organisation,
    PhoneLine,
    PhoneNumber,
    YoungPerson,
)
from app.domain.permissions.models import Stop, Wishes
from app.domain.reception.models import Arrival
from app.domain.relationships.models import Relationship
from app.foundation.database import Table

metadata = Table.metadata

__all__ = [
    "Account",
    "AccountMembership",
    "Area",
    "Arrival",
    "Attempt",
    "AuditDetail",
    "AuditEntry",
    "Contact",
    "ContactPhone",
    "Conversation",
    "FamilyLink",
    "FamilySession",
    "Household",
    "Invitation",
    "JobRun",
    "Lease",
    "Membership",
    "MembershipRole",
    "Message",
    "Notice",
    "Organisation",
    "PhoneLine",
    "PhoneNumber",
    "Relationship",
    "StaffSession",
    "Stop",
    "Wish",
    "Wishes",
    "YoungPerson",
    "metadata",
]
