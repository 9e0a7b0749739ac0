"""A file or a pasted block, one of the two."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from imports.models import PASTED

LONGEST = 600_000  # characters of a pasted block


class UploadForm(forms.Form):
    file = forms.FileField(label="Excel 文件", required=False, allow_empty_file=True)
    text = forms.CharField(
        label="或者直接粘贴",
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="在表格里选中一块（连同表头），复制后粘贴到这里",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("file")) == bool((cleaned.get("text") or "").strip()):
            raise ValidationError("请选一个 .xlsx 文件，或者粘贴一块表格，两样选一样")
        return cleaned

    @property
    def name(self) -> str:
        upload = self.cleaned_data.get("file")
        return str(upload.name)[:200] if upload else PASTED

    @property
    def content(self) -> Any:
        return self.cleaned_data.get("file") or self.cleaned_data["text"]
