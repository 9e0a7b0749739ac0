"""Writes that touch several records: tying the admitted to the roster of members."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from access.roles import Reader
from members.models import Applicant, Member
from members.models.people import FOLLOWS, take_full_on
from records import store

PERSONAL = ("name", "gender", "id_no", "birth_date", "phone")  # what a member takes over


def candidates(applicants: Sequence[Applicant], reader: Reader) -> dict[int, list[Member]]:
    """Find the members within reach who may be each applicant and are nobody else's, by the applicant's key.

    One statement for all of them.
    """
    names = {applicant.name for applicant in applicants}
    digests = {applicant.id_no_digest for applicant in applicants} - {None}
    may_be = Q(name__in=names) | Q(id_no_digest__in=digests)
    rows: Any = Member.objects.visible_to(reader).filter(may_be, applicant__isnull=True)
    members = list(rows.select_related("org"))
    by_applicant = {}
    for applicant in applicants:
        by_applicant[applicant.pk] = [member for member in members if not difference(applicant, member)]
    return by_applicant


def difference(applicant: Applicant, member: Member) -> str:
    """Say why the two cannot be one person; empty where they can. The same ID number settles it."""
    if applicant.id_no_digest and member.id_no_digest:
        if applicant.id_no_digest == member.id_no_digest:
            return ""
        return "身份证号不同"
    if applicant.name != member.name:
        return "姓名不同，也没有同一个身份证号"
    if applicant.birth_date and member.birth_date and applicant.birth_date != member.birth_date:
        return f"出生日期不同（{applicant.birth_date:%Y-%m-%d}，{member.birth_date:%Y-%m-%d}）"
    if member.joined_on and member.joined_on < applicant.applied_on:
        joined_on, applied_on = f"{member.joined_on:%Y-%m-%d}", f"{applicant.applied_on:%Y-%m-%d}"
        return f"党员的入党日期 {joined_on} 早于递交申请书日期 {applied_on}"
    return ""


@transaction.atomic
def list_as_member(applicant: Applicant, *, by: Reader) -> Member:
    """Make the admitted a 预备党员 of the 党组织 that admitted, tied to this record.

    `ValidationError` where a rule stands against it, such as a member with the same ID number.
    """
    applicant = _waiting(applicant)
    kind = Member.Kind.PROBATIONARY
    if applicant.full_on:
        kind = Member.Kind.FULL
    personal = {name: getattr(applicant, name) for name in PERSONAL}
    member = Member(
        subdistrict=applicant.subdistrict,
        org=applicant.org,
        kind=kind,
        joined_on=applicant.admitted_on,
        since=applicant.admitted_on,
        full_on=applicant.full_on,
        **personal,
    )
    member.full_clean()
    store.save(member, by=by, reason="由发展党员记录转入党员名册")
    applicant.member = member
    store.save(applicant, by=by, reason="转入党员名册")
    return member


@transaction.atomic
def tie(applicant: Applicant, member: Member, *, by: Reader) -> None:
    """Tie the admitted to a member already on record; whichever has no day of 转正 takes the other's.

    `ValidationError` where either is tied already, they cannot be one person, or the day taken breaks a rule.
    """
    member.hold()
    applicant = _waiting(applicant)
    member = Member.objects.everywhere().select_for_update(of=("self",)).get(pk=member.pk)
    if member.tied_applicant():
        raise ValidationError(f"{member}已经对应另一条发展党员记录")
    if text := difference(applicant, member):
        raise ValidationError(
            f"{applicant.name}和名册中的{member}不是同一人：{text}。是同一人的，请先改正记录"
        )
    applicant.full_on = applicant.full_on or member.full_on
    applicant.member = member
    applicant.clean()
    store.save(applicant, by=by, reason="对应到党员名册")
    if applicant.full_on and not member.full_on:
        take_full_on(member, applicant.full_on)
        store.save(member, by=by, reason=FOLLOWS)


@transaction.atomic
def untie(applicant: Applicant, *, by: Reader) -> None:
    """Take back a tie to the wrong person; both records stay as they are."""
    applicant.hold()
    applicant = Applicant.objects.everywhere().select_for_update(of=("self",)).get(pk=applicant.pk)
    applicant.member = None
    store.save(applicant, by=by, reason="解除与党员名册的对应")


def _waiting(applicant: Applicant) -> Applicant:
    """Return the record as it is now, locked; `ValidationError` where it waits for the roster no more."""
    rows = Applicant.objects.everywhere().outside_roster().select_for_update(of=("self",))
    current = rows.filter(pk=applicant.pk).first()
    if current is None:
        raise ValidationError(
            "这条记录已经对应到党员名册，或者已经终止，或者还没有支部大会接收和上级党委审批的日期"
        )
    return current
