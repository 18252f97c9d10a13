"""Read word lists that are written as one block of text, so that a table of words stays readable in the code."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of `text`, which blanks and line ends separate.

    >>> sorted(word_set("one two"))
    ['one', 'two']
    """
    return frozenset(text.split())


def phrase_set(text: str) -> frozenset[str]:
    """Return the phrases of `text`, which bars separate; blanks around them and line ends do not count.

    >>> sorted(phrase_set("one two | three"))
    ['one two', 'three']
    """
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|") if phrase.strip())
