"""Where the fields of a config.pbtxt stand: protobuf's own reader keeps no positions.

Only texts that protobuf's reader has accepted come here, so nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tritonfleet.checks.rule import Inside

_TOKEN = re.compile(
    r"(?P<skip>\s+|#[^\n]*|[;,:])"
    r"|(?P<open>[{<\[])|(?P<close>[}>\]])"
    r"|(?P<text>\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')|(?P<word>[^\s#;,:{}<>\[\]\"']+)",
    re.DOTALL,
)


@dataclass(slots=True)
class Node:
    """A field, a message or a list: ``value`` of a plain one, ``nodes`` of the others.

    start: its offset in the text, that of the name for a field.
    """

    name: str
    start: int
    value: str = ""
    nodes: list[Node] = field(default_factory=list)

    def named(self, name: str) -> list[Node]:
        """The fields of this name, in order; each item of a list is one."""
        found = [node for node in self.nodes if node.name == name]
        return [
            item for node in found for item in (node.nodes if node.nodes and node.value == "[" else [node])
        ]

    def text(self, name: str) -> str:
        """The value of a plain field; "" if there is none."""
        return next((node.value for node in self.nodes if node.name == name), "")


def read(text: str) -> Node:
    """The fields of a configuration, under a node without a name."""
    tokens = (match for match in _TOKEN.finditer(text) if match.lastgroup != "skip")
    root = Node("", 0)
    _fill(root, tokens)
    return root


def _fill(parent: Node, tokens: Iterator[re.Match[str]]) -> None:
    """Reads fields into the parent until its bracket closes, without recursion: depth is the writer's choice."""
    open_nodes = [parent]
    name: Node | None = None
    for token in tokens:
        current = open_nodes[-1]
        in_list = current.value == "["
        if token.lastgroup == "close":
            if len(open_nodes) > 1:
                open_nodes.pop()
            name = None
        elif token.lastgroup == "open":
            node = name or Node(current.name, token.start())
            node.value = token[0]
            if name is None:
                current.nodes.append(node)
            open_nodes.append(node)
            name = None
        elif in_list:
            current.nodes.append(Node(current.name, token.start(), _plain(token[0])))
        elif name is not None and not name.value:
            name.value = _plain(token[0])
            name = None if token.lastgroup == "word" else name
        elif token.lastgroup == "text" and name is not None:
            name.value += _plain(token[0])
        else:
            name = Node(token[0], token.start())
            current.nodes.append(name)


def _plain(token: str) -> str:
    return token[1:-1] if token[0] in "\"'" else token


def place(text: str, offset: int) -> Inside:
    """Line and column of an offset, both from 1."""
    before = text[:offset]
    return Inside(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
