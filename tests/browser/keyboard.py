"""Filling in a form without the mouse."""

from playwright.sync_api import Page

FOCUSED = "(() => { const e = document.activeElement; return [e.name || '', e.type || '', (e.labels && e.labels[0] || {}).innerText || ''] })()"


def fill(page: Page, entries: dict[str, object]) -> None:
    """Tab from field to field in the form's order and type, choose or tick each one named."""
    for name, value in entries.items():
        for choice in value if isinstance(value, list) else [value]:
            _reach(page, name, choice if isinstance(value, list) else None)
            _enter(page, choice)


def _focused(page: Page) -> list[str]:
    return page.evaluate(FOCUSED)


def _reach(page: Page, name: str, label: str | None) -> None:
    for _ in range(80):
        found, _, text = _focused(page)
        if found == name and (label is None or text.strip() == label):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} {label or ''} cannot be reached by Tab")


def _enter(page: Page, value: object) -> None:
    _, kind, _ = _focused(page)
    if kind == "select-one":
        options = page.evaluate("[...document.activeElement.options].map(o => o.text)")
        page.keyboard.press("Home")
        for _ in range(options.index(value)):
            page.keyboard.press("ArrowDown")
    elif kind == "radio":
        page.keyboard.press("Space")
        for _ in range(10):
            if _focused(page)[2].strip() == value:
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"no choice {value}")
    elif kind == "checkbox":
        page.keyboard.press("Space")
    else:
        page.keyboard.press("Control+a")
        page.keyboard.type(str(value))


def save(page: Page) -> None:
    """A draft changes the address before the page is left: what is awaited is another page."""
    with page.expect_event("domcontentloaded"):
        page.keyboard.press("Control+s")
