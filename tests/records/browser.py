"""What somebody at a browser sees of a page, and sends of a form."""

from io import BytesIO
from typing import Any

from lxml import html
from openpyxl import load_workbook


def as_shown(response: Any) -> dict[str, Any]:
    """What a browser would send of the page's form when its button 保存 is pressed without a change."""
    form = html.fromstring(response.content.decode()).xpath("//form[@method='post' and @data-shortcuts]")[0]
    for template in form.xpath(".//template"):
        template.getparent().remove(template)
    data: dict[str, Any] = {}
    for control in form.xpath(".//input | .//select | .//textarea"):
        if control.tag == "textarea":  # a browser drops the first line break and sends the others as CR LF
            sent = [(control.text or "").removeprefix("\n").replace("\n", "\r\n")]
        elif control.tag == "select":
            sent = [control.value or ""]
        elif control.get("type") in ("checkbox", "radio"):
            sent = [control.get("value", "on")] if control.checked else []
        else:
            sent = [control.get("value", "")]
        if sent:
            data.setdefault(control.name, []).extend(sent)
    data.pop("csrfmiddlewaretoken", None)
    return data


def errors(response: Any) -> list[str]:
    """The lines of the error summary."""
    return [
        " ".join(line.text_content().split())
        for line in html.fromstring(response.content.decode()).xpath("//div[@class='errors']//li")
    ]


def text(response: Any) -> str:
    """What can be read on the page, without the menu."""
    main = html.fromstring(response.content.decode()).xpath("//main")[0]
    return " ".join(main.text_content().split())


def rows(response: Any) -> list[list[str]]:
    """The cells of a list page."""
    found = html.fromstring(response.content.decode()).xpath("//table[@class='list']/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("td")] for row in found]


def links(response: Any) -> list[str]:
    """Where the rows of a list page lead."""
    return html.fromstring(response.content.decode()).xpath("//table[@class='list']/tbody/tr/td[1]/a/@href")


def sheets(response: Any) -> dict[str, list[list[Any]]]:
    """The cells of each sheet of a workbook, headings first."""
    return {
        page.title: [list(row) for row in page.iter_rows()]
        for page in load_workbook(BytesIO(response.getvalue()))
    }


def sheet(response: Any) -> list[list[Any]]:
    """The cells of a workbook's first sheet, headings first."""
    return next(iter(sheets(response).values()))


def readable(response: Any) -> str:
    """All that can be read in a page's source, or in the cells of a workbook."""
    if "spreadsheet" not in response.headers["Content-Type"]:
        return response.content.decode()
    return "\n".join(str(cell.value) for rows in sheets(response).values() for row in rows for cell in row)
