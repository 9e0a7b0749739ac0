"""A 街道 as it is before a file comes, and uploads of each test in a folder of its own."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from communities.models import Leader
from members.models import PartyOrg
from tests.factories import LeaderFactory, MemberFactory, PartyOrgFactory


@pytest.fixture
def town(office, qingquan, wenchang) -> SimpleNamespace:
    """锦河街道: 王建军 and 李敏 lead it; 陈涛 had two posts; there are two members named 张伟."""
    first = PartyOrgFactory(community=qingquan, name="清泉社区第一党支部")
    second = PartyOrgFactory(community=wenchang, name="文昌社区党支部")
    secretary = LeaderFactory(subdistrict=office, name="王建军", post=Leader.Post.SECRETARY)
    director = LeaderFactory(subdistrict=office, name="李敏", post=Leader.Post.DIRECTOR)
    LeaderFactory(subdistrict=office, name="陈涛", post=Leader.Post.PUBLICITY, until=date(2020, 1, 1))
    LeaderFactory(subdistrict=office, name="陈涛", post=Leader.Post.ORGANISATION, since=date(2020, 1, 1))
    return SimpleNamespace(
        office=office,
        qingquan=qingquan,
        wenchang=wenchang,
        first=first,
        second=second,
        firm=PartyOrgFactory(
            community=qingquan, name="科创联合党支部", kind=PartyOrg.Kind.JOINT_BRANCH, sphere="two_new"
        ),
        secretary=secretary,
        director=director,
        fang=MemberFactory(org=first, name="刘芳", gender="female"),
        wei_here=MemberFactory(org=first, name="张伟"),
        wei_there=MemberFactory(org=second, name="张伟"),
    )


@pytest.fixture(autouse=True)
def private_root(settings, tmp_path) -> Path:
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


@pytest.fixture(autouse=True)
def in_this_process(settings):
    """A process of its own would not see what a test has not committed."""
    settings.TASKS = dict.fromkeys(settings.TASKS, settings.TASKS["small"])
