"""`manage.py` of the checkout in whose folder it is called, with the clock stopped."""

import sys

import clock

if __name__ == "__main__":
    clock.stop()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
