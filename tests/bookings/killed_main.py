"""A process of the tests that dies while it gives places back: each time one statement later.

Takes numbers of bookings. For the nth it forks a child that cancels it and kills itself before its nth statement or
commit, so that every point is met; a child that comes through says so. Prints the numbers of those.
"""

import os
import signal
import sys


def _die_at(number):
    """Let the nth statement or commit from now on be the last thing this process did not do."""
    from django.db import connection

    left = [number]

    def step():
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(execute, sql, params, many, context):
        step()
        return execute(sql, params, many, context)

    connection.ensure_connection()
    commit = connection.commit

    def dies_beside_commit():
        step()
        commit()
        step()

    connection.commit = dies_beside_commit
    connection.execute_wrappers.append(before)


def _cancel(pk, number):
    from cmkc.bookings.actions.booking import cancel
    from cmkc.bookings.models import Booking

    booking = Booking.objects.select_related("user").get(pk=pk)
    _die_at(number)
    cancel(booking, by=booking.user)


def main():
    for number, pk in enumerate(map(int, sys.argv[1:]), start=1):
        child = os.fork()
        if not child:
            _cancel(pk, number)
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        print(pk, "killed" if os.WIFSIGNALED(status) else "done", flush=True)  # noqa: T201  (the test reads it)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.core.worker_settings"
    import django

    django.setup()
    main()
