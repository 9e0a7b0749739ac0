"""The form by which a 社区 ends: on which day, into which other one, or what becomes of what stands in it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from communities.actions import END, LEAVE, Fate
from communities.models import Community, CommunityQuerySet
from communities.models.lives import LastingRecord, standing_in, standing_kinds
from records import inputs

FATES = [("", "请选择"), (END, "当天一并结束"), (LEAVE, "保留不动，算在街道本级")]
LATER = "later"


class EndForm(forms.Form):
    """The questions of a 社区 that ends: as many as there are kinds of record that stand in it."""

    until = inputs.DateField(label="撤销日期", help_text="从这一天起不再有这个社区")
    successor = forms.ModelChoiceField(
        Community.objects.none(),
        label="并入社区",
        required=False,
        empty_label="不并入其他社区",
        help_text="选了并入的社区，下面就不用填：记录都不搬动，自动算到并入的社区",
    )

    def __init__(self, *args: Any, community: Community, others: CommunityQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        successor: Any = self.fields["successor"]
        successor.queryset = others
        self.day = self._day()
        self.targets = {str(other.pk): other for other in others.founded_by(self.day)}
        self.kinds: dict[str, type[Any]] = {}  # the model that a question is about, by its field
        self.closing: dict[str, Any] = {}  # the record from which people go elsewhere, by its field
        self.questions: list[str] = []
        counts = []
        for model in standing_kinds():
            records = list(standing_in(model, community, self.day))
            if records:
                name = model._meta.label_lower.replace(".", "-")
                counts.append(f"{name}:{len(records)}")
                self._ask(name, model, records)
        self.listing = " ".join(counts)

    def _day(self) -> date:
        """Return the day typed, or where none can be read the one the page begins with."""
        first: date = self.initial.get("until") or timezone.localdate()
        if not self.is_bound:
            return first
        field = self.fields["until"]
        text = field.widget.value_from_datadict(self.data, self.files, self.add_prefix("until"))
        try:
            return field.clean(text)
        except ValidationError:
            return first

    def _ask(self, name: str, model: type[Any], records: Sequence[LastingRecord]) -> None:
        """Ask what becomes of these records, and of each with people in it where they go."""
        choices = [("", "请选择"), (END, "当天一并撤销"), (LEAVE, "保留，照常活动，算在街道本级")]
        if model.goes_on_elsewhere:
            moves = [(pk, f"转到{other}") for pk, other in self.targets.items()]
            choices = [*FATES, *moves]
        label = f"{model._meta.verbose_name} {len(records)} 条"
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.kinds[name] = model
        self.questions.append(name)
        for record in records:
            if people := record.people_left():
                self._ask_where(f"{name}-{record.pk}", record, people)

    def _ask_where(self, name: str, record: LastingRecord, people: str) -> None:
        choices = [("", "请选择"), (LATER, "先不转，以后各自办理")]
        choices += [(str(other.pk), str(other)) for other in record.takers(self.day)]
        help_text = f"一并撤销的才选：现有 {people}转到哪里"
        self.fields[name] = forms.ChoiceField(
            label=f"{record}的人员转入", choices=choices, required=False, help_text=help_text
        )
        self.closing[name] = record
        self.questions.append(name)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("successor") is not None or "until" not in data:
            return data
        if self.data.get("listed", self.listing) != self.listing:
            text = f"{self.day:%Y-%m-%d} 名下还有的，与刚才列出的不同，下面已按这一天重新列出，请核对后再提交"
            self.add_error(None, ValidationError(text))
        for name, model in self.kinds.items():
            if not data.get(name):
                self.add_error(name, ValidationError(f"请选择{model._meta.verbose_name}的去向"))
        for name, record in self.closing.items():
            self._check_closing(name, record, data)
        return data

    def _check_closing(self, name: str, record: LastingRecord, data: dict[str, Any]) -> None:
        fate = data.get(name.rpartition("-")[0])
        if fate == END and not data.get(name):
            self.add_error(name, ValidationError(f"还有 {record.people_left()}在{record}，请选择转到哪里"))
        if fate == LEAVE and data.get(name):
            self.add_error(name, ValidationError("保留的不用转人，请选回“请选择”，或改选“当天一并撤销”"))

    def fates(self) -> dict[type[Any], Fate]:
        """Return what becomes of each kind: `END`, `LEAVE`, or the 社区 in which it goes on."""
        if self.cleaned_data["successor"] is not None:
            return {}
        fates: dict[type[Any], Fate] = {}
        for name, model in self.kinds.items():
            answer = self.cleaned_data[name]
            fates[model] = self.targets.get(answer, answer)
        return fates

    def takers(self) -> dict[LastingRecord, LastingRecord | None]:
        """Return to which other one those in a record that ends go; None where that is settled later."""
        takers: dict[LastingRecord, LastingRecord | None] = {}
        for name, record in self.closing.items():
            answer = self.cleaned_data.get(name)
            if answer == LATER:
                takers[record] = None
            elif answer:
                takers[record] = record.takers(self.day).get(pk=answer)
        return takers
