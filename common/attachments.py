"""Files that a page hands out."""

from typing import IO

from django.http import FileResponse

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def attachment(stream: IO[bytes], name: str, content_type: str) -> FileResponse:
    """Answer with a file to be saved under a name, which may be Chinese; it is closed once it was sent."""
    return FileResponse(stream, as_attachment=True, filename=name, content_type=content_type)
