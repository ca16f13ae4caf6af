from portal.notices import digest, telling
from portal.queue import Queue, idempotent_task


@idempotent_task(queue=Queue.DEFAULT)
def send_notices() -> None:
    """Mail what is due, forget what is old."""
    digest.send_due()
    telling.drop_old()
