"""Territories as they stand in one another. One query."""

from collections import defaultdict
from functools import cached_property

from core.atlas.france import region_of
from core.models import Territory


class Lands:
    """All territories: what each is part of, what is part of it. A loop among them ends where it closes."""

    def __init__(self):
        self.by_id: dict[int, Territory] = Territory.objects.in_bulk()
        self.by_slug = {territory.slug: territory for territory in self.by_id.values()}
        for territory in self.by_id.values():
            territory.parent = self.by_id.get(territory.parent_id)

    @cached_property
    def _children(self) -> dict[int, list[Territory]]:
        children = defaultdict(list)
        for territory in self.by_id.values():
            if territory.parent_id:
                children[territory.parent_id].append(territory)
        return children

    def above(self, territory: Territory) -> list[Territory]:
        """What a territory is part of, the smallest first."""
        found: list[Territory] = []
        around = territory.parent
        while around is not None and around not in found and around != territory:
            found.append(around)
            around = around.parent
        return found

    def below(self, territory: Territory) -> set[int]:
        """Primary keys of a territory and of all that is part of it."""
        found: set[int] = set()
        waiting = [territory]
        while waiting:
            each = waiting.pop()
            if each.pk not in found:
                found.add(each.pk)
                waiting += self._children[each.pk]
        return found

    def inside(self, territory: Territory) -> list[Territory]:
        """What is directly part of a territory."""
        return [child for child in self._children[territory.pk] if child != territory]

    def of(self, key: int | None) -> Territory | None:
        """The territory of that primary key, with what it is part of."""
        return self.by_id.get(key)

    def region(self, key: int | None) -> Territory | None:
        """The Region of the map that a territory is, or stands in."""
        return region_of(self.of(key))
