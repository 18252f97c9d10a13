"""English verbs of saying: their forms made by rule, and which of the forms are other words as often."""

from __future__ import annotations

from matching.wordlists import word_set


def _regular(stems: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Third person and past, participle and infinitive of English verbs; "/" marks forms that the rules do not make."""
    finite: set[str] = set()
    going: set[str] = set()
    plain: set[str] = set()
    for stem in stems.split():
        word, *forms = stem.split("/")
        plain.add(word)
        finite |= {_third(word), *(forms or [_past(word)])}
        going.add(_ing(word, forms))
    return frozenset(finite), frozenset(going), frozenset(plain)


def _third(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s")


def _past(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    return word[:-1] + "ied" if word.endswith("y") and word[-2] not in "aeiou" else word + "ed"


def _ing(word: str, forms: list[str]) -> str:
    doubled = next((form[:-2] for form in forms if form.endswith("ed") and form[:-2] == word + word[-1]), "")
    return (doubled or (word[:-1] if word.endswith("e") and not word.endswith("ee") else word)) + "ing"


FINITE, GOING, PLAIN = (
    _regular("""say/said tell/told add ask tweet retweet write/wrote/written state argue note explain claim insist
    announce declare acknowledge admit/admitted concede confirm deny warn suggest predict contend allege assert complain
    caution recall/recalled remark reply respond reiterate vow pledge promise propose urge quip/quipped joke muse testify observe
    stress remember emphasize emphasise maintain quote/quoted speculate lament conclude repeat answer comment reveal/revealed
    disclose describe accuse blame criticize criticise praise denounce condemn dismiss blast slam/slammed mock ridicule
    attack call/called demand question challenge declare opine counter/countered conceded report/reported recount assure signal/signaled/signalled
    affirm reaffirm proclaim decry boast brag/bragged charge agree believe think/thought hope expect fear/feared
    wonder estimate advise remind inform/informed express/expressed read/read tout deride chide scold apologize apologise
    exclaim shout mention hint imply outline detail/detailed elaborate defend reject swear/swore
    bemoan posit surmise allow/allowed counsel/counseled plead/pleaded/pled relate/related rebut/rebutted refute
    lambaste rip/ripped chastise hail/hailed laud credit/credited compare liken characterize characterise label/labeled deem/deemed
    indicate applaud welcome note retort chime/chimed interject/interjected ponder fret/fretted sneer/sneered scoff/scoffed thunder/thundered bellow/bellowed
    whisper/whispered mutter/muttered gush/gushed rail/railed disagree object/objected post/posted blog/blogged email/emailed
    recommend endorse call/called invoke rebuke advocate discuss attribute float
    thank threaten/threatened anticipate cite enthuse fume/fumed grumble groan concur/concurred contradict
    clarify specify underscore theorize theorise hypothesize reckon castigate excoriate skewer/skewered
    taunt tease jeer implore beg/begged exhort reassure congratulate commend extol/extolled demur/demurred insinuate profess
    attest divulge intone bark yell scream holler/hollered murmur/murmured mumble stammer/stammered
    grouse gripe moan wail whine sigh narrate recite inquire enquire instruct notify
    doubt assail berate admonish reprimand deplore downplay minimize minimise gloat upbraid vilify disparage belittle insult
    debunk disavow renounce repudiate recant retract rebuff beseech goad calculate prophesy imagine envision
    marvel/marveled/marvelled rejoice exult stipulate regret/regretted paraphrase worry clamor clamour bluster/blustered allude
    reminisce ruminate philosophize sermonize pontificate hypothesise""")
)
FINITE |= word_set("""echoes echoed disputes disputed dubbed branded queried texted messaged suspected guessed lectured trumpeted raved ranted
    snapped highlighted underlined referenced reasoned corrected""")
GOING |= word_set("echoing disputing branding texting messaging lecturing")
"""Third person and past, participles and infinitives. Of verbs that are nouns as often only the forms that are none."""

NOUN_LIKE = word_set("""claims comments remarks notes reports states charges calls demands hopes fears tweets posts attacks questions
    challenges quotes promises details credits mentions signals answers labels estimates emails rips slams blasts doubts
    objects reads blames counters concerns pledges vows warns_ cautions jokes stresses complaints compares thoughts thought
    hailed related expected alleged estimated called reported proposed detailed labeled feared quoted written read concerned
    note notes appeared post responses allowed reveals post
    cites cited branded disputes disputed doubts suspected trumpeted threatened dubbed highlighted referenced sighs echoes
    doubt sigh groan moan thanks thank worries worried regrets insults worry corrected calculated imagined disputes""")
"""Forms of verbs of saying that are nouns or participles as often: they need their subject right before them."""

AMBIGUOUS_GOING = word_set("""reading allowing reporting posting expecting fearing thinking calling comparing attacking charging challenging
    branding terming texting messaging requesting briefing""")
"""Participles that cite somebody only where their subject stands right before them ("with Pell calling it a farce")."""

NEVER_INVERTED = frozenset().union(
    *_regular("""accuse blame criticize criticise praise denounce condemn dismiss blast slam/slammed mock ridicule attack call challenge
    deride chide scold rip/ripped chastise hail laud credit/credited compare liken label/labeled deem applaud welcome rebuke endorse
    thank urge assure remind inform/informed tell/told advise castigate excoriate skewer/skewered taunt tease beg/begged implore exhort
    reassure congratulate commend lambaste assail berate admonish reprimand upbraid vilify disparage belittle insult goad defend reject quote discuss describe read/read cite""")
)
"""Verbs that need an object, so that the name after them is whom they are about: "…, Calls Pell a Liar"."""
