"""服务群众: 全程代办, 在职党员报到 and their deeds, 志愿队伍, 服务品牌 and what the press wrote."""

from services.models.brands import Brand, BrandQuerySet, MediaReport
from services.models.case import ServiceCase, ServiceCaseQuerySet, ServiceItem
from services.models.check_in import CheckIn, CheckInQuerySet, NameKeyField, PersonKeyField
from services.models.deeds import GoodDeed, ProjectClaim
from services.models.volunteers import VolunteerCategory, VolunteerTeam

__all__ = [
    "Brand",
    "BrandQuerySet",
    "CheckIn",
    "CheckInQuerySet",
    "GoodDeed",
    "MediaReport",
    "NameKeyField",
    "PersonKeyField",
    "ProjectClaim",
    "ServiceCase",
    "ServiceCaseQuerySet",
    "ServiceItem",
    "VolunteerCategory",
    "VolunteerTeam",
]
