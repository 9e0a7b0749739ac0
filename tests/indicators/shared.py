"""Figures that everybody of a 街道 is told alike, whatever his reach."""

from indicators.catalogue import CATALOGUE
from indicators.kinds import CountIndicator

SHARED = {
    key
    for key, figure in CATALOGUE.items()
    if isinstance(figure, CountIndicator) and figure.record_set.model.is_shared
}
