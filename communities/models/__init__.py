"""街道 and 社区: who stands for them, what they were elected, measured and put right by."""

from communities.models.community import Community, CommunityQuerySet
from communities.models.counts import refuse_excess
from communities.models.measured import Election, Rectification, Survey, SurveyQuerySet, satisfied_sheets
from communities.models.people import Leader, PartnerUnit, PartTimeMember, Worker, secretary_on
from communities.models.subdistrict import CODE, SubDistrict
from communities.models.succession import place_between, with_predecessors

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
    "Worker",
    "place_between",
    "refuse_excess",
    "satisfied_sheets",
    "secretary_on",
    "with_predecessors",
]
