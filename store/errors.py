"""Errors of the store.

StoreError
├── ForeignFile      the file is not a database of this project
├── NewerFile        the file was written by a newer version
├── OlderFile        the file was written by an older version, and is opened for reading only
├── Busy             another process holds the file or the cycle lock
├── Unwritable       no permission, read-only, disk full
├── LeaseLost        another process took over the URL that this one worked on
├── BadEvidence      what is kept of a verdict's evidence cannot be read
├── NothingSaidYet   there was no verdict on the article at the time that was asked for
└── UnknownUrl       no article is stored under that URL
"""


class StoreError(Exception):
    """Something about the SQLite file; the message says what, where and what next."""


class ForeignFile(StoreError):
    """The file exists, but is not a database that this project made."""


class NewerFile(StoreError):
    """The file has migrations that this version does not know."""


class OlderFile(StoreError):
    """The file lacks tables that this version reads; opening it for writing adds them."""


class Busy(StoreError):
    """Another process writes to the file, or holds the lock of a cycle."""


class Unwritable(StoreError):
    """The file cannot be written: no permission, a read-only place, or a full disk."""


class UnknownUrl(StoreError):
    """No article is stored under that URL."""


class LeaseLost(StoreError):
    """The lease of a URL is no longer this process's: it stood still for too long. What it found is not written."""


class BadEvidence(StoreError):
    """What the file keeps of a verdict's evidence cannot be read."""


class NothingSaidYet(StoreError):
    """At the time that was asked for there was no verdict on the article."""
