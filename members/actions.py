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


def candidates(applicants: Sequence[Applicant], reader: Reader) -> dict[int, list[Member]]:
    """Of each applicant, by the key, the members within reach who may be this person and are nobody else's.

    One statement for all of them.
    """
    names = {applicant.name for applicant in applicants}
    numbers = {applicant.id_no_digest for applicant in applicants} - {None}
    named = Q(name__in=names) | Q(id_no_digest__in=numbers)
    free: Any = Member.objects.visible_to(reader).filter(named, applicant__isnull=True)
    members = list(free.select_related("org"))
    return {
        applicant.pk: [member for member in members if not difference(applicant, member)]
        for applicant in applicants
    }


def difference(applicant: Applicant, member: Member) -> str:
    """Why the two cannot be one person; empty where they can. The same ID number settles it."""
    if applicant.id_no_digest and member.id_no_digest:
        return "" if applicant.id_no_digest == member.id_no_digest else "身份证号不同"
    if applicant.name != member.name:
        return "姓名不同，也没有同一个身份证号"
    if applicant.birth_date and member.birth_date and applicant.birth_date != member.birth_date:
        return f"出生日期不同（{applicant.birth_date:%Y-%m-%d}，{member.birth_date:%Y-%m-%d}）"
    if member.joined_on and member.joined_on < applicant.applied_on:
        return (
            f"党员的入党日期 {member.joined_on:%Y-%m-%d} 早于递交申请书日期 {applicant.applied_on:%Y-%m-%d}"
        )
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
    member: Any = Member(
        subdistrict=applicant.subdistrict,
        org=applicant.org,
        kind=kind,
        joined_on=applicant.admitted_on,
        since=applicant.admitted_on,
        full_on=applicant.full_on,
        **{name: getattr(applicant, name) for name in ("name", "gender", "id_no", "birth_date", "phone")},
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
    member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
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
    applicant = Applicant.objects.select_for_update(of=("self",)).get(pk=applicant.pk)
    applicant.member = None
    store.save(applicant, by=by, reason="解除与党员名册的对应")


def _waiting(applicant: Applicant) -> Applicant:
    """The record as it is now, locked."""
    locked = Applicant.objects.unlisted().select_for_update(of=("self",)).filter(pk=applicant.pk).first()
    if locked is None:
        raise ValidationError(
            "这条记录已经对应到党员名册，或者已经终止，或者还没有支部大会接收和上级党委审批的日期"
        )
    return locked
