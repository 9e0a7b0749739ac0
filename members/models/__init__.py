"""党组织, 任职, 党员, 典型, 发展党员, 两新组织 and 党建指导员."""

from members.models.development import Applicant, ApplicantQuerySet
from members.models.examples import (
    FlagPost,
    FlagPostQuerySet,
    Honour,
    HonourQuerySet,
    where_flags_are_kept,
    with_flag_on,
)
from members.models.orgs import PartyOrg, PartyOrgQuerySet, refuse_dissolved, refuse_unfounded
from members.models.people import Member, MemberQuerySet
from members.models.posts import PostHolder, PostHolderQuerySet, where_posts_are_kept, without_secretary
from members.models.two_new import ENOUGH_TO_FORM, Instructor, TwoNewUnit, TwoNewUnitQuerySet

__all__ = [
    "ENOUGH_TO_FORM",
    "Applicant",
    "ApplicantQuerySet",
    "FlagPost",
    "FlagPostQuerySet",
    "Honour",
    "HonourQuerySet",
    "Instructor",
    "Member",
    "MemberQuerySet",
    "PartyOrg",
    "PartyOrgQuerySet",
    "PostHolder",
    "PostHolderQuerySet",
    "TwoNewUnit",
    "TwoNewUnitQuerySet",
    "refuse_dissolved",
    "refuse_unfounded",
    "where_flags_are_kept",
    "where_posts_are_kept",
    "with_flag_on",
    "without_secretary",
]
