"""The text of a city file: YAML read into values that remember their lines, and what is said about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

LARGEST = 1_000_000  # bytes

Place = tuple[str | int, ...]
"""Where a value stands: ("columns", 2, "office")."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where (a line counts from 1; `path` like columns[2].office), and what to do."""

    line: int | None
    path: str
    message: str

    def __str__(self) -> str:
        place = [*([f"line {self.line}"] if self.line else []), *([self.path] if self.path else [])]
        return f"{', '.join(place)}: {self.message}" if place else self.message


class CityFileError(Exception):
    """A city file that cannot be loaded; `problems` is all that is wrong with it."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        super().__init__(name, problems)
        self.name = name
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(f"{self.name}: {problem}" for problem in self.problems)


class Source:
    """A file's content as YAML: `data` are its values; raises CityFileError where it is none."""

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        self._tree = _tree(content, name)
        self.data = _data(self._tree, name)

    def error(self, wrong: list[tuple[Place, str]]) -> CityFileError:
        """What is wrong, in the order of the file."""
        found = [Problem(_line(self._tree, place), written(place), message) for place, message in wrong]
        return CityFileError(self._name, sorted(found, key=lambda problem: (problem.line or 0, problem.path)))


def _tree(content: bytes, name: str) -> yaml.Node:
    """The YAML of the file, each key once."""
    if len(content) > LARGEST:
        raise CityFileError(name, [Problem(None, "", f"a city file has at most {LARGEST:,} bytes")])
    try:
        tree = yaml.compose(content.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError:
        raise CityFileError(name, [Problem(None, "", "is not UTF-8 text; save it as UTF-8")]) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise CityFileError(name, [Problem(line, "", f"is not YAML here: {error.problem}")]) from None
    except (yaml.YAMLError, RecursionError):
        raise CityFileError(name, [Problem(None, "", "is not YAML text")]) from None
    if tree is None:
        raise CityFileError(name, [Problem(None, "", "is empty; docs/city-file.md shows what belongs in it")])
    if doubled := list(_doubled_keys(tree, set())):
        raise CityFileError(name, doubled)
    return tree


def _doubled_keys(node: yaml.Node, seen: set[int]) -> Iterator[Problem]:
    """YAML itself takes the last of two equal keys in silence."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        names = Counter(key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode))
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and names[key.value] > 1:
                yield Problem(key.start_mark.line + 1, key.value, "stands here more than once; keep one")
                names[key.value] = 0
            yield from _doubled_keys(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _doubled_keys(item, seen)


def _data(tree: yaml.Node, name: str) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(tree)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise CityFileError(name, [Problem(line, "", f"is not a value: {error.problem}")]) from None
    except (ValueError, RecursionError) as error:
        raise CityFileError(name, [Problem(None, "", f"holds a value that cannot be: {error}")]) from None
    finally:
        loader.dispose()


def _line(node: yaml.Node, place: Place) -> int:
    """The line of what stands at a path, or of the nearest thing around it."""
    line = node.start_mark.line + 1
    for step in place:
        found = _child(node, step)
        if found is None:
            break
        line, node = found
    return line


def _child(node: yaml.Node, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child: yaml.Node = node.value[step]
        return child.start_mark.line + 1, child
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == str(step):
                return key.start_mark.line + 1, value
    return None


def written(place: Place) -> str:
    """As people write it: columns[2].office."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return text.removeprefix(".")
