"""A file or a pasted block, one of the two."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile

from imports.models import PASTED

MOST_FILES = 60  # at once
MOST_BYTES = 60 * 1024 * 1024  # of all of them
LONGEST = 600_000  # characters of a pasted block


class FilesInput(forms.ClearableFileInput):
    """A box that takes several files at once."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ".xlsx,.xls", "multiple": True})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the one file of a form that takes one; several are `FilesForm`'s."""
        return forms.FileInput.value_from_datadict(forms.FileInput(), data, files, name)


class FilesForm(forms.Form):
    """Several files that are sent together."""

    def __init__(self, files: list[UploadedFile]) -> None:
        super().__init__({})
        self.uploads = files

    def clean(self) -> dict[str, Any]:
        if not self.uploads:
            raise ValidationError("请选要导入的 Excel 文件，可以一次选几个")
        if len(self.uploads) > MOST_FILES:
            raise ValidationError(
                f"一次最多 {MOST_FILES} 个文件，现在有 {len(self.uploads)} 个，请分几次上传"
            )
        if sum(file.size or 0 for file in self.uploads) > MOST_BYTES:
            raise ValidationError(f"这些文件合计超过 {MOST_BYTES // 1024 // 1024} MB，请分几次上传")
        return {}


class UploadForm(forms.Form):
    """What a clerk sends to be imported."""

    file = forms.FileField(
        label="Excel 文件",
        required=False,
        allow_empty_file=True,
        widget=FilesInput(),
        help_text="可以一次选几个文件，合在一起核对",
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
