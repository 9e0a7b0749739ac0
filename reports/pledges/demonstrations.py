"""A promise that chosen 社区 become 示范社区, held against them, or against those that they merged into."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from communities.models import Community, place_between
from reports.context import ReportScope

SPAN = "demonstration_"


@dataclass(frozen=True)
class Progress:
    """Names of the 社区 that are 示范社区 by now and of those that are not, and what became of the others, in words."""

    built: tuple[str, ...]
    unbuilt: tuple[str, ...]
    ended: tuple[str, ...]

    @property
    def all_built(self) -> bool:
        return bool(self.built) and not self.unbuilt

    @property
    def text(self) -> str:
        """清泉社区已并入文昌社区，文昌社区现在是示范社区."""
        return "，".join([*self.ended, *self._now()])

    @property
    def endings(self) -> str:
        return "，".join(self.ended)

    def _now(self) -> list[str]:
        built, unbuilt = "、".join(self.built), "、".join(self.unbuilt)
        if not self.unbuilt:
            return [f"{built}现在{'都' if len(self.built) > 1 else ''}是示范社区"] if self.built else []
        return [*([f"{built}已是示范社区"] if self.built else []), f"{unbuilt}还在创建"]


def progress(chosen: Sequence[Community], scope: ReportScope) -> Progress:
    """Where the promise stands on the cut-off day."""
    every = Community.objects.of(scope.subdistrict.pk).in_bulk()
    places: dict[Community, None] = {}
    gone: dict[Community | None, list[str]] = defaultdict(list)
    for community in chosen:
        place = place_between(community, scope.day, scope.day, every)
        if place is not None:
            places[place] = None
        if place != community:
            gone[place].append(community.name)
    built = tuple(place.name for place in places if place.stands(SPAN, scope.day))
    unbuilt = tuple(place.name for place in places if not place.stands(SPAN, scope.day))
    ended = (f"{'、'.join(names)}已{f'并入{place}' if place else '撤销'}" for place, names in gone.items())
    return Progress(built, unbuilt, tuple(ended))
