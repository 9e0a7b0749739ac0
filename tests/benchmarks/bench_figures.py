"""All figures × all communities of the demo, against the same SQL by cursor. Goal: ≤ 1.3, ≤ 40 queries."""

from ground import best, by_cursor, captured, demo, say, scale


def main(times: int) -> None:
    from django.db import connection

    from communities.models import SubDistrict
    from reports.figures import CATALOGUE
    from reports.figures.compute import compute
    from reports.scope import Scope

    subdistrict = SubDistrict.objects.get()

    def figures():
        scope = Scope.of(subdistrict, Scope.of(subdistrict, 0).today.year - 1)
        return compute(CATALOGUE.values(), scope)

    with captured() as statements:
        values = figures()
    took, floor = best(figures), best(lambda: by_cursor(statements))
    rows = sum(value.records for value in values.values())
    say(
        f"figures, scale {times}, {connection.vendor}",
        ratio=took / floor,
        queries=len(statements),
        figures=len(values),
        records=rows,
        seconds=took,
    )


if __name__ == "__main__":
    times = scale()
    with demo(times):
        main(times)
