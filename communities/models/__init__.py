"""街道 and 社区: who stands for them, what they were elected, measured and put right by."""

from communities.models.measured import (
    Election,
    Rectification,
    Survey,
    SurveyQuerySet,
    satisfied,
    total_satisfied,
)
from communities.models.people import Leader, PartnerUnit, PartTimeMember, secretary_on
from communities.models.places import (
    CODE,
    Community,
    CommunityQuerySet,
    SubDistrict,
    chain,
    place_between,
    with_predecessors,
)

__all__ = [
    "CODE",
    "Community",
    "CommunityQuerySet",
    "Election",
    "Leader",
    "PartTimeMember",
    "PartnerUnit",
    "Rectification",
    "SubDistrict",
    "Survey",
    "SurveyQuerySet",
    "chain",
    "place_between",
    "satisfied",
    "secretary_on",
    "total_satisfied",
    "with_predecessors",
]
