# ruff: noqa: E402
"""A 街道 with people, visits, a member with full numbers, and an import of every state under way."""

from datetime import date

import django

django.setup()

from access.roles import Role
from communities.actions import open_subdistrict
from communities.models import SubDistrict
from imports.models import Batch
from tests import factories
from tests.reliability.sessions import signed_in

office = open_subdistrict(SubDistrict(code="JH", name="锦河街道", reporter="周明远"))
communities = [factories.CommunityFactory(subdistrict=office, name=name) for name in ("清泉社区", "文昌社区")]
factories.LeaderFactory(subdistrict=office, name="周明远")
clerk = factories.UserFactory(username="clerk0", display_name="李秀兰", subdistrict=office)
factories.UserFactory(username="admin", role=Role.ADMIN, subdistrict=office, is_staff=True)
for day in range(1, 17):
    factories.VisitFactory(
        community=communities[0], kind="household", date=date(2024, 1, day), summary="原样"
    )
factories.MemberFactory(
    subdistrict=office, gender="female", name="𠮷祥", id_no="11010519491231002X", phone="13800138000"
)
for state in Batch.State:
    Batch.objects.create(
        subdistrict=office,
        user=clerk,
        kind="visits.visit",
        file_name=f"{state}.xlsx",
        state=state,
        counts={"new": 1},
    )
signed_in(clerk)
