"""街道 and 社区 in the admin site."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from access.roles import reader_of
from communities.actions import open_subdistrict
from communities.models import Community, SubDistrict
from records import store
from records.admin import SearchedByPost
from records.presentation import present

SEEN = "seen"  # the version that the form was filled with


class PlaceForm(forms.ModelForm):
    """Refuses to write over what somebody saved meanwhile; sent again, it has been seen and is written over."""

    seen = forms.IntegerField(label="版本", widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[SEEN].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance._state.adding:
            return cleaned
        try:
            current = store.lock(self.instance)
        except store.GoneError:
            raise forms.ValidationError("这条记录刚才已被删除，没有写入") from None
        if cleaned.get(SEEN) != current.version:
            self._see(current)
        self.instance.version = current.version
        return cleaned

    def _see(self, current: Any) -> None:
        last = type(current).history.filter(id=current.pk).order_by("-history_id").first()
        who = last.history_user if last and last.history_user else "另一位同事"
        now = "；".join(
            f"{self.fields[name].label}“{present(current, name) or '空'}”"
            for name in self.fields
            if name != SEEN
        )
        self.add_error(
            None,
            f"{who}先保存了这条记录，现在是：{now}。您填写的都在下面，还没有写入；改好后再保存，就以您的为准",
        )
        self.data = {**self.data.dict(), self.add_prefix(SEEN): str(current.version)}  # type: ignore[attr-defined]


class PlaceAdmin(SearchedByPost):
    """A 管理员 looks after his own 街道, a superuser after all."""

    own = ""
    form = PlaceForm

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.manages_accounts

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    has_change_permission = has_view_permission
    has_add_permission = has_module_permission  # type: ignore[assignment]
    has_delete_permission = has_view_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        places = super().get_queryset(request)
        return (
            places if request.user.is_superuser else places.filter(**{self.own: request.user.subdistrict_id})
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A change is a version like any other; the form has locked the record and asked which version was seen."""
        if not change:
            self.begin(obj, request.user)
        elif form.has_changed():
            store.save(obj, by=reader_of(request))

    def begin(self, place: Any, author: Any) -> None:
        """Save a new one."""
        store.save(place, by=author)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What the question says goes along, or stands in the way: also what names a place beside others."""
        gone, counts, needed, protected = super().get_deleted_objects(objs, request)
        linked = [record for place in objs for record in store.linking_records(place)]
        names = [f"{record._meta.verbose_name}: {record}" for record in linked]  # as Django writes the others
        return gone, counts, needed, [*protected, *names]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        store.remove(obj, by=reader_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for place in queryset:
            store.remove(place, by=reader_of(request))


@admin.register(SubDistrict)
class SubDistrictAdmin(PlaceAdmin):
    own = "pk"
    list_display = ("code", "name", "reporter_post", "reporter")
    fieldsets = (
        (None, {"fields": ("code", "name", "since", "until", SEEN)}),
        ("述职报告的默认写法", {"fields": ("reporter", "reporter_post", "salutation", "signature")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request) and request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def begin(self, place: SubDistrict, author: Any) -> None:
        open_subdistrict(place, by=author)


@admin.register(Community)
class CommunityAdmin(PlaceAdmin):
    own = "subdistrict"
    list_display = ("title", "code", "kind", "subdistrict", "order")
    list_filter = ("kind",)
    search_fields = ("name", "code")

    @admin.display(description="名称", ordering="name_order")
    def title(self, community: Community) -> str:
        return community.told_apart

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["subdistrict", "name", "code", "kind", "order", "since", SEEN]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("subdistrict",) if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "subdistrict" and not request.user.is_superuser:
            kwargs.update(
                queryset=SubDistrict.objects.filter(pk=request.user.subdistrict_id),
                initial=request.user.subdistrict_id,
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
