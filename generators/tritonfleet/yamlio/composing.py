"""PyYAML's nodes of a document. An anchor may be set again, as YAML allows and go-yaml reads; PyYAML refuses that."""

from __future__ import annotations

from functools import cache
from typing import Any


def composed(text: str, loader: Any) -> Any:
    """The root node of one document, None when it is empty. Raises yaml.YAMLError, as the loader does."""
    import yaml

    try:
        return yaml.compose(text, Loader=loader)
    except yaml.composer.ComposerError as error:
        if "duplicate anchor" not in str(error.context):
            raise
        return yaml.compose(text, Loader=_forgetting(loader))


@cache
def _forgetting(loader: Any) -> Any:
    """The loader, but for anchors: the last one of a name counts. It is slower, so it is for those who need it."""
    import yaml

    class Loader(yaml.composer.Composer, loader):  # type: ignore[misc]
        def __init__(self, stream: Any) -> None:
            loader.__init__(self, stream)
            self.anchors: dict[str, Any] = {}

        def compose_node(self, parent: Any, index: Any) -> Any:
            event = self.peek_event()
            if not isinstance(event, yaml.AliasEvent):
                self.anchors.pop(event.anchor, None)
            return super().compose_node(parent, index)

    return Loader
