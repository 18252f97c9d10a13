"""Imported by the fork server of a watch: loads the code that a match needs, so that its process begins at once.

The models are not loaded here: LightGBM starts threads with them, and a process that is forked has none of those.
"""

from desk import cycle

__all__ = ["LOADED"]

LOADED = cycle.__name__
