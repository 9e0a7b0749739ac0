"""Indicators that are read off one selected record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from indicators.kinds.base import Gap, Kind, Page, Remedy, Value, Way
from indicators.kinds.decided import DecidedIndicator
from indicators.measures import Answers
from indicators.scope import Scope, Settings


@dataclass(frozen=True, kw_only=True)
class SelectedIndicator(DecidedIndicator):
    """Something that one record says, selected by a person or else by a rule.

    `pick` reads it off the settings.
    """

    kind: ClassVar[Kind] = Kind.SELECTED
    page: ClassVar[Page] = Page.SETTINGS
    way_out: ClassVar[str] = "请在报告设置中选定重点品牌和报道"

    pick: Callable[[Settings], Any]
    selectors: tuple[str, ...]  # of the settings: any of them filled in means that a person selected

    @property
    def when_missing(self) -> str:
        return "没有选定时自动取；没有可取的，印作 X 并列入缺数"

    def read(self, scope: Scope, answers: Answers) -> Value:
        pick = self.pick(scope.own)
        if pick in (None, ""):
            return Value(self)
        return Value(self, pick, str(pick), records=1)

    def gap(self, value: Value, scope: Scope) -> Gap:
        return Gap("还没有带媒体报道的服务品牌", (Way(Remedy.SELECT),))

    @property
    def columns(self) -> tuple[str, ...]:
        return self.selectors

    def is_decided(self, scope: Scope) -> bool:
        return bool(scope.own.selected & set(self.selectors))

    def origin(self, value: Value, scope: Scope) -> str:
        """Say how the record came to be the one."""
        if self.is_decided(scope):
            return "由人选定"
        if value.missing:
            return "还没有可取的品牌和报道"
        return "系统自动取的，还没有人选定"
