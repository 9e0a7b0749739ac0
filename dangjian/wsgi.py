"""The portal as a WSGI application, which does not load while anything stands in the way of serving."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangjian.settings")
WILL_NOT_LOAD = 4  # the status by which gunicorn ends; after any other it would start another process


def refuse(sentences: list[str]) -> None:
    """End the process with these sentences."""
    print("服务没有启动：", *sentences, sep="\n", file=sys.stderr, flush=True)
    raise SystemExit(WILL_NOT_LOAD)


try:
    application = get_wsgi_application()
    from portal.readiness import make_ready

    reasons = make_ready()
except ImproperlyConfigured as error:
    from portal.commandline import explain_settings

    reasons = [explain_settings(error)]
if reasons:
    refuse(reasons)
