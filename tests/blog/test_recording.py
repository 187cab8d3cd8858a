"""Two people record what becomes of the same commitment at the same moment: one change is written."""

import datetime
import threading

import pytest
from django.db import connection

from blog.models import StateChange
from blog.recording import Overtaken, record
from tests.factories import CommitmentFactory, RoadmapIndexPageFactory, RoadmapPageFactory

DAY = datetime.date(2016, 1, 11)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told_of_the_other(home, settings):
    settings.PINNED_TODAY = DAY
    roadmap = RoadmapPageFactory(parent=RoadmapIndexPageFactory(parent=home), year=2016)
    commitment = CommitmentFactory(roadmap=roadmap, state_since=DAY)
    seen = commitment.changes.get().pk
    outcomes, barrier = [], threading.Barrier(2)

    def tell(state):
        try:
            barrier.wait()
            outcomes.append(
                record(commitment.pk, state=state, on=DAY, reason="", actor=None, seen=seen).state
            )
        except Overtaken as refusal:
            outcomes.append(refusal.last.state)
        finally:
            connection.close()

    threads = [threading.Thread(target=tell, args=[state]) for state in ("under_way", "done")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    commitment.refresh_from_db()
    assert outcomes == [commitment.state] * 2
    assert list(StateChange.objects.values_list("state", flat=True)) == ["announced", commitment.state]
