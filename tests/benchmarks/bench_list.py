"""A list page of 50 rows, against its own query by cursor. Goal: ≤ 8 queries, whatever the number of rows."""

from ground import best, by_cursor, captured, demo, say, scale


def main(times: int) -> None:
    from django.test import Client
    from django.urls import reverse

    from accounts.models import User
    from visits.models import Visit

    client = Client()
    client.force_login(User.objects.get(role="secretary"), backend="accounts.backends.ReaderBackend")
    address = reverse("visits:visit-list")

    def page():
        response = client.get(address, {"per_page": 50})
        assert response.status_code == 200, response.status_code
        return response

    page()
    with captured() as statements:
        page()
    took, floor = best(page), best(lambda: by_cursor(statements))
    say(
        f"list, scale {times}",
        ratio=took / floor,
        queries=len(statements),
        rows=Visit.objects.count(),
        seconds=took,
    )


if __name__ == "__main__":
    times = scale(1)
    with demo(times):
        main(times)
