"""All figures × all communities of the demo, against the same SQL by cursor. Goal: ≤ 1.3, ≤ 40 queries."""

from ground import best, by_cursor, captured, demo, say, scale


def main(times: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from communities.models import SubDistrict
    from indicators.catalogue import CATALOGUE
    from indicators.compute import compute
    from reports.context import scope_of

    subdistrict = SubDistrict.objects.get()

    def figures():
        scope = scope_of(subdistrict, timezone.localdate().year - 1)
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
