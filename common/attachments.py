"""Files that a page hands out."""

from typing import IO

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: bytes | IO[bytes], name: str, content_type: str) -> HttpResponseBase:
    """Answer with a file to be saved under a name, which may be Chinese.

    A stream is closed once it was sent.
    """
    if not isinstance(content, bytes):
        return FileResponse(content, as_attachment=True, filename=name, content_type=content_type)
    headers = {"Content-Disposition": str(content_disposition_header(True, name))}
    return HttpResponse(content, content_type=content_type, headers=headers)
