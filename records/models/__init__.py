"""The shapes of record, whom a record belongs to, and who may see it.

An *event* has a date and feeds flows; a *standing* lasts from `since` to `until` and feeds stocks (`shapes`).
Both belong to a 街道 always and to a 社区 or to none, which means the 街道 itself (`owned`, `belonging`).
"""

from records.keys import KeySentinel
from records.models.belonging import asks_beginning, community_of, heir_serves, refuse_absence, tie_of
from records.models.days import refuse_disorder, refuse_future
from records.models.drafts import FormDraft
from records.models.lists import LocalList, Seeded
from records.models.owned import OfCommunity, OfSubdistrict
from records.models.querysets import RecordQuerySet, begun_by, in_force_on, lasting_on
from records.models.record import HISTORY, Follower, HistoryManager, Record
from records.models.shapes import Event, Standing

__all__ = [
    "HISTORY",
    "Event",
    "Follower",
    "FormDraft",
    "HistoryManager",
    "KeySentinel",
    "LocalList",
    "OfCommunity",
    "OfSubdistrict",
    "Record",
    "RecordQuerySet",
    "Seeded",
    "Standing",
    "asks_beginning",
    "begun_by",
    "community_of",
    "heir_serves",
    "in_force_on",
    "lasting_on",
    "refuse_absence",
    "refuse_disorder",
    "refuse_future",
    "tie_of",
]
