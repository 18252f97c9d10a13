"""Errors of the crawler.

CrawlerError
└── RegistryError             the outlet registry cannot be used; carries every problem that was found
    ├── RegistryMissingError  there is no such file, or it cannot be opened
    └── RegistryInvalidError  the file is there, but its content is wrong
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong (`severity` "error") or doubtful ("warning") at a line of the registry file.

    `line` counts from 1; 0 means the file as a whole.
    """

    line: int
    severity: str
    message: str


PROBLEMS_SHOWN = 50
"""Problems that the message of an error names: a file of another kind has one in each of its lines."""


class CrawlerError(Exception):
    """Something about bringing articles in; the message says what, where and what next."""


class RegistryError(CrawlerError):
    """The outlet registry cannot be used. `problems` holds all of them, in the order of their lines."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        self.file = file
        self.problems = problems
        lines = [describe(file, problem) for problem in problems[:PROBLEMS_SHOWN]]
        if len(problems) > PROBLEMS_SHOWN:
            lines.append(
                f"{file}: and {len(problems) - PROBLEMS_SHOWN} more; `corroborate outlets check` tells them all"
            )
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type[RegistryError], tuple[str, tuple[Problem, ...]]]:
        return type(self), (self.file, self.problems)


class RegistryMissingError(RegistryError):
    """There is no such registry file, or it cannot be opened."""


class RegistryInvalidError(RegistryError):
    """The registry file was read, but is not a valid registry."""


def describe(file: str, problem: Problem) -> str:
    """`file:line: message`, the form that editors and terminals turn into a link."""
    where = f"{file}:{problem.line}" if problem.line else file
    return f"{where}: {problem.message}"
