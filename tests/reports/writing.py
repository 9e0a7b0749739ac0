"""Writing at the desk as a browser does: what is sent, what is kept, what can be read afterwards."""

from django.urls import reverse
from lxml import html

from reports.models import Passage
from tests.factories import YEAR
from tests.reports.support import draft_of

POINT, NEXT, LEAD = (
    "highlights.foundations.duty",
    "highlights.foundations.frontline",
    "highlights.foundations",
)
REPORT = f"{reverse('reports:report')}?year={YEAR}"
FETCH = {"X-Requested-With": "fetch"}


def to(name, *args):
    return f"{reverse(f'reports:{name}', args=args)}?year={YEAR}"


def change(client, key, text=None, version=1, headers=None, **more):
    said = {} if text is None else {"text": text, "version": version}
    return client.post(to("passage", key), {**said, **more}, headers=headers)


def stored(key):
    return Passage.objects.get(key=key)


def keys(part, section=""):
    return list(Passage.objects.filter(part=part, section=section).values_list("key", flat=True))


def printed(office, key):
    piece = draft_of(office).document.pieces().get(key)
    return piece.text if piece else ""


def boxes(response):
    """What stands in the text boxes of the page, by passage."""
    found = html.fromstring(response.content.decode()).xpath("//form[@data-passage]")
    return {
        form.get("data-passage"): (form.xpath(".//textarea")[0].text or "").removeprefix("\n")
        for form in found
    }


def read(response):
    return html.fromstring(response.content.decode()).xpath("//main")[0].text_content()
