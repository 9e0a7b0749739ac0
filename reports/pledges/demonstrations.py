"""A promise that some 社区 become 示范社区.

It is held against them, or against those that they merged into.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from communities.models import Community, place_between
from reports.context import ReportScope

SPAN = "demonstration_"


@dataclass(frozen=True)
class Progress:
    """What became of the 社区 chosen.

    `built` and `unbuilt` are names of those that are 示范社区 by now and of those that are not; `ended` says
    in words what became of the others.
    """

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
        """清泉社区已并入文昌社区."""
        return "，".join(self.ended)

    def _now(self) -> list[str]:
        names = "、".join(self.built)
        if self.all_built:
            all_of_them = "都" if len(self.built) > 1 else ""
            return [f"{names}现在{all_of_them}是示范社区"]
        texts = []
        if names:
            texts.append(f"{names}已是示范社区")
        if self.unbuilt:
            texts.append(f"{'、'.join(self.unbuilt)}还在创建")
        return texts


def progress(communities: Sequence[Community], scope: ReportScope) -> Progress:
    """Tell where the promise of these 社区 stands on the cut-off day."""
    every = Community.objects.of(scope.subdistrict.pk).in_bulk()
    places: dict[Community, None] = {}  # in order, each once
    names_by_heir: dict[Community | None, list[str]] = defaultdict(list)
    for community in communities:
        place = place_between(community, scope.day, scope.day, every)
        if place is not None:
            places[place] = None
        if place != community:
            names_by_heir[place].append(community.name)
    names: dict[bool, list[str]] = {True: [], False: []}  # by whether it is a 示范社区 by now
    for place in places:
        names[place.stands(SPAN, scope.day)].append(place.name)
    endings = [_ending(merged_names, heir) for heir, merged_names in names_by_heir.items()]
    return Progress(tuple(names[True]), tuple(names[False]), tuple(endings))


def _ending(names: Sequence[str], heir: Community | None) -> str:
    """清泉社区、杨庄社区已并入文昌社区."""
    if heir is None:
        return f"{'、'.join(names)}已撤销"
    return f"{'、'.join(names)}已并入{heir}"
