"""What others may send us: fuzzed, bombed, looped and forged."""
