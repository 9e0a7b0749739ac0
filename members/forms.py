"""The form of a 党组织: whoever closes one is asked where those in it go."""

from typing import Any

from django import forms

from members.models import PartyOrg
from records.forms import RecordForm

LATER = "later"


class PartyOrgForm(RecordForm):
    """With a question more while people are in the 党组织; the answer is carried out together with the closing."""

    target = forms.ChoiceField(label="党员转入", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = self.instance.people_left() if self.instance.pk else ""
        if not self.people:
            del self.fields["target"]
            return
        orgs = (
            PartyOrg.objects.visible_to(self.reader).filter(until__isnull=True).exclude(pk=self.instance.pk)
        )
        self.targets = {str(org.pk): org for org in orgs}
        field: Any = self.fields["target"]
        field.choices = [
            ("", "不转"),
            (LATER, "先不转，以后各自办理"),
            *((pk, str(org)) for pk, org in self.targets.items()),
        ]
        field.help_text = f"撤销时选择：现有{self.people}转到哪里"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        answer, until = cleaned.get("target"), cleaned.get("until")
        if "target" not in self.fields or "until" in self.errors:
            return cleaned
        if answer and not until:
            self.add_error("target", "没有填撤销日期。要撤销的请填上，不撤销的这里选“不转”")
        elif not answer and "until" in self.changed_data and until:
            self.add_error("target", f"还有 {self.people}在这个党组织，请选择转到哪里")
        elif until and answer in self.targets and self.targets[answer].since > until:
            since = self.targets[answer].since
            self.add_error(
                "target",
                f"{self.targets[answer]}在 {since:%Y-%m-%d} 才成立，晚于撤销日期 {until:%Y-%m-%d}，请改选",
            )
        self.instance.taker = self.targets.get(answer or "")
        return cleaned
