"""Words of saying: verbs, nouns and set phrases by which news text cites somebody, for each language.

General news vocabulary, lower case, and nobody's own phrases. `certain` verbs report speech whatever follows; `open`
ones only before "that", a quotation or a colon, or right after a name; `hidden` forms say that a person is *not* cited.
"""

from __future__ import annotations

from dataclasses import dataclass

from matching.englishverbs import FINITE, GOING, PLAIN
from matching.wordlists import phrase_set, word_set


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """One language's words of saying.

    `finite` forms have their subject beside them, `participles` ("adding") share that of their clause, and `infinitives`
    follow an auxiliary ("went on to say"). `nouns` are words for something said that a possessive or "by" joins to who
    said it. `according` are phrases that a name follows, `reported` the verbs after which "was … as saying" cites the subject.
    """

    finite: frozenset[str]
    participles: frozenset[str]
    infinitives: frozenset[str]
    nouns: frozenset[str]
    according: frozenset[str]
    helpers: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    relatives: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    articles: frozenset[str]
    by: frozenset[str]
    roles: frozenset[str]


# Forms that are as often a noun, a plain verb or something else: they count only with a subject right before them.
ENGLISH = SpeechWords(
    finite=FINITE | word_set("put puts pointed"),
    participles=GOING,
    infinitives=PLAIN,
    nouns=word_set("""statement remark remarks comment comments claim claims assertion assertions contention argument tweet
        tweets letter memo testimony words suggestion op-ed allegation allegations warning promise pledge vow insistence
        prediction complaint quote accusation accusations email response answer reply belief declaration announcement
        speech column essay post message note memoir book article address lecture interview view opinion affidavit brief e-mail"""),
    according=phrase_set("according to|per|in the words of|in the view of|in the opinion of|in the eyes of"),
    helpers=word_set("""has have had also later then never ever once again already just even recently repeatedly reportedly
        previously simply often still now further went on did does do would will could might was were been being is publicly
        both all each earlier jointly first too only always famously soon twice himself herself himself, can must n't not"""),
    prepositions=word_set("""of for to from with by about against at on in into over under between during
        without within through across toward towards upon like than near behind despite among including
        via per amid around alongside inside outside beyond"""),
    conjunctions=word_set("and but or then yet"),
    relatives=word_set("who"),
    he=word_set("he"),
    she=word_set("she"),
    articles=word_set("a an the his her their its our my this that these those one another"),
    by=word_set("by"),
    roles=word_set("""spokesman spokeswoman spokesperson strategist manager director adviser advisor consultant pollster aide lawyer
        attorney professor economist analyst author activist organizer founder president vice chairman chairwoman chair
        chief executive officer mayor governor senator congressman congresswoman lawmaker candidate nominee front-runner
        rival opponent reporter columnist correspondent editor anchor host journalist commentator historian scientist researcher
        expert scholar student teacher farmer voter resident supporter delegate donor businessman businesswoman billionaire
        mogul magnate star actor actress singer comedian celebrity pastor priest bishop evangelist rabbi imam doctor physician nurse
        engineer developer investor banker judge justice prosecutor sheriff detective officer captain general colonel major sergeant
        secretary minister ambassador diplomat official deputy assistant coordinator operative surrogate co-chairman
        co-chair co-founder co-author leader member head coach player witness neighbor neighbour owner partner wife husband
        son daughter brother sister mother father widow veteran retiree counsel treasurer commissioner councilman councilwoman
        councillor superintendent principal fellow contributor pundit writer blogger conservative liberal moderate independent
        socialist libertarian republican democrat republicans firefighter plumber fisherman skipper clerk driver
        moderator spokesmen spokeswomen legislator representative assemblyman assemblywoman aldermen alderman solicitor
        barrister backbencher premier chancellor monarch
        committeeman committeewoman dissident novelist filmmaker producer publisher screenwriter playwright poet musician rapper songwriter
        composer artist painter sculptor designer architect photographer curator librarian archivist biographer critic cartoonist philosopher
        theologian linguist psychologist psychiatrist sociologist anthropologist archaeologist biologist chemist physicist astronomer
        geologist ecologist climatologist meteorologist epidemiologist virologist surgeon pediatrician paediatrician dentist pharmacist
        paramedic veterinarian midwife therapist counselor counsellor statistician mathematician demographer criminologist technician
        mechanic electrician contractor miner rancher grower winemaker waiter waitress bartender hairdresser cashier shopkeeper retailer
        grocer broker salesman saleswoman realtor landlord landlady tenant homeowner motorist cyclist commuter passenger pilot sailor
        soldier commander brigadier corporal cadet policeman policewoman constable inspector trooper bailiff magistrate arbitrator mediator
        negotiator envoy consul selectman trustee rector headmaster headmistress headteacher tutor lecturer instructor trainer referee
        goalkeeper midfielder quarterback athlete champion medalist medallist agent promoter tycoon industrialist entrepreneur shareholder
        auditor accountant lobbyist campaigner protester protestor demonstrator organiser unionist whistleblower defector refugee migrant
        immigrant prisoner inmate hostage survivor victim plaintiff defendant juror suspect hacker programmer influencer podcaster
        broadcaster newscaster presenter interviewer co-host panelist panellist preacher vicar nun monk cleric deacon missionary chaplain
        philanthropist heir heiress widower fiancé fiancée boyfriend girlfriend uncle aunt nephew niece cousin grandfather grandmother
        grandson granddaughter roommate classmate colleague co-worker associate confidant confidante ally mentor boss employee worker
        staffer intern volunteer fundraiser superdelegate registrar surveyor planner regulator ombudsman comptroller speechwriter
        parliamentarian undersecretary substitute striker winger defender forward forecaster guide rescuer climber hiker diver angler headteacher vicar curate stallholder farmhand"""),
)

SPANISH = SpeechWords(
    finite=word_set("""dijo dice decía dicho afirmó afirma aseguró asegura explicó explica señaló señala declaró declara añadió añade indicó
        indica agregó agrega sostuvo sostiene comentó comenta manifestó manifiesta subrayó subraya recordó recuerda
        advirtió advierte admitió admite reconoció reconoce negó niega confirmó confirma anunció anuncia apuntó apunta
        insistió insiste aclaró aclara denunció denuncia criticó critica lamentó lamenta escribió escribe tuiteó contó cuenta
        relató relata precisó precisa destacó destaca reiteró reitera respondió responde preguntó pregunta prometió
        promete pidió pide exigió exige concluyó concluye opinó opina argumentó argumenta considera consideró expresó expresa
        zanjó zanja sentenció matizó matiza avisó avisa reclamó reclama aseveró remarcó remarca enfatizó puntualizó puntualiza
        defendió defiende adelantó ratificó detalló detalla acusó acusa alertó alerta informó"""),
    participles=word_set(
        "diciendo afirmando asegurando añadiendo explicando señalando indicando agregando subrayando advirtiendo"
    ),
    infinitives=word_set(
        "decir afirmar asegurar explicar señalar declarar añadir indicar agregar sostener subrayar recordar advertir"
    ),
    nouns=word_set("declaraciones palabras comunicado carta mensaje tuit entrevista"),
    according=phrase_set("según|para|de acuerdo con|en palabras de|a juicio de|en opinión de"),
    helpers=word_set(
        "ha han había habían también luego después ya no se le les lo la nos me además hoy ayer siempre así aún"
    ),
    prepositions=word_set("de del a al en con por para contra entre sobre desde hasta sin tras ante bajo durante"),
    conjunctions=word_set("y e pero o ni"),
    relatives=word_set("quien que"),
    he=word_set("él"),
    she=word_set("ella"),
    articles=word_set("el la los las un una su sus lo este esta ese esa"),
    by=word_set("por"),
    roles=word_set("""portavoz presidente presidenta ministro ministra alcalde alcaldesa director directora secretario secretaria
        senador senadora diputado diputada jefe jefa abogado abogada fiscal juez jueza profesor profesora economista analista
        líder candidato candidata consejero consejera gobernador gobernadora doctor doctora investigador investigadora
        responsable vecino vecina concejal concejala coordinador coordinadora experto experta vicepresidente vicepresidenta
        expresidente exministro médico médica rector rectora delegado delegada general coronel comisario embajador embajadora"""),
)

FRENCH = SpeechWords(
    finite=word_set("""dit disait dites affirme affirmé affirmait déclare déclaré déclarait explique expliqué expliquait ajoute ajouté assure assuré
        estime estimé estimait indique indiqué précise précisé souligne souligné annonce annoncé confie confié raconte raconté
        reconnaît reconnu admet admis nie nié confirme confirmé rappelle rappelé écrit répond répondu insiste insisté
        regrette regretté dénonce dénoncé critique critiqué prévient prévenu avertit averti promet promis demande demandé
        réclame réclamé lance lancé martèle martelé tweete tweeté note noté remarque remarqué observe observé conclut conclu
        détaille détaillé juge jugé considère considéré soutient soutenu témoigne témoigné argue argué plaide plaidé résume résumé
        commente commenté poursuit poursuivi tranche tranché ironise ironisé déplore déploré salue salué soupire glisse glissé
        alerte alerté accuse accusé signale signalé relève relevé analyse analysé"""),
    participles=word_set(
        "disant affirmant déclarant expliquant ajoutant assurant estimant précisant soulignant rappelant"
    ),
    infinitives=word_set("dire affirmer déclarer expliquer ajouter assurer estimer préciser souligner rappeler"),
    nouns=word_set("déclaration déclarations propos mots communiqué lettre message tweet interview entretien"),
    according=phrase_set("selon|d'après|d’après|aux yeux de|pour"),
    helpers=word_set(
        "a ont avait avaient aussi ensuite puis déjà ne n' pas s' se l' lui leur y en a-t-il a-t-elle est encore également hier toujours bien"
    ),
    prepositions=word_set(
        "de du des d' d’ à au aux en dans avec par pour contre entre sur depuis jusqu sans sous après avant chez vers"
    ),
    conjunctions=word_set("et mais ou puis"),
    relatives=word_set("qui"),
    he=word_set("il"),
    she=word_set("elle"),
    articles=word_set("le la les un une des son sa ses leur leurs l' l’ ce cette ces"),
    by=word_set("par"),
    roles=word_set("""porte-parole président présidente ministre maire directeur directrice secrétaire sénateur sénatrice député députée chef
        avocat avocate procureur procureure juge professeur professeure économiste analyste leader candidat candidate conseiller
        conseillère chercheur chercheuse responsable patron patronne premier général colonel préfet préfète médecin
        docteur syndicaliste délégué déléguée habitant habitante adjoint adjointe politologue historien historienne
        sociologue expert experte spécialiste cofondateur fondateur ambassadeur commissaire"""),
)

GERMAN = SpeechWords(
    finite=word_set("""sagte sagt gesagt erklärte erklärt betonte betont teilte mit mitgeteilt berichtete berichtet schrieb schreibt geschrieben
        meinte meint warnte warnt gewarnt kritisierte kritisiert forderte fordert gefordert fügte ergänzte ergänzt bestätigte bestätigt
        kündigte angekündigt behauptete behauptet räumte eingeräumt erläuterte erläutert versicherte versichert verwies verweist
        erzählte erzählt antwortete antwortet fragte fragt twitterte versprach verspricht lobte lobt bedauerte bedauert
        unterstrich unterstreicht äußerte bekräftigte bekräftigt mahnte mahnt dementierte dementiert vermutete vermutet
        befürchtet beklagte beklagt bezeichnete bezeichnet hob gab nannte nennt sprach spricht urteilte findet glaubt
        verteidigte verlangte verlangt appellierte appelliert schilderte schildert bilanzierte"""),
    participles=frozenset(),
    infinitives=word_set("sagen erklären betonen berichten schreiben warnen"),
    nouns=word_set("aussage aussagen worte worten erklärung brief mitteilung äußerung äußerungen interview"),
    according=phrase_set("laut|zufolge|nach angaben von|so|nach worten von|nach aussage von|gegenüber"),
    helpers=word_set(
        "hat haben hatte hatten auch dann später noch bereits schon nicht weiter dazu nun zudem außerdem am"
    ),
    prepositions=word_set(
        "von vom zu zum zur mit bei beim aus in im an am auf für gegen über unter nach vor seit durch ohne zwischen des der"
    ),
    conjunctions=word_set("und aber oder doch"),
    relatives=word_set("der die"),
    he=word_set("er"),
    she=word_set("sie"),
    articles=word_set("der die das den dem des ein eine einen einem einer sein seine ihr ihre"),
    by=word_set("von durch"),
    roles=word_set(
        """Sprecher Sprecherin Präsident Präsidentin Minister Ministerin Bürgermeister Bürgermeisterin Direktor Direktorin Chef Chefin
        Vorsitzende Vorsitzender Kanzler Kanzlerin Anwalt Anwältin Richter Richterin Professor Professorin Abgeordnete Abgeordneter
        Senator Senatorin Leiter Leiterin Experte Expertin Forscher Forscherin Ökonom Ökonomin Analyst Analystin Geschäftsführer
        Geschäftsführerin Kandidat Kandidatin Generalsekretär Generalsekretärin Staatsanwalt Staatsanwältin Trainer Trainerin
        Polizeisprecher Polizeisprecherin Regierungssprecher Regierungssprecherin Ministerpräsident Ministerpräsidentin
        Innenminister Außenminister Finanzminister Oberbürgermeister Oberbürgermeisterin Landrat Landrätin Fraktionschef Parteichef""".lower()
    ),
)

SPEECH: dict[str, SpeechWords] = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH, "de": GERMAN}

TITLES = word_set("""mr mrs ms miss mx dr prof professor sir dame lord lady sen senator sens reps rep representative gov governor president
    vice-president premier chancellor minister secretary mayor judge justice general gen col colonel lt lieutenant maj major capt
    captain cmdr commander sgt sergeant adm admiral officer detective det sheriff chief deputy rev reverend father fr sister pastor
    bishop archbishop cardinal pope rabbi imam sheikh ayatollah king queen prince princess duke duchess baron baroness
    congressman congresswoman councilman councilwoman councillor cllr alderman ambassador amb attorney atty speaker leader
    chairman chairwoman chair chairperson director commissioner superintendent spokesman spokeswoman spokesperson coach president-elect
    hon honorable justice solicitor counsel whip treasurer nominee candidate governor-elect whip comptroller
    undersecretary delegate assemblyman assemblywoman editor reporter correspondent anchor host columnist analyst strategist
    committeeman committeewoman undersecretary sens govs del delegate rev brigadier
    supt insp inspector constable pc warden provost dean principal marshal marshall_ premier taoiseach emir sultan
    señor señora sr sra srta don doña ministro ministra presidente presidenta alcalde alcaldesa monsieur madame mademoiselle m mme mlle
    maître président présidente ministre maire herr frau präsident präsidentin kanzler kanzlerin bundeskanzler bundeskanzlerin""")
MALE_TITLES = word_set(
    "mr sir lord father fr king prince duke baron congressman councilman chairman spokesman señor sr don monsieur m herr"
)
FEMALE_TITLES = word_set("""mrs ms miss dame lady sister queen princess duchess baroness congresswoman councilwoman chairwoman spokeswoman
    señora sra srta doña madame mademoiselle mme mlle frau""")
