"""The form of a 党组织: whoever closes one is asked where those in it go."""

from datetime import date
from typing import Any

from django import forms

from members.models import PartyOrg
from records.forms import RecordForm

LATER = "later"


class PartyOrgForm(RecordForm):
    """The form with a question more while people are in the 党组织.

    The answer is carried out together with the closing.
    """

    target = forms.ChoiceField(label="党员转入", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = ""
        if self.instance.pk:
            self.people = self.instance.people_left()
        if not self.people:
            del self.fields["target"]
            return
        others = PartyOrg.objects.visible_to(self.reader).exclude(pk=self.instance.pk)
        self.targets = {str(org.pk): org for org in others.filter(until__isnull=True)}
        choices = [("", "不转"), (LATER, "先不转，以后各自办理")]
        choices += [(pk, str(org)) for pk, org in self.targets.items()]
        field: Any = self.fields["target"]
        field.choices = choices
        field.help_text = f"撤销时选择：现有{self.people}转到哪里"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "target" in self.fields and "until" not in self.errors:
            answer = data.get("target") or ""
            self._check_target(answer, data.get("until"))
            self.instance.taker = self.targets.get(answer)
        return data

    def _check_target(self, answer: str, until: date | None) -> None:
        """Ask where people go if, and only if, the 党组织 is dissolved; and not into one founded later."""
        if answer and not until:
            self.add_error("target", "没有填撤销日期。要撤销的请填上，不撤销的这里选“不转”")
            return
        if until is None:
            return
        if not answer and "until" in self.changed_data:
            self.add_error("target", f"还有 {self.people}在这个党组织，请选择转到哪里")
        target = self.targets.get(answer)
        if target and target.since > until:
            text = f"{target}在 {target.since:%Y-%m-%d} 才成立，晚于撤销日期 {until:%Y-%m-%d}，请改选"
            self.add_error("target", text)
