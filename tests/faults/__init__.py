"""Cycles that something happens to."""
