"""上年承诺—今年实际: the targets that last year's report printed, judged by this year's figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from reports.figures import CATALOGUE
from reports.figures.base import Target, Value
from reports.scope import Scope


@dataclass(frozen=True)
class Promise:
    """`kept` is None while the figure it is judged by is missing."""

    figure: Target
    promised: str
    actual: Value
    kept: bool | None

    @property
    def per(self) -> str:
        return "每月" if self.figure.times == 12 else ""

    @property
    def verdict(self) -> str:
        return {True: "已兑现", False: "未兑现", None: "缺数"}[self.kept]

    @property
    def token(self) -> str:
        """What stands for the target in the text."""
        return f"{{promised.{self.figure.key.partition('.')[2]}}}"

    @property
    def done(self) -> str:
        return with_unit(self.actual.text, self.actual.figure)

    @property
    def passage(self) -> str:
        """What the report may say of it, with figures as tokens: a point of the highlights where it was kept, else a problem."""
        return f"{'说过的事办到了' if self.kept else '说过的事没有办到位'}。{self.sentence}"

    @property
    def sentence(self) -> str:
        promised, label = self.token, self.actual.figure.label
        if self.figure.of_communities:
            return f"上年选定的{promised}{'都已建成' if self.kept else '没有都建成'}党建示范社区。"
        unit = "" if self.figure.unit == "%" else self.figure.unit
        done = f"{label}{{{self.actual.key}}}{'' if self.actual.figure.unit == '%' else self.actual.figure.unit}／{label}为零"
        return f"{done}，{'兑现了' if self.kept else '没有达到'}上年{self.per}{promised}{unit}的承诺。"


FEW = 3  # below it a tenth matters


def suggested(figure: Target, now: Value) -> Decimal | None:
    """A target for next year that this year's figure makes plausible: no less than what was done; None where nothing is known."""
    if figure.of_communities or now.missing:
        return None
    done = Decimal(now.value) / figure.times
    if figure.unit == "%":
        return min(Decimal(100), done.to_integral_value(ROUND_CEILING))
    if figure.unit == "万元" or done < FEW:
        return done.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return done.to_integral_value(ROUND_FLOOR)


def with_unit(text: str, figure: object) -> str:
    unit = getattr(figure, "unit", "")
    return text if unit in ("", "%") or text == "X" else f"{text}{unit}"


def promises(scope: Scope, values: Mapping[str, Value]) -> list[Promise]:
    """Every target set for the scope's year, in the catalogue's order."""
    found = []
    for key, target in scope.promised.items():
        figure = CATALOGUE.get(key)
        if not isinstance(figure, Target):
            continue
        set_then = figure.of(target)
        if not set_then.missing:
            actual = values[figure.measure]
            found.append(Promise(figure, with_unit(set_then.text, figure), actual, _kept(figure, target, actual, scope)))
    order = list(CATALOGUE)
    return sorted(found, key=lambda promise: order.index(promise.figure.key))


def _kept(figure: Target, target: object, actual: Value, scope: Scope) -> bool | None:
    chosen = list(target.communities.all()) if figure.of_communities else []  # type: ignore[attr-defined]
    if chosen:
        return all(community.stands("demonstration_", scope.day) for community in chosen)
    if actual.missing:
        return None
    return bool(actual.value >= target.amount * figure.times)  # type: ignore[attr-defined]
