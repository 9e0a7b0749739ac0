"""Sign the demo's accounts in and print their session keys as JSON."""

import json

import clock

clock.stop(hours=5)

import django  # noqa: E402

django.setup()

from pages import reader  # noqa: E402
from taken import ADMIN, CLERK, COMMUNITY_CLERK, SECRETARY  # noqa: E402

if __name__ == "__main__":
    print(
        json.dumps(
            {
                name: reader(name).cookies["sessionid"].value
                for name in (CLERK, COMMUNITY_CLERK, SECRETARY, ADMIN)
            }
        )
    )
