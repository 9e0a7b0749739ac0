# ruff: noqa: E402
"""A 街道 with two 社区 and two clerks, signed in; prints what the tests need to know of them as JSON."""

import json
from datetime import date

import django

django.setup()

from access.roles import Role
from communities.actions import open_subdistrict
from communities.models import SubDistrict
from tests import factories
from tests.reliability.sessions import signed_in

office = open_subdistrict(SubDistrict(code="JH", name="锦河街道", reporter="周明远"))
communities = [factories.CommunityFactory(subdistrict=office, name=name) for name in ("清泉社区", "文昌社区")]
leader = factories.LeaderFactory(subdistrict=office, name="周明远")
clerks = [
    factories.UserFactory(username=f"clerk{n}", display_name=name, subdistrict=office)
    for n, name in enumerate(("李秀兰", "赵秀芝"))
]
secretary = factories.UserFactory(username="secretary", role=Role.SECRETARY, subdistrict=office)
visits = [
    factories.VisitFactory(
        community=communities[0], kind="household", date=date(2024, 1, day), summary="原样"
    ).pk
    for day in range(1, 17)
]
print(
    json.dumps(
        {
            "communities": [community.pk for community in communities],
            "leader": leader.pk,
            "visits": visits,
            "sessions": [signed_in(user) for user in clerks],
            "secretary": signed_in(secretary),
        }
    )
)
