"""The international news agencies that text names by initials, and the words that newsrooms call themselves by.

This is a phrase table: the registry stays the only list of outlets. An agency of this table that the registry holds
(by name, alias or domain) is resolved to its row; one that it does not hold is known by name alone and is not notable.
"""

from __future__ import annotations

from dataclasses import dataclass

from matching.wordlists import phrase_set, word_set


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency: its full name with the initials it is known by, how others write it, and the domains under which a registry may hold it."""

    name: str
    forms: tuple[str, ...]
    domains: tuple[str, ...]


AGENCIES: tuple[Agency, ...] = (
    Agency(
        "Associated Press (AP)",
        ("AP", "The Associated Press", "Associated Press", "The AP", "AP News"),
        ("apnews.com", "ap.org"),
    ),
    Agency("Reuters", ("Reuters", "Thomson Reuters", "Reuters News", "Reuters news agency"), ("reuters.com",)),
    Agency(
        "Agence France-Presse (AFP)",
        ("AFP", "Agence France-Presse", "Agence France Presse", "AFP news agency"),
        ("afp.com",),
    ),
    Agency("United Press International (UPI)", ("UPI", "United Press International"), ("upi.com",)),
    Agency(
        "Press Association (PA)",
        ("PA", "Press Association", "The Press Association", "PA Media", "PA news agency"),
        ("pa.media",),
    ),
    Agency(
        "Deutsche Presse-Agentur (dpa)",
        ("dpa", "DPA", "Deutsche Presse-Agentur", "Deutsche Presse Agentur"),
        ("dpa.com", "dpa-international.com"),
    ),
    Agency("Austria Presse Agentur (APA)", ("APA", "Austria Presse Agentur"), ("apa.at",)),
    Agency("Keystone-SDA", ("Keystone-SDA", "SDA"), ("keystone-sda.ch",)),
    Agency("EFE", ("EFE", "Agencia EFE", "Efe"), ("efe.com",)),
    Agency("Europa Press", ("Europa Press",), ("europapress.es",)),
    Agency("ANSA", ("ANSA", "Ansa"), ("ansa.it",)),
    Agency("Canadian Press", ("The Canadian Press", "Canadian Press"), ("thecanadianpress.com",)),
    Agency("Australian Associated Press (AAP)", ("AAP", "Australian Associated Press"), ("aap.com.au",)),
    Agency("Press Trust of India (PTI)", ("PTI", "Press Trust of India"), ("ptinews.com",)),
    Agency("Asian News International (ANI)", ("ANI", "Asian News International"), ("aninews.in",)),
    Agency("Indo-Asian News Service (IANS)", ("IANS", "Indo-Asian News Service"), ("ians.in",)),
    Agency("Xinhua", ("Xinhua", "Xinhua News Agency"), ("xinhuanet.com", "news.cn")),
    Agency("Kyodo News", ("Kyodo", "Kyodo News"), ("kyodonews.net", "kyodonews.jp")),
    Agency("Yonhap", ("Yonhap", "Yonhap News Agency"), ("yna.co.kr",)),
    Agency("Interfax", ("Interfax",), ("interfax.com", "interfax.ru")),
    Agency("TASS", ("TASS", "Tass", "ITAR-TASS", "Itar-Tass"), ("tass.com", "tass.ru")),
    Agency("RIA Novosti", ("RIA Novosti", "RIA"), ("ria.ru",)),
    Agency("Anadolu Agency", ("Anadolu", "Anadolu Agency"), ("aa.com.tr",)),
    Agency("Belga", ("Belga",), ("belga.be",)),
    Agency("ANP", ("ANP",), ("anp.nl",)),
    Agency("NTB", ("NTB",), ("ntb.no",)),
    Agency("TT News Agency", ("TT",), ("tt.se",)),
    Agency("Ritzau", ("Ritzau",), ("ritzau.dk",)),
    Agency("Lusa", ("Lusa", "Agência Lusa"), ("lusa.pt",)),
    Agency("Bloomberg News", ("Bloomberg", "Bloomberg News"), ("bloomberg.com",)),
    Agency("Dow Jones Newswires", ("Dow Jones Newswires", "Dow Jones"), ("dowjones.com",)),
    Agency("Tribune News Service (TNS)", ("Tribune News Service", "TNS", "McClatchy-Tribune"), ()),
    Agency("Associated Newspapers wire", ("States Newsroom",), ("statesnewsroom.com",)),
)

# Initials that are also a common abbreviation of something else: taken for the agency only where the place is an
# agency's own (dateline, byline, tail), never from a sentence.
ONLY_AS_WIRE = frozenset({"PA", "TT", "SDA", "APA", "RIA", "TNS", "ANP", "NTB", "ANI", "Dow Jones"})

# The last word of a newsroom's name. A capitalised phrase that ends in one is taken for an outlet when a sentence uses
# it as one ("told the … Herald"), registered or not.
MEDIA_NOUNS = word_set("""Times Post Herald Tribune Gazette Chronicle Journal News Newspaper Observer Examiner Telegraph Mail Express
    Mirror Guardian Independent Inquirer Globe Dispatch Courier Register Bulletin Argus Echo Advertiser Sentinel
    Standard Star Sun Bee Ledger Monitor Magazine Weekly Daily Zeitung Rundschau Anzeiger Nachrichten Tagblatt Tageblatt
    Radio Television TV Broadcasting Newswire Plain-Dealer Union-Tribune Sentinel-Tribune News-Journal Post-Dispatch
    Post-Gazette Star-Ledger Sun-Times Journal-Constitution Post-Intelligencer Free-Press Times-Picayune Times-Union
    News-Press News-Times Republic Enquirer Democrat-Chronicle Statesman Register-Guard Herald-Tribune Democrat-Gazette Diario Noticias Nación Mundo País Matin Monde
    Figaro Parisien Soir Libération""")
# Words that end newsrooms' names but stand more often for something else: taken only together with the word before.
MEDIA_PAIRS = phrase_set("""News Agency|News Network|Broadcasting Corporation|Press Agency|Press Association|Free Press|Daily Press
    |Daily Record|County Record|News Service|Public Radio|Daily Leader|Evening Leader|Daily Reporter|Daily Citizen
    |Business Review|Daily Review|Public Media|News Channel|Broadcasting Service|Broadcasting Network|Wire Service
    |Daily Banner|Daily Digest|Morning Call|Daily Beast|Eyewitness News""")
# Words that continue a name which has a media noun already ("… Times Record").
SECOND_NOUNS = word_set("Record Leader Reporter Review Citizen Press Union Call Banner Online Republican Democrat")
# The first word of a newsroom's name, for names that carry their kind in front.
MEDIA_OPENERS = word_set(
    "Radio Channel Diario El La Le Les Die Der Das Il O Corriere Süddeutsche Frankfurter Neue Bild Televisión"
)
# Phrases that end in a media noun but name no newsroom.
NOT_OUTLETS = frozenset(
    """good news|bad news|breaking news|fake news|latest news|local news|world news|top news|national guard|old guard
    |coast guard|associated press club|national press|free press|press secretary|state of the union|north star
    |new star|lone star|rock star|last post|royal mail|e mail|air mail|first channel|english channel|white house press
    |social network|news|press|times|daily|weekly|report|review|radio|television|today|leader|citizen|record|the record|reporter|network|channel|agency|magazine|tv
    |central intelligence agency|national security agency|environmental protection agency|police report|bill of rights
    |federal emergency management agency|space agency|european space agency|drug enforcement administration
    |international energy agency|international atomic energy agency|majority leader|minority leader|supreme leader
    |senate majority leader|senate minority leader|house minority leader|house majority leader|opposition leader|gold standard""".replace(
        "\n", ""
    )
    .replace("    ", "")
    .split("|")
)
# "Republic" ends the names of papers and of states.
STATES = phrase_set("""czech|dominican|slovak|african|islamic|people|peoples|democratic|weimar|chechen|socialist|arab|federal|soviet|korean
    |banana|irish|french|turkish|fifth|bolivarian|oriental""")
# How a later sentence refers back to the newsroom that was named before.
BACK_REFERENCES = (
    "newspaper|paper|magazine|network|broadcaster|station|outlet|news outlet|website|news site|news agency|newswire"
    "|wire service|tabloid|daily|weekly|journal|publication|channel"
)
