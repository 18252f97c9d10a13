"""The command line under a clock that is wrong: `python -m bench.shifted SECONDS -- COMMAND…`."""

from __future__ import annotations

import datetime as clock
import importlib
import pkgutil
import sys

ROOMS = ("crawler", "matching", "store", "desk")


def shift(seconds: float) -> None:
    """Move what every module of the program takes for the time by so many seconds."""
    real = clock.datetime

    class Shifted(real):  # type: ignore[misc,valid-type]
        @classmethod
        def now(cls, tz: clock.tzinfo | None = None) -> clock.datetime:
            return real.now(tz) + clock.timedelta(seconds=seconds)

        @classmethod
        def __subclasshook__(cls, other: type) -> bool:
            return issubclass(other, real)

    class _Any(type(real)):  # type: ignore[misc]
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, real)

    shifted = _Any("datetime", (Shifted,), {})
    for room in ROOMS:
        package = importlib.import_module(room)
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            if found.name.endswith("__main__"):
                continue
            module = importlib.import_module(found.name)
            if getattr(module, "datetime", None) is real:
                module.datetime = shifted  # type: ignore[attr-defined]


if __name__ == "__main__":
    shift(float(sys.argv[1]))
    from desk.cli import main

    main(sys.argv[3:])
