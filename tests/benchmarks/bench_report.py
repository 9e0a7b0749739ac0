"""The whole report of the demo, figures and Word with annexes, against its own SQL by cursor and its parts by zipfile. Goal: ≤ 2."""

from ground import best, by_cursor, captured, demo, rewritten, say, scale


def main(times: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from communities.models import SubDistrict
    from reports.checks import run
    from reports.context import scope_of
    from reports.draft import Draft
    from reports.outputs import word

    subdistrict = SubDistrict.objects.get()
    year = timezone.localdate().year - 1

    def report() -> bytes:
        return word.render(Draft(scope_of(subdistrict, year)).document)

    with captured() as statements:
        finished = report()
    document = Draft(scope_of(subdistrict, year)).document
    draft = Draft(scope_of(subdistrict, year))
    assert draft.document
    checking = best(lambda: run(draft))
    took, writing = best(report), best(lambda: word.render(document))
    asking, packing = best(lambda: by_cursor(statements)), best(lambda: rewritten(finished))
    say(
        f"report, scale {times}, {connection.vendor}",
        ratio=took / (asking + packing),
        queries=len(statements),
        seconds=took,
        word=writing,
        sql=asking,
        zip=packing,
        checks=checking,
    )


if __name__ == "__main__":
    times = scale()
    with demo(times):
        main(times)
