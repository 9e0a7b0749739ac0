"""One case per figure that is counted (F, S, R, D), by key."""

from tests.indicators.cases import communities, duties, funding, meetings, members, services, visits

CASES = {
    key: case
    for module in (visits, funding, meetings, communities, members, services, duties)
    for key, case in module.CASES.items()
}
