"""One case per figure that is counted (F, S, R, D), by key."""

from tests.indicators.cases import (
    assessment,
    communities,
    duties,
    funding,
    meetings,
    members,
    org_life,
    posts,
    services,
    visits,
)

CASES = {
    key: case
    for module in (
        visits,
        funding,
        meetings,
        communities,
        members,
        posts,
        services,
        org_life,
        assessment,
        duties,
    )
    for key, case in module.CASES.items()
}
