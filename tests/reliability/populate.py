# ruff: noqa: E402
"""A 街道 with two 社区 and two clerks, signed in; prints what the tests need to know of them as JSON."""

import json
from datetime import date

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from communities.actions import open_subdistrict
from communities.models import SubDistrict
from dangjian.records.readers import Role
from tests import factories


def signed_in(user) -> str:
    session = SessionStore()
    session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: "accounts.backends.ReaderBackend"})
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["seen"] = 2**40  # prolonged already
    session.create()
    return session.session_key


office = open_subdistrict(SubDistrict(code="JH", name="锦河街道", reporter="周明远"))
communities = [factories.CommunityFactory(subdistrict=office, name=name) for name in ("清泉社区", "文昌社区")]
leader = factories.LeaderFactory(subdistrict=office, name="周明远")
clerks = [factories.UserFactory(username=f"clerk{n}", display_name=name, subdistrict=office) for n, name in enumerate(("李秀兰", "赵秀芝"))]
secretary = factories.UserFactory(username="secretary", role=Role.SECRETARY, subdistrict=office)
visits = [
    factories.VisitFactory(community=communities[0], kind="household", date=date(2024, 1, day), summary="原样").pk for day in range(1, 17)
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
