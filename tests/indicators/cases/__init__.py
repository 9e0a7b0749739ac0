"""One case per figure that is counted (F, S, R, D), by key."""

from tests.indicators.cases import communities, funding, meetings, members, posts, services, visits

CASES = {
    key: case
    for module in (visits, funding, meetings, communities, members, posts, services)
    for key, case in module.CASES.items()
}
