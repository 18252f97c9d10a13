"""Event words: what was done, which side of a question it took, and how far a process has come.

"Blocks" and "lets resume" are two sides of one question; "arrested", "charged" and "convicted" are steps of one process.
General news vocabulary of six languages and no topic's own. A word is written without accents; `*` stands for any ending
("suspend*"); two words side by side are a phrase ("strike down"). Where a word has several readings it is listed for the
one that headlines mean by it, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SIDES: Final[Mapping[str, tuple[str, str]]] = {
    "permit": (
        "block blocks blocked blocking halt* suspend* ban bans banned banning bar bars barred prohibit* forbid* outlaw*"
        " freez* froze pause pauses paused ground grounds grounded enjoin* injunction stop stops stopped"
        " overturn* nullif* void voids voided invalidat* scrap scraps scrapped revok* rescind*"
        " strike+down strikes+down struck+down striking+down struck+out throws+out threw+out"
        " | prohib* bloque* bloqu* interdi* interdit suspen* anula* annul* invalida* verbiet* verbot* stopp* blockier*"
        " untersag* kippt gekippt vieta* blocca* sospen* paraliza* proib*",
        "allow allows allowed allowing permit permits permitted let lets lift lifts lifted lifting resum* restor*"
        " reinstat* reviv* revives unblock* unfreez* greenlight* uphold* upheld unban* ungrounded back+on go+ahead"
        " | permite* permiti* autoriz* reanud* restable* levanta* autoris* permet* reprend* retabli* leve"
        " erlaub* erlaubt genehmig* aufgehoben wieder+erlaubt retoma* liberou libera autorizz* ripristin* riprend*"
        " consent*",
    ),
    "open": (
        "close closes closed closing closure shut shuts shutter* shutdown | cierra* cerro cierre ferm* schliess* geschlossen"
        " fecha* fechou chiud* chiuso chiusura",
        "open opens opened opening reopen* | reabr* abre abren rouvr* rouvert ouvr* offnet eroffn* geoffnet reabertura apre"
        " aprono riapr*",
    ),
    "win": (
        "lose loses lost losing loss defeated beaten | pierde* perdio perd perdu verlier* verlor* perde perdeu perso"
        " sconfitt* derrot*",
        "win wins won winning victory triumph* prevail* | gana ganan gano victoria gagne* remport* victoire gewinn* gewann"
        " sieg siegt vence venceu vitoria vince vittoria",
    ),
    "affirm": (
        "deny denies denied denying denial refut* disput* rebut* | niega* nego desmient* dementi* nie nient bestreit*"
        " dementier* nega negou desment* smentisc* smenti*",
        "confirm confirms confirmed confirming admit admits admitted acknowledg* | confirma* admite* confirme*"
        " reconnai* bestatig* admitiu conferma* ammett*",
    ),
    "accept": (
        "reject rejects rejected rejecting rejection refus* veto vetoes vetoed vetoing declin* voted+down votes+down"
        " spurn* rebuff* | rechaz* rejett* lehnt+ab abgelehnt ablehn* rejeit* respin* bocci* boccia*",
        "accept accepts accepted approv* pass passes passed ratif* endors* adopt* sign signs signed backs backed clears"
        " | aprueba* aprob* acept* ratific* approuv* adopt* billig* verabschied* zustimm* aprova* aceit* approva* accett*",
    ),
    "free": (
        "arrest* detain* jail* imprison* captur* seiz* custody behind+bars | detenid* detien* arrete* incarcer* verhaft*"
        " festgenomm* preso presa prende prendeu detid* arrestat* fermat*",
        "free frees freed release releases released acquit* exonerat* pardon* | liberad* absuel* libere* relax* acquitte*"
        " freigelass* freigesproch* solto absolv* liberat* assolt* scarcerat*",
    ),
    "rise": (
        "fall falls fell falling drop drops dropped plung* declin* slump* tumbl* sink* slash* lower lowers lowered cut"
        " cuts | cae caen cayo baja bajan baiss* chut* sinkt sinken fallt fiel cai caem caiu scend* cala calo",
        "rise rises rose rising jump jumps jumped surg* climb* soar* gain gains gained rais* increas* hike hikes hiked"
        " | sube suben subio aument* hausse augment* steig* stieg sobe subiu sale salgono cresc*",
    ),
    "begin": (
        "end ends ended ending finish* conclud* complet* | termina* acaba* acabo fin finit termin* endet beend* encerr*"
        " finisc* conclus* finit*",
        "begin begins began beginning start starts started launch* kick+off kicks+off kicked+off embark* | empieza* comienz*"
        " inicia* commenc* debut* lanc* beginn* startet gestartet comeca* comecou inizia* avvia*",
    ),
    "stay": (
        "leave leaves left leaving quit quits resign* withdraw* withdrew exit exits exited pull+out pulls+out pulled+out"
        " steps+down stepped+down step+down steps+aside oust* fired sacked dismiss* | renuncia* dimite* dimit*"
        " demissionn* quitte* tritt+zuruck rucktritt zuruckgetreten entlass* renunci* demit* dimission* lascia",
        "join joins joined joining stays appoint* named names naming hire hires hired nominat* sworn enters+race runs+for | nombra*"
        " nomm* ernenn* ernannt nomeia* nomeou nomin*",
    ),
    "agree": (
        "collaps* break+down broke+down breaks+down walk+out walked+out walks+out stall* deadlock* impasse cancel*"
        " postpon* delay* scuppe* | rompe* fracas* echou* scheiter* gescheitert abgesag* cancela* adia* fallit* fallisc*",
        "deal deals agree agrees agreed agreement accord pact settle* truce ceasefire | acuerdo* accord* einig* abkommen"
        " vereinbar* acordo* accordo* intesa",
    ),
    "safe": (
        "missing vanish* trapped stranded | desaparecid* disparu* vermisst* desaparec* dispers* scompar*",
        "rescue* found recovered survivors saved | rescatad* hallad* sauve* retrouv* gerettet gefunden resgatad* salvat*"
        " ritrovat*",
    ),
}
"""For each question: the words of its one side, and those of the other."""

STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "justice": (
        "suspect* manhunt wanted fugitive search* | sospechos* recherch* verdacht* suspeit* sospett* ricercat*",
        "arrest* detain* custody captur* surrender* | detenid* detien* arrete* verhaft* festgenomm* preso detid* arrestat*",
        "charg* indict* accus* arraign* | acusad* imputad* inculp* angeklagt anklage denunciad* incriminat* indagat*",
        "trial* testif* testimony plead* pleads pled juror* jurors | juicio proces prozess* julgamento processo",
        "convict* guilty acquit* verdict | condenad* culpable coupable schuldig freispr* culpado colpevole assolt*",
        "sentenc* jailed prison life+term | sentenciad* condamn* verurteil* condanna*",
        "appeal* appeals+court overturn* | apelac* appel berufung revision recurso ricorso appello",
        "parole* pardon* freed releas* clemency | indult* grac* begnadig* indulto grazia",
    ),
    "law": (
        "propos* introduc* unveil* draft drafts bill | propuest* propose* vorschl* entwurf propoe* propost*",
        "committee advanc* debate debates debated debat* filibuster* markup | comision commission ausschuss comissao",
        "pass passes passed passage approv* vote votes voted | aprueba* aprob* adopte* vote verabschied* aprova* approva*",
        "sign signs signed veto* enact* | firma* promulg* unterzeichn* sanciona* promulga*",
        "sue sues sued suing lawsuit* challeng* | demand* poursui* klag* processa* ricors*",
        "block* struck+down strikes+down strike+down injunction upheld uphold* overturn* suspend* | bloque* annul*"
        " gekippt blockier* bloquei* blocca*",
    ),
    "disaster": (
        "warn warns warned warning forecast* brace braces threat* approach* alert* | advierte* aviso alerte warnt warnung"
        " alerta* allerta",
        "crash* collaps* erupt* explo* shooting shot hit hits slam* attack* fire blaze quake earthquake derail* sinks"
        " sank kill* die dies died dead injur* hurt wound* | choc* muer* muert* herid* tue tues tuee mort* bless* absturz*"
        " tote* toten verletz* mata matou morre* morto* ferid* uccis* ferit* incend* terremot* seisme brand brennt",
        "rescu* search searches evacuat* survivors hospital* | rescat* secour* evacu* rettung* gerettet resgat* soccors*"
        " evacua*",
        "mourn* funeral* vigil* memorial* bury buried tribute* grief | luto duelo deuil hommage trauer* beerdig* beigesetzt"
        " enterr* lutto funeral*",
        "investigat* inquiry probe probes probed blame* cause | investiga* enquete ermittl* ursache inquerito inchiesta"
        " indagin*",
        "rebuil* compensat* recover* reopen* anniversary | reconstru* aniversario anniversaire wiederaufbau ricostru*",
    ),
    "office": (
        "nominat* pick picks picked candidate* runs candidacy | nomina* candidat* kandid* indica* candidatur*",
        "confirm* appoint* sworn elected takes+office inaugurat* | nombrad* elegid* elu elue nomme ernannt gewahlt nomead*"
        " eleit* elett* nominat*",
        "resign* oust* fired sacked dismiss* impeach* steps+down stepped+down | dimit* demissionn* rucktritt entlass*"
        " demit* dimission*",
    ),
    "deal": (
        "talks negotiat* offer* bid bids bidding seek* eyes | negoci* oferta pourparlers offre verhandl* angebot trattativ*",
        "agree* deal deals accord pact sign signs signed | acuerd* einig* acordo* accord*",
        "ratif* complet* finaliz* closes | approv* ratific* abgeschlossen conclu*",
        "collaps* scuttl* broke+down breaks+down abandon* scrap* | fracas* echou* gescheitert scheiter* fallit*",
    ),
    "word": (
        "plan plans planned consider* mull* expect* expected weigh* could may prepar* | planea* envisag* plant erwag*"
        " planeja* valuta*",
        "announc* unveil* order orders ordered launch* impos* issu* | anuncia* annonc* verkund* kundigt annuncia*",
        "react* condemn* criticiz* criticis* slam slams slammed blast blasts blasted denounc* defend* prais* hails hailed"
        " urg* vow* respond* respons* backlash | critica* condena* denonc* condamn* kritisier* verurteilt critic* denunci*"
        " difend*",
    ),
}
"""For each process: the words of its steps, in the order in which they come."""


@dataclass(frozen=True, slots=True)
class Action:
    """What one word says: the `side` (0 or 1) of a question, or the number of a `step` of a process; -1 for neither."""

    name: str
    side: int = -1
    step: int = -1


class Lexicon:
    """Whole words, word beginnings and phrases with what they say; `part` is 0 for English, 1 for the other languages."""

    def __init__(self, part: int) -> None:
        self._whole: dict[str, list[Action]] = {}
        self._begin: dict[str, list[Action]] = {}
        self._cache: dict[str, tuple[Action, ...]] = {}
        self._phrase_heads: set[str] = set()
        for name, sides in SIDES.items():
            for side, words in enumerate(sides):
                self._add(words, part, Action(name, side=side))
        for name, steps in STEPS.items():
            for step, words in enumerate(steps):
                self._add(words, part, Action(name, step=step))

    def _add(self, words: str, part: int, action: Action) -> None:
        for word in words.split("|")[part].split():
            table = self._begin if word.endswith("*") else self._whole
            listed = table.setdefault(word.rstrip("*").replace("+", " "), [])
            if action not in listed:
                listed.append(action)
            if "+" in word:
                self._phrase_heads.add(word.partition("+")[0])

    def actions(self, word: str, following: str = "") -> tuple[Action, ...]:
        """What `word`, or the phrase that it makes with the `following` word, says; a phrase comes before its words."""
        if word in self._phrase_heads:
            phrase = self._whole.get(f"{word} {following}")
            if phrase:
                return tuple(phrase)
        if word not in self._cache:
            if len(self._cache) > _REMEMBERED:
                self._cache.clear()
            self._cache[word] = self._find(word)
        return self._cache[word]

    def _find(self, word: str) -> tuple[Action, ...]:
        found = list(self._whole.get(word, ()))
        for length in range(min(len(word), _LONGEST), 2, -1):
            found += [action for action in self._begin.get(word[:length], ()) if action not in found]
        return tuple(found)


_REMEMBERED = 100_000
_LONGEST = 14
ENGLISH: Final = Lexicon(0)
OTHERS: Final = Lexicon(1)
