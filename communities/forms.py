"""The form by which a 社区 ends: on which day, into which other one, or else what becomes of what stands in it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from communities.actions import END, LEAVE, Fate
from communities.models import Community
from communities.models.lives import standing_in, standing_kinds
from dangjian.records import inputs

FATES = [("", "请选择"), (END, "当天一并结束"), (LEAVE, "保留不动，算在街道本级")]


class EndForm(forms.Form):
    until = inputs.DateField(label="撤销日期", help_text="从这一天起不再有这个社区")
    successor = forms.ModelChoiceField(
        Community.objects.none(),
        label="并入社区",
        required=False,
        empty_label="不并入其他社区",
        help_text="选了并入的社区，下面就不用填：记录都不搬动，自动算到并入的社区",
    )

    def __init__(self, *args: Any, community: Community, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        self.targets = {str(other.pk): other for other in others}
        successor: Any = self.fields["successor"]
        successor.queryset = others
        moves = [(f"{pk}", f"转到{other}") for pk, other in self.targets.items()]
        self.kinds: dict[str, Any] = {}
        for model in standing_kinds():
            if count := standing_in(model, community).count():
                name = model._meta.label_lower.replace(".", "-")
                self.kinds[name] = model
                label = f"{model._meta.verbose_name} {count} 条"
                self.fields[name] = forms.ChoiceField(label=label, choices=[*FATES, *moves], required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("successor") is None:
            for name, model in self.kinds.items():
                if not cleaned.get(name):
                    self.add_error(name, ValidationError(f"请选择{model._meta.verbose_name}的去向"))
        return cleaned

    def fates(self) -> dict[Any, Fate]:
        """What becomes of each kind: `END`, `LEAVE`, or the 社区 that takes it over."""
        if self.cleaned_data["successor"] is not None:
            return {}
        return {model: self.targets.get(self.cleaned_data[name], self.cleaned_data[name]) for name, model in self.kinds.items()}
