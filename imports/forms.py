"""A file or a pasted block, one of the two."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File

from imports.models import PASTED

LONGEST = 600_000  # characters of a pasted block


class UploadForm(forms.Form):
    """What a clerk sends to be imported."""

    file = forms.FileField(
        label="Excel 文件",
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls"}),
    )
    text = forms.CharField(
        label="或者直接粘贴",
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="在表格里选中一块（连同表头），复制后粘贴到这里",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        has_file = bool(data.get("file"))
        has_text = bool((data.get("text") or "").strip())
        if not self.errors and has_file == has_text:
            raise ValidationError("请选一个 Excel 文件，或者粘贴一块表格，两样选一样")
        return data

    @property
    def name(self) -> str:
        """What the batch is called."""
        upload = self.cleaned_data.get("file")
        return str(upload.name)[:200] if upload else PASTED

    @property
    def content(self) -> File | str:
        return self.cleaned_data.get("file") or self.cleaned_data["text"]
