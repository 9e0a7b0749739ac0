"""The portal for a server, with the clock stopped."""

import clock

clock.stop(hours=5)

from dangjian.wsgi import application  # noqa: E402, F401
