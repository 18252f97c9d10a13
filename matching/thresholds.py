"""Every constant that decides an origin or a verdict, each with its reason and the data that set it.

Set on one half of the labelled pairs and origin labels, and read off the other half once (docs/verdicts.md gives both
figures). Constants that no labels reach say so.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

# --- Attribution: is a credit about the central claim? -----------------------------------------------------------

LEAD_SENTENCES: Final = 2
"""The first three sentences are the lead: of central credits in the labels two thirds stand there."""
LEAD_WEIGHT: Final = 0.45
TOP_SENTENCES: Final = 6
"""Sentences up to here still say what the article is about."""
TOP_WEIGHT: Final = 0.25
BODY_SHARE: Final = 0.4
"""Further down than this share of the text, position speaks for nothing."""
BODY_WEIGHT: Final = 0.1
OVERLAP_WEIGHT: Final = 0.55
"""Sharing the title's content words speaks as strongly as standing in the lead."""
TITLE_STEMS: Final = 5
"""No sentence repeats a long title whole: five shared stems are all that can be asked."""
SPEAKER_BONUS: Final = 0.25
"""Whoever the headline quotes, said it to the newsroom that is credited."""
TITLE_QUOTE_SHARE: Final = 0.6
"""Share of the words that a headline quotes which must stand in a passage for it to be where they were said."""
HEADLINE_CREDIT_BONUS: Final = 0.2
"""A title that says "report" or "reportedly" announces a credit."""
RETURN_BONUS: Final = 0.1
"""Each further sentence that comes back to the same newsroom."""
RETURNS_COUNTED: Final = 3
STRONG_PHRASE_BONUS: Final = 0.2
"""Phrases that are used of scoops alone ("first reported by", "obtained by")."""
STORY_BONUS: Final = 0.1
"""A phrase that names the story itself ("according to a story in X")."""
ACKNOWLEDGEMENT_WORDS: Final = 16
"""A scoop phrase in a sentence this short is an acknowledgement of the whole story ("The flights were first reported by
…"), wherever it stands."""
ACKNOWLEDGEMENT_BONUS: Final = 0.4
BACK_REACH: Final = 3
"""How many sentences back "the paper" may reach for its newsroom."""
REACTION_PENALTY: Final = 0.4
"""Where the headline is somebody's answer to a report, the report is what it is about, not where it comes from."""
SUBJECT_PENALTY: Final = 0.8
"""A headline about the newsroom itself makes it the subject, not the source."""
BRIEF_SENTENCES: Final = 12
BRIEF_BONUS: Final = 0.15
"""In a brief, "X reported" in the body still says where the brief is from; what somebody told X may be a side quote."""
OLDER_STORY_PENALTY: Final = 0.5
"""A credit for what was reported last year is a side fact by itself."""
NO_COMMENT_PENALTY: Final = 0.4
"""Declining to comment confirms nothing."""
BACKGROUND_PENALTY: Final = 0.3
"""A report named in a clause of time ("resigned after X reported") is what the happening answers, not where it is from."""
REMARK_PENALTY: Final = 0.4
"""What a newsroom "noted" or "added" is a remark beside the claim."""
RUNNING_REPORT_BONUS: Final = 0.1
"""A brief that says what X "reports", in the present, passes on X's story."""
SOURCED_LEAD_PENALTY: Final = 0.3
"""Where the lead tells of a public act (an announcement, a ruling) and names no newsroom, a newsroom named below it gives a
detail, unless the phrase is that of a scoop or the headline is what was said to it."""
SOLE_VOICE_BONUS: Final = 0.3
"""A brief without reporting of its own, all of whose quotations were said to one newsroom, passes on what it was told."""
SAYS_THE_TITLE: Final = 3
"""Content words of the title in one sentence with which its speaker says what the title says."""
SIDE_VOICE_PENALTY: Final = 0.2
"""Somebody whom neither title nor lead names is a voice beside the claim, whoever he spoke to."""
VENUE_PENALTY: Final = 0.4
"""What somebody said on a programme is the programme's report only if the headline is about that somebody."""
CREDIT_OF_SEVERAL: Final = 0.3
SEVERAL_CREDITS: Final = 0.65
"""Several credits of one newsroom, the best at least `CREDIT_OF_SEVERAL`, are central together from this noisy-or on."""
CENTRAL_CREDIT: Final = 0.55
"""Least weight (centrality times the phrase's own weight) of a credit that moves the origin."""

# --- Events: which articles report the same happening -----------------------------------------------------------------

# Mean log-odds between two clusters that a join needs. 0 would be "as likely one event as not"; below it, since the pairs
# of a large event are not all near each other. Cross-validated mean B-cubed F1 at -1.5: .969, at -1: .968, at -0.8: .967, at
# -0.5: .964, at 0: .952; but an article that is joined loosely has part in its event's verdict: of 354 single reports on the
# political stream 12.4 % are called corroborated at -1, 10.7 at -0.8, 9.6 at -0.6. At -0.6 two papers in Spanish are parted.
EVENT_LINKAGE_THRESHOLD = -0.8
# An event is cut in two where both sides are confirmed inside (a pair of two outlets of at least CLAIM_TOGETHER on each) and
# no pair of two outlets across reaches CLAIM_APART. Of the 365 events of the four corpora, trained anew, this cuts
# none; a follow-up the next day that the same two outlets report is cut from what it follows.
CLAIM_TOGETHER = 0.5
CLAIM_APART = 0.5
# Where two outlets confirm each other, an article of their event that confirms neither stays only where the mean log-odds between
# it and those that are confirmed reach this: the verdict of an event is that of all its articles. Held out, of 354 single reports
# on the political stream 11.6 % are called corroborated where none is taken out, 10.7 at -0.5, 9.3 at -0.4, 9.0 at -0.3, 8.8 at 0;
# 87.4, 87.2, 87.2, 87.0 and 86.7 % of the others keep their company; mean B-cubed F1 is .968, .967, .965, .965 and .962.
LOOSE_LINKAGE: Final = -0.4
# Two articles are compared only where no more days lie between them: reports of one happening follow within hours, an
# update within days; of the true pairs of two dated corpora none lies more than 3 days apart, and what follows after a
# week is another event. No labels reach the exact length.
WINDOW_DAYS = 7.0
# … but in a file of no more articles than this, all are compared: it costs nothing there, and one corpus of a few hundred
# articles has events whose reports are dated a year apart (22 % of its true pairs lie beyond a week).
SMALL_FILE = 20_000
# A pair that shares half of the shorter text is one event whatever else it says, down to these log-odds of one event. Agency
# briefs of one sentence share their notice of rights with any text of the agency (cross-validated B-cubed F1 of newscluster
# .943 without this bound, .952 with it; the other corpora have no such pair).
COPY_RULED_OUT = -2.0
# What a pair that was never a candidate counts in that mean (log-odds): they share next to nothing.
EVENT_LINKAGE_ABSENT = -3.0
# Two happenings told in one form: the words of title and lead that are no names, or the runs of words of the texts, are
# alike by at least this …
FORM_LIKENESS: Final = 0.5
# … and by so much more than the names, of which each has at least so many, neither lead has most of its names in the other text,
# and not half of the figures are shared: an agency's copy may spell out a name, and keeps the others. Of 4,067 true pairs of four
# corpora one is such a pair; of 766 pairs of a story and the same story with nine names of ten and all figures replaced 714, of
# 783 such briefs 702.
FORM_GAP: Final = 0.3
FORM_NAMES: Final = 4
FORM_NAMES_COVERED: Final = 0.8
FORM_FIGURES_SHARED: Final = 0.5
# Two happenings of a kind: other places are named, so many names are in each, and no name and no figure is in both (similarities
# up to these are none); or the headlines name others, and both texts have exact figures. Of the 4,067 true pairs five are such pairs,
# and one more by its headlines and figures.
KIND_NAMES_SHARED: Final = 0.02
KIND_FIGURES_SHARED: Final = 0.02
KIND_NAMES: Final = 2
# The first score (log-odds before calibration) of such a pair is at most this: nobody's company, and no copy either.
LOOK_ALIKE: Final = -6.0
# Of two articles that came out further apart than this (days), the earlier did not know what the later did; who wrote first is not
# told by less. Where the top of the later one tells a further step of a process, or the denial of a report, that the earlier one
# tells nowhere (`matching.laterdeeds`), the first score is at most as much. Of the 4,067 true pairs of four corpora none is such a
# pair; but only 462 of them, of two corpora, are dated so far apart.
SAME_TIME: Final = 0.25
LATER_DEED: Final = -6.0
# Names alone: the words of both leads that are no names, the two-word phrases, figures, quotations and runs of words of both texts
# are alike by no more than this. Held out, of pairs of a file of two articles of different events whose names had been made the
# same 28 % are the same claim without this rule and 17 with it, of those of one event 86 and 85 %; of 354 single reports on the
# political stream 9.3 % are called corroborated without and 8.5 with it, of the others 87.2 and 86.9 % keep their company.
ALONE_WORDS: Final = 0.07
ALONE_BIGRAMS: Final = 0.02
ALONE_FIGURES: Final = 0.05
ALONE_QUOTES: Final = 0.1
ALONE_RUNS: Final = 0.02
# What the scorer of claims gives such a pair at most, before calibration: as little as it ever says.
NAMES_ALONE: Final = -10.0
# Pairs at least this likely to be one event are kept with their evidence, to show why they were, or were not, joined.
PAIR_KEPT = 0.1

# --- Wire credit ---------------------------------------------------------------------------------------------------

WIRE_CREDIT: Final = 0.7
"""Least weight of a credit on the text itself that decides alone; weaker ones need shared text (see matching.credits)."""

# --- Shared text ---------------------------------------------------------------------------------------------------

COPY_SIMILARITY: Final = 0.15
"""Least geometric mean of both containments (5-word shingles outside quotations) that makes two articles one report.

The mean of both directions, not the larger alone: a short article that shares a public sentence or two with a long one
has a large containment of itself and a tiny one of the other. Labelled pairs: independent ones stay below 0.14 on the
half looked at, trimmed copies down to an eighth keep above 0.3.
"""
COPY_CERTAIN: Final = 0.4
"""From here a copy is certain (probability 0.99)."""
COPY_SURE: Final = 0.99
"""What a certain copy is given: nothing read from text alone is beyond doubt."""
TIE_SIMILARITY: Final = 0.25
"""Below this, shared text alone does not outweigh the later article's own confirmation of the claim (no labels reach
this; in the labelled pairs every copy stands above it, and derived reports below it confirm nothing themselves)."""
COPY_LEAST_SHINGLES: Final = 14
"""Fewer shared shingles (about one long sentence) prove nothing, however short the texts."""
TRIMMED_CONTAINMENT: Final = 0.6
"""One text this far inside the other is a cut copy, or has a copy inside it, whatever the rest holds."""
TRIMMED_LEAST_SHINGLES: Final = 30
"""… if what they share is at least a paragraph."""

# --- Reworded copy (no labels reach these; set on texts of our own and checked against independent pairs) ----------------

REWRITE_COVERED: Final = 0.85
"""Share of the smaller text's sentences that have an answer in the larger."""
REWRITE_ORDER: Final = 0.8
"""Share of those answers that stand in the same order."""
REWRITE_OWN: Final = 0.16
"""Most figures and names that the smaller may have for itself; independent reports of one event have 0.3 and more."""
REWRITE_SHARED: Final = 0.55
"""Least share of all figures and names of both that both have."""
REWRITE_FACTS: Final = 18
"""Fewer figures and names say nothing about who took them from whom: two excerpts of 90 words on one court paper have a
dozen, and share them all."""

# --- Statements ------------------------------------------------------------------------------------------------------

RELEASE_SCORE: Final = 2.0
"""Formulas of releases (see matching.statements) that a text shared by several outlets must reach to be one."""
RELEASE_ALONE: Final = 3.0
"""A single article needs more: a reporter may quote the formula of a release."""

MARKED_RELEASE: Final = 3.0
"""A text that says of itself that it is a press release is one, whoever prints it."""
REPRINT_WORDS: Final = 30
"""A quotation from here on may be a whole statement. Long ones are common (of 1,316 articles of five corpora with a quotation
43 % have one), so that this alone says nothing …"""
REPRINT_SHARE: Final = 0.5
"""… but an article that consists of one to this share is rare: 9 of the same 1,316."""
REPRINT_NARRATION: Final = 60
"""… and says no more than so many words itself: who introduces a statement, whom it is by, one sentence of background."""
REPRINT_SAME: Final = 0.8
"""Share of the shorter quotation's shingles that the other must have to be the same statement, cut by a sentence."""
REPRINT_EDGE: Final = 0.9
"""How sure a reprint is then of resting on the statement."""

# --- Bodies ----------------------------------------------------------------------------------------------------------

STUB_WORDS: Final = 25
"""A body below this is no report; the shortest whole reports in the corpora have 40 words."""
TEASER_WORDS: Final = 160
"""A body up to this length that ends by asking for a subscription is a teaser."""

# --- Commentary ------------------------------------------------------------------------------------------------------

COMMENTARY: Final = 0.5
"""Probability of commentary (matching.genre) from which a text without any label is no report: rather one than the other.

Held out (`python -m bench.genre`), of clear opinion in two political corpora .60 and .76 are recognised at 0.4, .47 and .69 at 0.5,
.42 and .58 at 0.6; of clear reports .01 and .01 are taken for commentary at 0.4 (.06 in a third corpus), .00 and .01 at 0.5 (.05),
.00 and .01 at 0.6 (.03)."""

# --- Verdict -----------------------------------------------------------------------------------------------------------

FOLLOW_UP_WINDOW: Final = timedelta(hours=48)
"""How long after the last report a verdict stays provisional: other outlets follow within two days or not at all (three
quarters of stories are taken up within the day: Cagé, Hervé and Viaud, "The production of information in an online
world", 2020)."""
TAKEN_DOWN_WITHIN: Final = timedelta(days=7)
"""A page that is gone so soon after its publication was taken down by its newsroom, and no longer stands for a report.
Later, pages end with licences and archives, which takes nothing back. A decision, not a measurement: the crawl looks at
pages for a day and a half."""
SAME_CLAIM: Final = 0.6
"""Least probability of "same central claim" between two counted origins. An event may be loose; a corroboration must be
tight. Cross-validated on the political stream, half of its events cut to one report in three ways (354 single reports): 9.0 % of
the single reports are called corroborated at 0.6, 7.9 at 0.65, 5.4 at 0.7, and of the articles that have company 87.1, 86.9 and
84.5 % keep it (most of the others have nothing but commentary beside them). Above 0.6 a file of a few articles loses true
company: a local paper that confirms a national story, an own report beside an agency's story in eight papers."""
EDGE: Final = 0.5
"""Least probability of an edge that joins two articles to one origin."""
NEAR_EDGE: Final = 0.35
"""Edges from here on are kept as evidence although they join nothing: an editor sees what nearly decided."""
CLAIM_LANGUAGES: Final = frozenset({"en"})
"""The scorer of "same central claim" was trained on English; elsewhere it says nothing, and the event stands for it."""
