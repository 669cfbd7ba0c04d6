"""Every table at a glance. Importing this module makes the whole schema known."""

from app.domain.accounts.models import (
    Account,
    AccountMembership,
    Device,
    Invitation,
    RecoveryCode,
    ResetWish,
    StaffSession,
)
from app.domain.audit.models import AuditDetail, AuditEntry
from app.domain.conversations.models import Conversation, Message, Offer, Translation, TranslatorChoice
from app.domain.dropins.models import Booking, CoHost, DropIn, Gathering, Needs, OurTimes, Slot
from app.domain.handover.models import Leaving, NextPerson
from app.domain.jobs.models import JobRun, Lease, Wish
from app.domain.limits.models import Attempt
from app.domain.notices.models import Notice
from app.domain.people.models import (
    Area,
    Clearance,
    ClosedDay,
    Contact,
    ContactPhone,
    Freeze,
    Household,
    Membership,
    MembershipRole,
    Organisation,
    PhoneLine,
    PhoneNumber,
    Picture,
    Term,
    YoungPerson,
)
from app.domain.permissions.models import HeldBack, Stop, Wishes
from app.domain.private_pages.models import FamilyLink, FamilySession, FamilyWord
from app.domain.reception.models import Arrival
from app.domain.relationships.models import Cover, Relationship
from app.domain.wording.models import LocalWords, SignedOff
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
    "Booking",
    "Clearance",
    "ClosedDay",
    "CoHost",
    "Contact",
    "ContactPhone",
    "Conversation",
    "Cover",
    "Device",
    "DropIn",
    "FamilyLink",
    "FamilySession",
    "FamilyWord",
    "Freeze",
    "Gathering",
    "HeldBack",
    "Household",
    "Invitation",
    "JobRun",
    "Lease",
    "Leaving",
    "LocalWords",
    "Membership",
    "MembershipRole",
    "Message",
    "Needs",
    "NextPerson",
    "Notice",
    "Offer",
    "Organisation",
    "OurTimes",
    "PhoneLine",
    "PhoneNumber",
    "Picture",
    "RecoveryCode",
    "Relationship",
    "ResetWish",
    "SignedOff",
    "Slot",
    "StaffSession",
    "Stop",
    "Term",
    "Translation",
    "TranslatorChoice",
    "Wish",
    "Wishes",
    "YoungPerson",
    "metadata",
]
