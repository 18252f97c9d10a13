"""Tests of the four rooms, each in a folder of its own name."""
