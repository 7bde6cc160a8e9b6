"""Turns YAML text into data, refusing a key that stands twice.

YAML itself would let the last of two equal keys win in silence; in a lexicon or codebook that loses law.
"""

from __future__ import annotations

from typing import Any

import yaml

_FASTEST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_FASTEST):  # type: ignore[misc]  # its base is chosen when the module is read
    """PyYAML's safe loader, strict about keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping; raises ConstructorError with the line of a second equal key."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice", key_node.start_mark)
            seen.add(key)
        return dict(super().construct_mapping(node, deep))


def read_yaml(text: str) -> Any:
    """The data of a YAML text; raises yaml.YAMLError with the place."""
    return yaml.load(text, Loader=_Loader)
