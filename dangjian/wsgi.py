"""The portal as a WSGI application; a server that loads it is refused while anything stands in the way of serving."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangjian.settings")
WILL_NOT_LOAD = 4  # by which gunicorn ends, where it would start another process for any other status


def refuse(sentences: list[str]) -> None:
    """End the process with these sentences."""
    print("服务没有启动：", *sentences, sep="\n", file=sys.stderr, flush=True)
    raise SystemExit(WILL_NOT_LOAD)


try:
    application = get_wsgi_application()
    from portal.readiness import make_ready

    reasons = make_ready()
except ImproperlyConfigured as error:
    from portal.commandline import misconfigured

    reasons = [misconfigured(error)]
if reasons:
    refuse(reasons)
