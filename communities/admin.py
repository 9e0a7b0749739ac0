"""街道 and 社区 in the admin site."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest

from access.roles import Reader, reader_of
from communities.actions import open_subdistrict
from communities.models import Community, SubDistrict
from records import store
from records.admin import SearchedByPost
from records.models import Record
from records.presentation import present

SEEN = "seen"  # the version that the form was filled with


class PlaceForm(forms.ModelForm):
    """A form that refuses to write over what somebody saved meanwhile.

    It says what the record is now. Sent again, that version has been seen, and is written over.
    """

    seen = forms.IntegerField(label="版本", widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[SEEN].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.instance._state.adding:
            return data
        try:
            current = store.lock(self.instance)
        except store.GoneError:
            raise forms.ValidationError("这条记录刚才已被删除，没有写入") from None
        if data.get(SEEN) != current.version:
            self._report_conflict(current)
        self.instance.version = current.version
        return data

    def _report_conflict(self, current: Record) -> None:
        """Say who saved what meanwhile, and take that version for seen."""
        now = "；".join(self._describe(current, name) for name in self.fields if name != SEEN)
        text = (
            f"{self._last_author(current)}先保存了这条记录，现在是：{now}。"
            "您填写的都在下面，还没有写入；改好后再保存，就以您的为准"
        )
        self.add_error(None, text)
        version = {self.add_prefix(SEEN): str(current.version)}
        self.data = {**self.data.dict(), **version}  # type: ignore[attr-defined]

    def _describe(self, current: Record, name: str) -> str:
        return f"{self.fields[name].label}“{present(current, name) or '空'}”"

    def _last_author(self, current: Record) -> str:
        last = type(current).history.filter(id=current.pk).order_by("-history_id").first()
        if last is None or last.history_user is None:
            return "另一位同事"
        return str(last.history_user)


class PlaceAdmin(SearchedByPost):
    """The pages of a kind of place: a 管理员 looks after his own 街道, a superuser after all."""

    own = ""
    form = PlaceForm

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.manages_accounts

    def has_view_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        return self.has_module_permission(request)

    has_change_permission = has_view_permission
    has_add_permission = has_module_permission  # type: ignore[assignment]
    has_delete_permission = has_view_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        places: Any = super().get_queryset(request)
        if request.user.is_superuser:
            return places.everywhere()
        return places.everywhere().filter(**{self.own: request.user.subdistrict_id})

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        """Write a version like any other: the form has locked the record and asked which version was seen."""
        if not change:
            author: Any = request.user
            self.begin(obj, author)
        elif form.has_changed():
            store.save(obj, by=reader_of(request))

    def begin(self, place: Any, author: Reader) -> None:
        """Save a new place."""
        store.save(place, by=author)

    def get_deleted_objects(self, objs: Sequence[Record] | QuerySet, request: HttpRequest) -> Any:
        """Return what goes along, or stands in the way: kinds of record and their numbers, never names.

        Whoever looks after places sees no records.
        """
        obstacles: Counter[str] = Counter()
        for place in objs:
            obstacles.update(str(record._meta.verbose_name) for record in store.holders(place))
        in_words = [f"{kind} {number} 条" for kind, number in sorted(obstacles.items())]
        places = [str(place) for place in objs]
        return places, {self.opts.verbose_name_plural: len(places)}, set(), in_words

    def delete_model(self, request: HttpRequest, obj: Record) -> None:
        store.remove(obj, by=reader_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for place in queryset:
            store.remove(place, by=reader_of(request))


@admin.register(SubDistrict)
class SubDistrictAdmin(PlaceAdmin):
    """The pages of 街道; only a superuser opens or removes one."""

    own = "pk"
    list_display = ("code", "name", "reporter_post", "reporter")
    fieldsets = (
        (None, {"fields": ("code", "name", "since", "until", SEEN)}),
        ("述职报告的默认写法", {"fields": ("reporter", "reporter_post", "salutation", "signature")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request) and request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        return self.has_add_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Record | None = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        return ("code",)

    def begin(self, place: SubDistrict, author: Reader) -> None:
        open_subdistrict(place, by=author)


@admin.register(Community)
class CommunityAdmin(PlaceAdmin):
    """The pages of 社区."""

    own = "subdistrict"
    list_display = ("title", "code", "kind", "subdistrict", "order")
    list_filter = ("kind",)
    search_fields = ("name", "code")

    @admin.display(description="名称", ordering="name_order")
    def title(self, community: Community) -> str:
        return community.told_apart

    def get_fields(self, request: HttpRequest, obj: Record | None = None) -> tuple[str, ...]:
        return ("subdistrict", "name", "code", "kind", "order", "since", SEEN)

    def get_readonly_fields(self, request: HttpRequest, obj: Record | None = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        return ("subdistrict",)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "subdistrict":
            kwargs["queryset"] = SubDistrict.objects.everywhere()
            if not request.user.is_superuser:
                own = request.user.subdistrict_id
                kwargs.update(queryset=kwargs["queryset"].filter(pk=own), initial=own)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
