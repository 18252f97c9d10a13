"""Capitalised words that name no person: what organisations, places, days and laws are called, and words that only open a sentence."""

from __future__ import annotations

from matching.agencies import MEDIA_NOUNS
from matching.wordlists import phrase_set, word_set

NOUNS = MEDIA_NOUNS | word_set("""Department Office Committee House Party University Institute Institution Center Centre Court Bureau Agency
    Foundation Council Group Association Union Campaign Administration Intelligence Security Service Services Police Force
    Forces State States America Research Poll Polls Inc Corp Company Commission Board Ministry Senate Congress Assembly
    Parliament Secret National Federal Supreme United International Global World Act Amendment Tower
    Towers Avenue Road Boulevard River Mountain Mountains Valley County City Town Village District Island Islands
    Square Coast Airport Hotel Hospital School College Academy Library Museum Theater Theatre Stadium
    Arena Airlines Airways Bank Bancorp Capital Partners Fund Trust Holdings Industries Systems Technologies Software Motors
    Energy Oil Gas Pharmaceuticals Insurance Financial Securities Exchange Reserve Treasury Pentagon Army Navy Marines Corps
    Brigade Division Command Network Channel Cable Studios Pictures Records Entertainment Images Media Digital Online Web Internet
    Project Program Programme Initiative Alliance Coalition Federation League Club Society Organization Organisation Movement Network
    Front Brotherhood Watch Rights Matter Lives Defense Defence Affairs Relations Education Health Labor Labour Commerce Transportation
    Agriculture Interior Homeland Veterans Environmental Protection Investigation Management Budget Election Elections Primary
    Caucus Caucuses Convention Debate Debates Super PAC Committee Conference Summit Forum Festival Games Cup Championship Series
    Award Awards Prize Medal Constitution Treaty Agreement Accord Deal Plan Pact War Revolution Era Age
    Week Month Year Century Autumn Christmas Thanksgiving Hanukkah Ramadan Republican Republicans Democrat
    Democrats Democratic Conservative Conservatives Liberal Liberals Labour Tory Tories Greens Libertarian Socialist
    Communist Christians Muslim Muslims Islam Islamic Islamist Jewish Jews Jew Catholic Catholics Evangelical Evangelicals Protestant
    Mormon Mormons Hindu Buddhist Sunni Shiite Shia Kurdish Kurds Arab Arabs Latino Latinos Latina Hispanic Hispanics Blacks Whites
    American Americans British Briton Britons Scottish Germans Italians Spanish Russian
    Russians Chinese Japanese Korean Koreans Mexican Mexicans Canadian Canadians Cubans Iranian Iranians Iraqi Iraqis Israeli
    Israelis Palestinian Palestinians Syrian Syrians Turkish Turks Saudi Saudis Egyptian Afghan Pakistani Indian Indians
    Australian European Europeans African Asian Ukrainian Ukrainians Polish Dutch Greek Swedish Norwegian Danish Swiss
    Twitter Facebook Google YouTube Instagram Amazon Microsoft Apple Wikipedia Reddit Snapchat WhatsApp Telegram
    Mideast Midwest Southern Northern Eastern Western Southeast Northeast Southwest Northwest Central Middle
    First Second Third Fourth Fifth Ninth Tenth Circuit Civil Human Public Private Social Senior Junior Former Chief
    Joint Special Select Deep Great Greater Big Common Core Obamacare Medicare Medicaid Brexit Benghazi Watergate
    Internal Revenue Press Club Gallery Times Square Pennsylvania Capitol Kremlin Downing Vatican Brussels Strip
    Building Complex Plaza Gardens Grill Restaurant Cafe Bar Golf Course Resort Ranch Farm Farms Steakhouse Wines
    Administration's Survey Report Review Journal Magazine Index Letter Memo Dossier Papers Archive Archives Emails Email
    Team Staff Squad Unit Corporation Co LLC LLP Ltd Limited Inc Incorporated Group's Brothers Sons Associates Consulting
    Strategies Communications Solutions Labs Laboratory Institute's Observatory Station Mission Space Shuttle Flight
    Scholarship Memorial Lecture Fellowship Trophy Pavilion Bowl Pier Terrace Crescent Clinic Cinema Cathedral Mosque Synagogue
    Palace Harbour Harbor Canyon Desert Ocean Sea Gulf Strait Canal Dam Reservoir Refinery Shipyard Terminal
    Railway Railroad Highway Freeway Parkway Hurricane Cyclone Typhoon Tournament Bible Koran Quran Torah Gospel God Allah Satan Heaven Hell
    Ministerio Gobierno Partido Ayuntamiento Universidad Tribunal Congreso Senado Consejo Comisión Fiscalía Policía Guardia Banco
    Ministère Gouvernement Parti Mairie Université Conseil Commission Parlement Assemblée République Sénat Banque Cour
    Bundestag Bundesrat Bundesregierung Ministerium Partei Universität Gericht Polizei Bundesbank Landtag Verband Institut
    Unión Union Europea Européenne Europäische Nacional Nationale Popular Socialista Público Pública""")
_DAYS = word_set("""Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September October
    November December Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun Lunes Martes
    Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Januar Februar März Mai Juni Juli Oktober Dezember
    Today Tomorrow Yesterday Tonight""")
PLACES = word_set("""Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii Idaho Illinois Indiana Iowa
    Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma
    Oregon Pennsylvania Tennessee Texas Utah Vermont Wisconsin Wyoming Hampshire Jersey York Carolina Dakota Zealand Korea
    Afghanistan Albania Algeria Argentina Armenia Australia Austria Azerbaijan Bahrain Bangladesh Belarus Belgium Bolivia Bosnia Brazil Britain
    Bulgaria Cambodia Cameroon Canada Chile China Colombia Congo Croatia Cuba Cyprus Denmark Ecuador Egypt England Estonia Ethiopia
    Europe Africa Asia Finland France Germany Ghana Greece Guatemala Haiti Honduras Hungary Iceland India Indonesia Iran Iraq Ireland
    Italy Jamaica Japan Kazakhstan Kosovo Kuwait Latvia Lebanon Libya Lithuania Luxembourg Malaysia Mali Malta Mexico Moldova
    Morocco Myanmar Nepal Netherlands Nicaragua Niger Nigeria Norway Oman Pakistan Palestine Panama Peru Philippines Poland Portugal Qatar
    Romania Russia Rwanda Scotland Senegal Serbia Singapore Slovakia Slovenia Somalia Spain Sudan Sweden Switzerland Syria Taiwan
    Tanzania Thailand Tunisia Turkey Uganda Ukraine Uruguay Venezuela Vietnam Wales Yemen Zambia Zimbabwe Crimea Gaza Ulster
    Angeles Francisco Diego Vegas Orleans Rico Antonio Chicago Boston Atlanta Baltimore Cleveland Philadelphia Pittsburgh Detroit
    Miami Tampa Orlando Seattle Portland Denver Dallas Houston Phoenix Milwaukee Minneapolis Cincinnati Louis Indianapolis Sacramento
    Manhattan Brooklyn Queens Bronx Harlem Hollywood Baghdad Beijing Berlin Brussels Cairo Damascus Delhi Dublin Geneva Havana
    Islamabad Istanbul Jerusalem Kabul Kiev Kyiv London Madrid Moscow Mumbai Oslo Ottawa Paris Prague Riyadh Rome Seoul Shanghai
    Stockholm Sydney Tehran Tokyo Toronto Tripoli Vienna Warsaw Zurich Manchester Liverpool Birmingham Glasgow Edinburgh Belfast
    Cardiff Leeds Bristol Barcelona Valencia Sevilla Lyon Marseille Toulouse Bordeaux Lille München Hamburg Köln Frankfurt
    D.C. U.S. U.K. U.N. E.U. L.A. N.C. S.C. N.Y. N.J. N.H. N.M. R.I. B.C. P.E.I. US UK UN EU USA Washington GOP DNC RNC""")
SURNAMES_TOO = word_set("""White Black Green Street Bill Lake Hill Hills Park Church Hall Spring Summer Winter Bay Beach Bridge Wall
    Main Lord English Irish French German Italian Cuban Welsh Guard Marine Garden Justice Christian Day Ridge Creek Chapel Lane Temple Castle Steel Crew""")
"""Everyday words that are surnames: no name ends in one unless it begins with a given name."""
NOT_PERSONS = NOUNS | _DAYS | PLACES | SURNAMES_TOO
"""Words that no person's name ends in, but for surnames that are places ("Jack London")."""
HARD = NOUNS | _DAYS
"""Of those, the ones that are no surname either."""
PLACE_OPENERS = word_set(
    "New North South West East Los Las San Santa Saint Fort Port Mount El Puerto Costa Sierra Côte Hong Abu Tel Buenos Cape Saudi Great Sri Burkina Storm Hurricane Cyclone Typhoon Operation Camp Planet Hotel Cafe Team Radio Lake"
)
OPENERS = word_set("""the a an and but or nor so yet for as when while where if although though because since until unless after before
    in on at of to from by with without about against between during into over under through despite like
    this that these those it its he she they we you i his her their our my your who whom whose which what how why
    there here then now thus hence still even only just also both either neither not no yes all any each every some many
    most more much few several other others another such same once again ever never always often sometimes later earlier
    meanwhile however instead moreover furthermore nevertheless nonetheless indeed perhaps maybe today yesterday tomorrow
    tonight recently currently finally first second third last next previously asked speaking according given based
    one two three four five six seven eight nine ten dozens hundreds thousands watch read see related top key new former ex leading prominent fellow longtime photo photos video
    said says told adds added writes wrote noted well oh let's let don't didn't isn't it's that's he's she's they're we're i'm what's there's who's can't won't
    had has have was were is are be been did do does would could should might must can
    el la los las un una unos unas y e o pero según en de del al con por para como cuando aunque si que su sus este esta
    esto eso ese esa además también así ya no tras desde hasta entre sobre
    le les des du et mais ou selon dans sur pour avec par comme quand si qui que son sa ses ce cette ces il elle ils elles
    nous vous je tu d'après aussi ainsi puis alors après avant
    der die das den dem des ein eine einen einem einer und aber oder doch wenn als wie laut nach mit von für auf bei zu im am
    so auch dann nun nur er sie es wir ihr ich man sein seine dies diese dieser""")
"""Words that begin a sentence with a capital and are no part of a name."""
NOT_PEOPLE = phrase_set("""Planned Parenthood|Goldman Sachs|Morgan Stanley|Wells Fargo|Merrill Lynch|Ernst Young|Johnson Johnson|Procter Gamble
    |Rolls Royce|Mercedes Benz|Harley Davidson|Lockheed Martin|Booz Allen|Warner Bros|Fannie Mae|Freddie Mac|Sallie Mae|Charles Schwab
    |JPMorgan Chase|Standard Poor|Hamas|Hezbollah|Al Qaeda|Boko Haram|Al Shabab|Al Jazeera|Uncle Sam|John Hancock|Ben Jerry
    |Burger King|Red Cross|Red Crescent|Blue Cross|Blue Shield|Iron Cross|Victoria Cross|George Cross|Saint Petersburg|Camp David|Mar Lago|Silicon Valley|Carnegie Mellon|Johns Hopkins|Brigham Young|Eli Lilly|John Deere|Rhode Island""")
"""Names in the form of a person's that are firms', groups' or places'."""
