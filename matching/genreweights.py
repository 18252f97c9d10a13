"""The weights of `matching.genre`: 1509 articles, 234 of them commentary. Written by `python -m bench.genre`."""

from __future__ import annotations

from collections.abc import Mapping

# What a text of which nothing is known counts.
BIAS = -2.4790
# By what is measured: its weight (above 0: speaks for commentary), its usual value, and its spread.
WEIGHTS: Mapping[str, tuple[float, float, float]] = {
    "arguments": (0.1694, 1.1759, 0.5156),
    "asking": (0.0138, 1.0576, 0.5796),
    "brackets": (-0.0566, 0.2933, 0.4357),
    "colons": (0.0740, 0.3211, 0.4588),
    "contracted": (0.0363, 0.3217, 0.3292),
    "dashes": (0.1035, 0.3103, 0.4123),
    "days": (-0.2751, 0.7874, 0.4928),
    "ed": (-0.1558, 4.1968, 1.3357),
    "everybody": (0.1171, 0.8396, 0.6576),
    "exclamations": (-0.0237, 0.0241, 0.0753),
    "figures": (-0.1227, 1.7264, 1.2828),
    "hedges": (0.0300, 0.6385, 0.4518),
    "lead_day": (-0.2696, 0.6017, 0.4895),
    "lead_question": (0.1085, 0.0169, 0.1289),
    "lead_told": (-0.2616, 0.5192, 0.4996),
    "lead_views": (0.0653, 0.3489, 0.6506),
    "lead_voice": (0.1545, 0.1123, 0.3158),
    "length": (0.0453, 5.0271, 0.9224),
    "negations": (0.1200, 0.6881, 0.4753),
    "ought": (0.0333, 0.1857, 0.2286),
    "past": (-0.0170, 1.4802, 0.8727),
    "pointing": (0.1469, 0.8505, 0.4941),
    "present": (0.1485, 2.3032, 0.9785),
    "questions": (0.0709, 0.0773, 0.1302),
    "quoted": (-0.1633, 0.1153, 0.1583),
    "self": (0.0623, 0.1900, 0.3876),
    "sentence": (-0.0339, 2.9871, 0.3572),
    "title_asks": (0.2917, 0.0225, 0.1484),
    "title_colon": (-0.2008, 0.1306, 0.3369),
    "title_exclaims": (-0.0380, 0.0033, 0.0575),
    "title_figure": (-0.1456, 0.1617, 0.3682),
    "title_is": (0.2228, 0.1537, 0.4341),
    "title_length": (-0.2451, 10.4175, 3.6022),
    "title_question": (0.2001, 0.0199, 0.1396),
    "title_told": (-0.0869, 0.1233, 0.3287),
    "title_views": (0.2845, 0.1577, 0.4280),
    "title_voice": (0.1221, 0.0656, 0.2476),
    "told": (-0.3337, 1.6687, 0.9248),
    "us": (0.0605, 0.3058, 0.4239),
    "views": (0.2007, 0.6721, 0.4793),
    "you": (-0.0083, 0.1298, 0.2879),
}
