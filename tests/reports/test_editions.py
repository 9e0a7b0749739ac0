"""Signed for good: whatever happens to the records, the same file; whatever happens to the store, it is noticed."""

import hashlib
import zlib
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Entry
from communities.models import Community, Leader, PartnerUnit, Rectification, Survey
from duties.models import Duty, Pledge, Round, Talk
from funding.models import Payment
from funding.pages import PaymentPages
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from indicators.kinds import Value as Computed
from meetings.models import Meeting
from members.models import PartyOrg
from records import store
from records.pages import RecordPages
from records.presentation import column
from records.store.versions import one_version
from reports.context import scope_of
from reports.models import AnnualReport, Edition, Passage, Target
from reports.outputs import word
from reports.outputs.counted import public_columns
from reports.pages import PAGES_OF
from reports.signing import edition as editions
from reports.signing.linked import RecordsAtMoment
from reports.views.editions import side_by_side
from services.models import CheckIn, GoodDeed, ProjectClaim, ServiceCase, ServiceItem, VolunteerCategory
from tests import factories as F
from tests.records.browser import text
from tests.records.support import ENTERED, change, each, enter, fresh, typed
from tests.reports.signed import YEAR, Demo, parts, step, taken_back, to
from visits.models import Visit

pytestmark = pytest.mark.django_db
moving = import_module("records.migrations.0003_looks_out_of_the_history")


class Signed(Demo):
    """The demo with one edition, what its file held and what was computed when it was signed."""

    def __init__(self) -> None:
        super().__init__()
        self.values = self.computed()
        self.edition = self.sign()
        self.file = parts(self.download().content)
        self.handed_out = handed_out(self)

    def computed(self) -> dict[str, Computed]:
        return compute(CATALOGUE.values(), scope_of(self.office, YEAR))

    def download(self, kind: str = "clean") -> Any:
        return self.first.get(page("edition-word", self.edition), {"kind": kind})


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[Signed]:
    with django_db_blocker.unblock(), taken_back():
        yield Signed()


@pytest.fixture
def demo(loaded, db) -> Signed:
    return loaded


def page(name: str, edition: Edition) -> str:
    return reverse(f"reports:{name}", args=[edition.pk])


class Facts:
    """As `differences` asks for them, from figures computed already."""

    def __init__(self, values: dict[str, Computed]) -> None:
        self.values = values


def told(value: Computed) -> tuple[Any, Any, Any]:
    return value.value, value.numerator, value.denominator


def assert_as_signed(demo: Signed) -> set[str]:
    """The same file, and exactly the figures that come out otherwise now are said to differ; those."""
    edition = Edition.objects.get(pk=demo.edition.pk)
    assert edition.intact
    assert parts(word.render(editions.document(edition), fingerprint=edition.fingerprint)) == demo.file
    now = demo.computed()
    moved = {key for key, value in now.items() if told(value) != told(demo.values[key])}
    assert {difference.value.key for difference in editions.differences(edition, Facts(now))} == moved
    return moved


# ── Records ─────────────────────────────────────────────────────────────────
def new_form(demo: Signed, pages: type[RecordPages]) -> dict[str, Any]:
    """A new record as it is typed."""
    data = fresh(pages, F.CommunityFactory(subdistrict=demo.office), demo.clerk)
    if pages.model is Community:
        data["since"] = f"{YEAR + 1}-01-05"  # once a year is signed: a day behind it
    if pages.model is Round:  # the demo's years have theirs
        scheme = F.SchemeFactory(subdistrict=demo.office, year=YEAR - 5)
        data |= {"scheme": str(scheme.pk), "begun_on": f"{YEAR - 5}-05-20"}
    return data


def edit(demo: Signed, pages: type[RecordPages], record: Any) -> None:
    """Send its form with something else typed."""
    form = pages.form_class()(instance=record, reader=demo.clerk)
    rows = [
        kind.formset(pages.model)(instance=record, prefix=kind.prefix, form_kwargs={"reader": demo.clerk})
        for kind in pages.children
    ]
    data = {**typed(form), "version": str(record.version)}
    for formset in rows:
        data |= {field.html_name: field.value() for field in formset.management_form}
        for row in formset:
            data |= typed(row)
    change(pages, data)
    assert demo.entering.post(pages.url("edit", record.pk), data).status_code == 302
    assert pages.model.objects.get(pk=record.pk).version == record.version + 1


def test_records_of_every_kind_entered_edited_and_removed_afterwards_leave_it_as_it_is(demo):
    """All at once: the file is the same as long as none of them reaches it."""
    entered = {pages: enter(demo.entering, pages, new_form(demo, pages)) for pages in ENTERED}
    moved = assert_as_signed(demo)
    for pages, record in entered.items():
        edit(demo, pages, pages.model.objects.get(pk=record.pk))
    assert_as_signed(demo)
    for pages, record in entered.items():
        store.remove(pages.model.objects.get(pk=record.pk), by=None, children=pages.children)
    assert assert_as_signed(demo) <= moved
    assert "communities.total" in moved


@pytest.mark.soak
@each(ENTERED)
def test_records_of_one_kind_entered_edited_and_removed_afterwards_leave_it_as_it_is(pages, demo):
    record = enter(demo.entering, pages, new_form(demo, pages))
    moved = assert_as_signed(demo)
    edit(demo, pages, record)
    assert_as_signed(demo)
    store.remove(pages.model.objects.get(pk=record.pk), by=None, children=pages.children)
    assert assert_as_signed(demo) <= moved
    assert "communities.total" in moved


def test_whole_kinds_of_record_gone_at_once_and_it_is_still_the_same_file(demo):
    for model in (Payment, Meeting, Survey, ServiceCase, GoodDeed, ProjectClaim, CheckIn):
        model.objects.filter(subdistrict=demo.office).delete()
    moved = assert_as_signed(demo)
    assert {
        "funding.work",
        "meetings.special",
        "services.proxy_share",
        "services.checked_in_members",
    } <= moved
    shown = text(demo.first.get(page("edition", demo.edition)))
    assert f"{len(moved)} 项" in shown
    for key in moved:
        assert CATALOGUE[key].label in shown


def test_nothing_differs_while_nothing_changed(demo):
    assert assert_as_signed(demo) == set()
    assert "记录与定稿时一致" in text(demo.first.get(page("edition", demo.edition)))


def test_a_single_payment_moves_a_single_figure_and_is_shown(demo):
    community = demo.office.community_set.first()
    F.PaymentFactory(community=community, date=f"{YEAR}-05-20", kind=Payment.Kind.WORK, amount="123456.78")
    assert assert_as_signed(demo) == {"funding.work"}
    shown = text(demo.first.get(page("edition", demo.edition)))
    now = demo.computed()["funding.work"].text
    assert f"定稿 {demo.values['funding.work'].text} 现在 {now}" in shown


def test_a_change_too_small_to_be_printed_still_differs(demo):
    """One 分 more is not what was signed."""
    F.PaymentFactory(
        community=demo.office.community_set.first(),
        date=f"{YEAR}-05-20",
        kind=Payment.Kind.WORK,
        amount="0.01",
    )
    assert demo.computed()["funding.work"].text == demo.values["funding.work"].text
    assert assert_as_signed(demo) == {"funding.work"}


def test_names_targets_and_wording_of_later_do_not_reach_it(demo):
    demo.office.community_set.update(name=Concat(Value("改名"), "name"))
    type(demo.office).objects.update(name="改名街道", reporter="改名人")
    type(demo.author).objects.update(display_name="改名书记")
    Target.objects.filter(subdistrict=demo.office).update(amount=1)
    Passage.objects.filter(report=demo.report).update(text="改过的话。")
    AnnualReport.objects.filter(pk=demo.report.pk).update(
        title="改过的标题", layout="three", low_satisfaction=99
    )
    assert {"targets.party_funding", "communities.low_satisfaction_threshold"} <= assert_as_signed(demo)
    assert parts(demo.download().content) == demo.file


@pytest.mark.parametrize("kind", ["clean", "review", "spoken"])
def test_each_kind_of_file_is_made_again_the_same(demo, kind):
    before = parts(demo.download(kind).content)
    Meeting.objects.filter(subdistrict=demo.office, kind="special").delete()
    assert parts(demo.download(kind).content) == before
    assert (
        " ".join(demo.edition.fingerprint[n : n + 8] for n in range(0, 64, 8)).encode()
        in before["word/document.xml"]
    )


def test_the_annex_keeps_the_columns_and_headings_and_names_of_figures_that_were_signed(demo):
    """Whatever columns a kind of record gets later, and whatever its figures are called then."""
    content = demo.edition.thaw()
    assert [name for name, _ in content["columns"]["communities.Community"]][:5] == [
        "name",
        "code",
        "kind",
        "order",
        "since",
    ]
    content["columns"]["funding.Payment"] = [["date", "付款日"], ["amount", "金额"]]
    title, head, rows = content["sheets"][0]
    content["sheets"][0] = [title, head, [[row[0], f"旧称{row[1]}", *row[2:]] for row in rows]]
    other = Edition(report=demo.report, number=2)
    other.freeze(content)
    with editions.data(other) as file:
        sheet = load_workbook(file, read_only=True)["经费"]
        first, second, *_ = sheet.iter_rows(values_only=True)
    assert first == ("编号", "付款日", "金额", "计入")
    assert second[3].startswith("旧称")


# ── What records name ───────────────────────────────────────────────────────
def handed_out(demo: Signed) -> dict[str, Any]:
    """By door: the file name and the sheets of 数据附件, and the name of the Word file."""
    data = {"edition-data": page("edition-data", demo.edition), "data": to("data")}
    found: dict[str, Any] = {name: data_file(demo, address) for name, address in data.items()}
    words = {"edition-word": page("edition-word", demo.edition), "word": to("word")}
    return found | {name: demo.first.get(address)["Content-Disposition"] for name, address in words.items()}


def data_file(demo: Signed, address: str) -> tuple[str, dict[str, bytes]]:
    """What the file is called, and its sheets."""
    response = demo.first.get(address)
    sheets = {part: content for part, content in parts(whole_body(response)).items() if "worksheets" in part}
    return response["Content-Disposition"], sheets


def whole_body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def rename(record: Any) -> None:
    record.name = f"改{record.name}"
    store.save(record, by=None)


def named_kinds() -> set[Any]:
    """The kinds that the sheets of 数据附件 name and whose name can be changed; a 考核指标 is frozen once it is scored."""
    kinds = PAGES_OF.keys()
    found = {
        field.related_model
        for kind in kinds
        for name, _ in public_columns(kind._meta.label)
        if (field := column(kind, name))
    }
    return {kind for kind in found if kind is not None and has_field(kind, "name")}


def has_field(kind: Any, name: str) -> bool:
    return name in {field.name for field in kind._meta.get_fields()}


def rename_everything(demo: Signed) -> None:
    for kind in named_kinds():
        for record in kind.objects.of(demo.office.pk)[:40]:
            rename(record)
    rename(demo.office)


def test_the_data_file_calls_everything_as_on_the_day_of_the_signature(demo):
    assert {Community, Leader, PartyOrg, ServiceItem, VolunteerCategory} <= named_kinds()
    rename_everything(demo)
    AnnualReport.objects.filter(pk=demo.report.pk).update(title="改过的标题")
    assert handed_out(demo) == demo.handed_out
    with pytest.MonkeyPatch.context() as patch:  # the control
        patch.setattr(
            RecordsAtMoment, "_at_the_moment", lambda _, model, keys: model._base_manager.in_bulk(keys)
        )
        assert data_file(demo, page("edition-data", demo.edition)) != demo.handed_out["edition-data"]


def test_the_data_file_names_what_was_taken_away_since(demo):
    for model in (Visit, Meeting, Survey, Rectification, Duty, Pledge, Talk):
        model.objects.filter(subdistrict=demo.office).delete()
    for leader in Leader.objects.filter(subdistrict=demo.office):
        leader.delete()
    assert data_file(demo, page("edition-data", demo.edition)) == demo.handed_out["edition-data"]


def test_of_two_versions_with_one_number_the_one_that_was_signed_counts(demo):
    """Before they had numbers of their own, changes of a place in the admin site left the number as it was."""
    community = demo.office.community_set.first()
    for name in ("先改的社区", "签时的社区"):
        renumbered(community, name)
    step(demo.first, "reopen")
    edition = demo.sign()
    renumbered(community, "后改的社区")
    with editions.data(edition) as file:
        book = load_workbook(file, read_only=True)
        said = {row[1] for row in book["社区"].iter_rows(values_only=True)}
    assert {"签时的社区", "先改的社区", "后改的社区"} & said == {"签时的社区"}


def renumbered(record: Any, name: str) -> None:
    """Write a version that has the number of the one before."""
    record.name = name
    with one_version(record, "~", store.Stamp(None)):
        record.save()


def test_versions_of_looks_leave_the_history_and_the_edition_as_it_is(demo):
    """But for those that alone have what was signed: a name written anew without a version, as a migration did."""
    shortly_before = store.Stamp(demo.clerk, "查看完整联系电话", at=demo.edition.signed_at)
    cases = list(ServiceCase.objects.of(demo.office.pk)[:20])
    units = PartnerUnit.objects.of(demo.office.pk)
    units.update(name=Concat("name", Value("（改写）")))
    for record in (*cases, *units):
        with one_version(record, "~", shortly_before):
            pass
    looks = [
        kind.history.filter(history_change_reason=shortly_before.reason)
        for kind in (ServiceCase, PartnerUnit)
    ]
    data = page("edition-data", demo.edition)
    before = data_file(demo, data)
    moving.move_looks(apps, None)
    assert ([rows.count() for rows in looks], Entry.objects.count()) == (
        [0, units.count()],
        len(cases) + units.count(),
    )
    assert data_file(demo, data) == before
    assert_as_signed(demo)
    looks[1].delete()  # the control
    assert data_file(demo, data) != before


def test_a_name_without_history_is_what_it_is_now(demo):
    community = demo.office.community_set.first()
    Community.history.filter(id=community.pk).delete()
    Community.objects.filter(pk=community.pk).update(name="没有版本的社区")
    with editions.data(demo.edition) as file:
        sheet = load_workbook(file, read_only=True)["经费"]
        assert "没有版本的社区" in {cell for row in sheet.iter_rows(values_only=True) for cell in row}


def test_records_are_frozen_at_the_versions_that_were_signed(demo):
    content = demo.edition.thaw()
    counted = set(content["records"]["funding.work"]["records"])
    standing = Payment.objects.filter(subdistrict=demo.office, kind=Payment.Kind.WORK, date__year=YEAR)
    assert counted == set(standing.values_list("pk", flat=True))
    assert content["versions"]["funding.Payment"].keys() >= {str(pk) for pk in counted}
    record = standing.first()
    data = {
        **typed(PaymentPages.form_class()(instance=record, reader=demo.clerk)),
        "version": str(record.version),
        "amount": "1",
    }
    demo.entering.post(PaymentPages.url("edit", record.pk), data)
    assert Payment.objects.get(pk=record.pk).version == record.version + 1
    assert (
        Edition.objects.get(pk=demo.edition.pk).thaw()["versions"]["funding.Payment"][str(record.pk)]
        == record.version
    )


# ── The store ───────────────────────────────────────────────────────────────
def flipped(whole: bytes, place: int, bits: int = 0xFF) -> bytes:
    return whole[:place] + bytes([whole[place] ^ bits]) + whole[place + 1 :]


def unpacked(packed: bytes) -> bytes | None:
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return None


def test_one_byte_of_the_text_changed_anywhere_breaks_the_fingerprint(demo):
    edition = Edition.objects.get(pk=demo.edition.pk)
    signed = zlib.decompress(edition.content)
    assert edition.intact
    for place in {*range(0, len(signed), len(signed) // 200), len(signed) - 1}:
        edition.content = zlib.compress(flipped(signed, place, 1), 1)
        assert not edition.intact, place
    for odd in (signed[:-1], signed + b" ", signed[1:], b""):
        edition.content = zlib.compress(odd)
        assert not edition.intact


def test_packed_form_that_is_damaged_is_never_taken_for_another_text(demo):
    """A flipped bit may point at the same words elsewhere: then it unpacks to the very text, and only then it may stand."""
    edition = Edition.objects.get(pk=demo.edition.pk)
    whole = bytes(edition.content)
    signed = zlib.decompress(whole)
    for place in {*range(0, len(whole), 100), 1, 2, len(whole) - 1, len(whole) - 4, len(whole) - 6}:
        edition.content = flipped(whole, place)
        assert edition.intact == (unpacked(edition.content) == signed), place
    for odd in (b"", whole[:-1], whole + b"\0", whole[1:], b"\0" * 40):
        edition.content = odd
        assert not edition.intact


def test_how_the_text_is_packed_does_not_matter(demo):
    """Another level of compression; bits of the packed form that mean nothing: those behind the head of a stored block."""
    edition = Edition.objects.get(pk=demo.edition.pk)
    signed = zlib.decompress(edition.content)
    stored = zlib.compress(signed, 0)
    for packed in (zlib.compress(signed, 1), stored, flipped(stored, 2, 0b11111000)):
        assert packed != bytes(edition.content)
        edition.content = packed
        assert edition.intact


def test_one_letter_of_the_fingerprint_changed_breaks_it(demo):
    edition = Edition.objects.get(pk=demo.edition.pk)
    whole = edition.fingerprint
    for place, letter in enumerate(whole):
        edition.fingerprint = whole[:place] + ("0" if letter != "0" else "1") + whole[place + 1 :]
        assert not edition.intact


def test_another_text_with_a_fingerprint_of_its_own_is_the_only_way_to_deceive(demo):
    """The control: what is compared is the text's own SHA-256, which the printed file carries out of the database."""
    forged = zlib.decompress(demo.edition.content).replace("锦河".encode(), "夺来".encode())
    Edition.objects.filter(pk=demo.edition.pk).update(content=zlib.compress(forged))
    assert not Edition.objects.get(pk=demo.edition.pk).intact
    Edition.objects.filter(pk=demo.edition.pk).update(fingerprint=hashlib.sha256(forged).hexdigest())
    assert Edition.objects.get(pk=demo.edition.pk).intact
    assert hashlib.sha256(forged).hexdigest()[:8].encode() not in demo.file["word/document.xml"]


def other_text(packed: bytes) -> bytes:
    signed = zlib.decompress(packed)
    return zlib.compress(flipped(signed, len(signed) // 2, 1))


def damaged(packed: bytes) -> bytes:
    return flipped(packed, 0)


@pytest.mark.parametrize("spoil", [other_text, damaged])
def test_the_page_says_it_was_tampered_with_and_offers_no_file(demo, spoil):
    spoiled = spoil(bytes(demo.edition.content))
    Edition.objects.filter(pk=demo.edition.pk).update(content=spoiled)
    response = demo.first.get(page("edition", demo.edition))
    assert "与定稿时的指纹不符" in text(response)
    assert page("edition-word", demo.edition) not in response.content.decode()
    assert page("edition-data", demo.edition) not in response.content.decode()
    for name in ("edition-word", "edition-data", "compare"):
        assert demo.first.get(page(name, demo.edition)).status_code == 404, name
    assert (
        demo.first.get(to("report", year=YEAR + 1)).status_code == 200
    )  # whose checks compare it with last year's


def test_a_spoiled_edition_cannot_be_compared_from_another_one_either(demo):
    step(demo.first, "reopen")
    second = demo.sign()
    Edition.objects.filter(pk=second.pk).update(content=b"spoiled")
    assert demo.first.get(page("compare", demo.edition), {"with": second.pk}).status_code == 404


# ── Side by side ────────────────────────────────────────────────────────────
POINT = "highlights.teams.volunteers"


@pytest.fixture
def twice(demo):
    """A second edition with other words and one more meeting."""
    step(demo.first, "reopen")
    demo.first.post(to("passage", POINT), {"text": "志愿力量壮大。大家一起来。", "version": "1"})
    F.MeetingFactory(subdistrict=demo.office, date=f"{YEAR}-06-01")
    return demo.edition, demo.sign()


def test_two_editions_side_by_side(demo, twice):
    first, second = twice
    shown = demo.first.get(page("compare", first), {"with": second.pk})
    label, before = CATALOGUE["meetings.special"].label, demo.values["meetings.special"].value
    assert [row for row in shown.context["figures"] if row[0] == label] == [
        (label, str(before), str(before + 1))
    ]
    assert {row[0] for row in shown.context["figures"]} == {
        CATALOGUE[key].label for key, value in demo.computed().items() if value.text != demo.values[key].text
    }
    words = "".join(piece for _, right in shown.context["rows"] for piece, changed in right if changed)
    assert "大家一起来" in words
    unchanged = editions.document(first).opening.text
    assert unchanged not in text(shown)
    back = demo.first.get(page("compare", second), {"with": first.pk})
    assert [(label, b, a) for label, a, b in back.context["figures"]] == shown.context["figures"]


def test_an_edition_and_the_draft_side_by_side(demo, twice):
    first, second = twice
    assert demo.first.get(page("compare", second)).context["figures"] == []
    assert "文字都相同" in text(demo.first.get(page("compare", second)))
    shown = demo.first.get(page("compare", first))
    assert "大家一起来" in text(shown)
    assert {label for label, *_ in shown.context["figures"]} == {
        difference.value.indicator.label for difference in editions.differences(first, Facts(demo.computed()))
    }


def test_an_edition_of_another_report_is_not_compared(demo):
    other = F.AnnualReportFactory(subdistrict=demo.office, year=YEAR - 3)
    foreign = Edition(report=other, number=1, submitted_by=demo.author, signed_by=demo.author)
    foreign.submitted_at = foreign.signed_at = demo.edition.signed_at
    foreign.freeze({"figures": {}})
    foreign.save()
    assert demo.first.get(page("compare", demo.edition), {"with": foreign.pk}).status_code == 404


@pytest.mark.parametrize("other", ["", "x", "99", "9" * 30, "-1"])
def test_an_edition_that_is_not_there_is_not_compared(demo, other):
    assert demo.first.get(page("compare", demo.edition), {"with": other}).status_code == 404


def test_only_changed_stretches_are_marked():
    [(left, right)] = side_by_side(["同", "甲乙丙", "同"], ["同", "甲丁丙", "同"])
    assert (left, right) == (
        [("甲", False), ("乙", True), ("丙", False)],
        [("甲", False), ("丁", True), ("丙", False)],
    )
    assert side_by_side(["同"], ["同"]) == []
    assert side_by_side([], ["新"]) == [([], [("新", True)])]
