"""The kinds of indicator, each of which answers for itself."""

from indicators.kinds.base import Gap, Indicator, Kind, Page, Remedy, Value, Way
from indicators.kinds.count import ALL_YEAR, EVERY, URBAN, CountIndicator
from indicators.kinds.decided import DecidedIndicator
from indicators.kinds.median import MedianIndicator
from indicators.kinds.ratio import RatioIndicator
from indicators.kinds.selected import SelectedIndicator
from indicators.kinds.target import EACH, MEMBER, MONTH, VISIT, TargetIndicator
from indicators.kinds.threshold import ThresholdIndicator

__all__ = [
    "ALL_YEAR",
    "EACH",
    "EVERY",
    "MEMBER",
    "MONTH",
    "URBAN",
    "VISIT",
    "CountIndicator",
    "DecidedIndicator",
    "Gap",
    "Indicator",
    "Kind",
    "MedianIndicator",
    "Page",
    "RatioIndicator",
    "Remedy",
    "SelectedIndicator",
    "TargetIndicator",
    "ThresholdIndicator",
    "Value",
    "Way",
]
