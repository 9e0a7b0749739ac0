from imports.models.batches import PASTED, Batch
from imports.models.deliveries import Delivery
from imports.models.learnt import Learnt
from imports.models.work import State, SupersededError, Work

__all__ = ["PASTED", "Batch", "Delivery", "Learnt", "State", "SupersededError", "Work"]
