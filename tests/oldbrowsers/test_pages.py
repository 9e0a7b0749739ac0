"""Every kind of page opens in the oldest browser: no error of a script, a heading, nothing too wide, no buttons that touch."""

import pytest

from tests.browser.test_pages import PAGES, batches, records  # noqa: F401
from tests.oldbrowsers.conftest import shoot

pytestmark = pytest.mark.oldbrowser
PICTURES = {
    "home",
    "list",
    "edit",
    "import-preview",
    "secretary-home",
    "report",
    "preview",
    "ledger",
    "account",
}
USABLE = """(function () {
  var seen = Array.prototype.filter.call(document.querySelectorAll('h1'), function (node) {
    return node.getClientRects().length && node.textContent.trim();
  });
  var found = [];
  if (!seen.length) { found.push('no heading'); }
  if (document.documentElement.scrollWidth > window.innerWidth) { found.push('wider than the window'); }
  var buttons = '.btn, button, input[type=submit]';
  Array.prototype.forEach.call(document.querySelectorAll(buttons), function (button) {
    var next = button.nextElementSibling;
    if (!next || !next.matches(buttons) || !button.getClientRects().length || !next.getClientRects().length) { return; }
    var one = button.getBoundingClientRect(), other = next.getBoundingClientRect();
    if (other.top < one.bottom && other.left - one.right < 2) { found.push('touching: ' + next.outerHTML); }
  });
  return found;
}())"""


@pytest.mark.parametrize("role", PAGES)
def test_every_page_opens_and_is_usable(role, sign_in, live_server, records, batches):  # noqa: F811
    page = sign_in(role)
    wrong = {}
    for name, address in PAGES[role].items():
        page.open(live_server.url + address.format(**records, **batches))
        if name in PICTURES:
            shoot(page, name)
        found = page.evaluate(USABLE) + page.faults()
        if found:
            wrong[name] = found
    assert wrong == {}
