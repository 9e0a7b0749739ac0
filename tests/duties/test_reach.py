"""Who sees which duties, 责任书 and 整改; that a 约谈 is seen by the whole 街道 alone, and named nowhere else."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from duties.figures import figure_choices
from duties.models import Talk
from reports.facts import Facts
from reports.outputs import counted, workbook
from reports.pages import ZeroStatementPages
from reports.signing.edition import content
from tests import factories as F
from tests.factories import DAY, YEAR
from tests.records.browser import as_shown, text
from tests.reports.support import draft_of, edition_of

pytestmark = pytest.mark.django_db
NAME, REASON = "钱某某", "台账没有录入"


def holder(community):
    return F.PostHolderFactory(org=F.PartyOrgFactory(community=community))


@pytest.fixture
def talk(office):
    return F.TalkFactory(subdistrict=office, name=NAME, reason=REASON, date=DAY, due=DAY)


def test_a_community_sees_its_own_alone(as_user, community_clerk, qingquan, wenchang):
    F.DutyFactory(holder=holder(qingquan), content="清泉的事")
    F.DutyFactory(holder=holder(wenchang), content="文昌的事")
    own, other = F.PledgeFactory(holder=holder(qingquan)), F.PledgeFactory(holder=holder(wenchang))
    F.RemedyFactory(community=qingquan, year=YEAR, problem="清泉的问题")
    F.RemedyFactory(community=wenchang, year=YEAR, problem="文昌的问题")
    client = as_user(community_clerk)
    pages = [client.get(reverse("duties:duty-list"))]
    pages += [
        client.get(reverse("duties:remedy-list")),
        client.get(reverse("duties:remedy-board"), {"year": YEAR}),
    ]
    said = " ".join(text(page) for page in pages)
    assert ("清泉的事" in said, "文昌的事" in said) == (True, False)
    assert ("清泉的问题" in said, "文昌的问题" in said) == (True, False)
    assert client.get(reverse("duties:pledge-detail", args=[own.pk])).status_code == 200
    assert client.get(reverse("duties:pledge-detail", args=[other.pk])).status_code == 404


def test_a_talk_is_for_whoever_reaches_the_whole_office(as_user, clerk, secretary, community_clerk, talk):
    address = reverse("duties:talk-detail", args=[talk.pk])
    assert [as_user(user).get(address).status_code for user in (clerk, secretary)] == [200, 200]
    assert NAME in text(as_user(secretary).get(address))
    client = as_user(community_clerk)
    assert client.get(address).status_code == 403
    assert client.get(reverse("duties:talk-list")).status_code == 403


@pytest.mark.parametrize("key", ["duties.talks", "duties.talks_rectified"])
def test_the_page_of_a_figure_lists_it_without_a_name(as_user, secretary, talk, key):
    client = as_user(secretary)
    page = client.get(reverse("reports:figure", args=[key]), {"year": YEAR, "part": "denominator"})
    assert page.context["found"] == 1
    assert NAME not in page.content.decode()
    assert REASON not in page.content.decode()
    file = client.get(reverse("reports:figure-export", args=[key]), {"year": YEAR})
    path = b"".join(file.streaming_content) if file.streaming else file.content
    assert NAME.encode() not in path
    assert named_in(path) == set()


def named_in(content) -> set[str]:
    cells = set()
    for sheet in load_workbook(BytesIO(content), read_only=True):
        for row in sheet.iter_rows(values_only=True):
            cells |= {str(cell) for cell in row if cell is not None}
    return {cell for cell in cells if NAME in cell or REASON in cell}


def test_it_stands_in_no_data_workbook_and_no_annex(office, secretary, talk):
    with workbook.render(Facts(draft_of(office).scope)) as file:
        content_of_file = file.read()
    assert named_in(content_of_file) == set()
    assert Talk not in counted.counts(draft_of(office).scope)
    document = draft_of(office).document
    said = "".join(str(annex) for annex in document.annexes)
    assert NAME not in said
    assert REASON not in said


def test_a_signed_edition_freezes_nothing_of_it_but_the_number(office, secretary, talk):
    edition = edition_of(office, secretary)
    kept = content(draft_of(office), edition)
    assert kept["figures"]["duties.talks"]["text"] == "1"
    assert "duties.Talk" not in kept["versions"]
    assert "duties.talks" not in kept["records"]
    assert NAME not in str(kept)


def test_without_the_mark_it_would_stand_there(office, talk, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(Talk, "is_confidential", False)
    assert Talk in counted.counts(draft_of(office).scope)


def test_of_talks_a_community_makes_no_zero_and_promises_nothing(as_user, community_clerk, qingquan):
    client, address = as_user(community_clerk), ZeroStatementPages.url("create")
    data = as_shown(client.get(address)) | {
        "year": str(YEAR),
        "key": "duties.talks",
        "community": str(qingquan.pk),
    }
    page = client.post(address, data)
    assert (page.status_code, "只能由街道作全街道的零报告" in text(page)) == (422, True)
    assert not {"duties.talks", "duties.talks_rectified"} & dict(figure_choices()).keys()
