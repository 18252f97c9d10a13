"""Words by which a page that was served in place of the article is known: bot checks, consent walls, error pages, paywalls.

Each list is of phrases that the makers of such pages print, not of sites. They count only where there is little else on
the page: an article about captchas is an article.
"""

from __future__ import annotations

import re

from crawler.bot_checks import bot_check_part, bot_check_phrase

_CONSENT = re.compile(
    r"before you continue|we value your privacy|we and our (?:\d+ )?(?:vendors|partners)|accept (?:all )?(?:cookies )?(?:and|&) "
    r"(?:continue|close)|accept all|consent or pay|cookies? (?:zustimmen|akzeptieren)|mit werbung (?:und tracking )?(?:weiterlesen|lesen|nutzen)|"
    r"zustimmen (?:und|&) weiter|alle akzeptieren|werbefrei|tout accepter|accepter et continuer|continuer sans accepter|"
    r"aceptar (?:y continuar|todo)|accetta (?:e continua|tutto)|alles accepteren|akkoord gaan|zgadzam się|godta alle|"
    r"acceptera alla|privacy settings|privacy preferences|datenschutzeinstellungen",
    re.IGNORECASE,
)
# A number or a "not found" alone is no error page: headlines have both ("404 cases", "Walker still not found").
_NOT_FOUND = re.compile(
    r"^\W*(?:http\W*)?404\W*(?:$|[-–—|:(]|(?:error|not found|page|file|fehler|erreur|seite)\b)|"
    r"\b(?:http|error|fehler|erreur|código|errore)\W{0,3}404\b|[-–—|:(]\s*404\W*$|\b404 not found\b|"
    r"page (?:not|cannot be|can't be|could not be) found|(?:page|article|story) (?:you (?:requested|are looking for)|"
    r"no longer|is not available|doesn't exist|does not exist)|^\W*not found\b|"
    r"^\W*(?:the )?(?:requested )?(?:url|file|article|story|content|document|resource|site)\b.{0,30} not found\b|"
    r"(?:seite|artikel|beitrag|inhalt|dokument)\b.{0,30} nicht (?:mehr )?(?:gefunden|verfügbar)|"
    r"page (?:introuvable|non trouvée|not exists)|p[áa]gina no (?:encontrada|existe)|"
    r"página não encontrada|pagina (?:non trovata|niet gevonden)|siden (?:finnes ikke|blev ikke fundet|kunne ikke)|"
    r"sidan (?:kunde inte hittas|finns inte)|nie znaleziono|stránka nenalezena|sayfa bulunamadı|ページが見つかりません|"
    r"^\W*oops\W{1,3}(?:$|.{0,40}(?:page|wrong|error|lost|404))|410 gone|^\W*(?:oops\W+)?something went wrong\W*$",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read|unlock)|to (?:continue|keep) reading|continue reading (?:with|for|this article)|"
    r"(?:this|the) (?:article|story|content) is (?:for|reserved for|exclusive to|only available to) (?:paying )?(?:subscribers|members)|"
    r"already a (?:subscriber|member)|subscriber[- ]only|subscribers only|exclusively for subscribers|unlock this (?:article|story)|"
    r"you have reached your (?:article )?limit|free articles? (?:remaining|left)|weiterlesen mit|jetzt weiterlesen|"
    r"(?:exklusiv|nur) für (?:unsere )?abonnent\w*|(?:mit|im) abo (?:weiter)?lesen|sie haben (?:bereits|schon) ein abo|"
    r"artikel freischalten|bezahlinhalt|réservé (?:à nos|aux) abonnés|(?:il )?vous reste .{1,20}de cet article|"
    r"déjà abonné|contenido exclusivo para suscriptores|solo para suscriptores|ya (?:eres|soy) suscriptor|"
    r"exclusivo para assinantes|riservato agli abbonati|contenuto riservato|(?:alleen|exclusief) voor abonnees|"
    r"for abonnenter|kun for abonnenter|endast för prenumeranter|för prenumeranter|tylko dla (?:subskrybentów|prenumeratorów)|"
    r"pouze pro předplatitele|会員限定|有料会員|この記事は有料|残り\s*\d+\s*文字|구독자 전용|회원 전용",
    re.IGNORECASE,
)
_LIVE = re.compile(
    r"\blive[- ]?blog\b|\blive updates?\b|\bliveticker\b|\blive[- ]ticker\b|\bnewsblog\b|\b[\w-]*[- ]?ticker\b(?! symbol)|"
    r"\ben direct\b|\ben vivo\b|\bin diretta\b|\bao vivo\b|\bals het gebeurt\b|as it happened",
    re.IGNORECASE,
)


# The whole of a title or heading, the name of a site aside: there are headlines that begin so.
_LOGIN = re.compile(
    r"^\W*(?:please )?(?:log[- ]?in|sign[- ]?in|log[- ]?on|sign[- ]?up|create (?:an|your) (?:free )?account|register (?:to|for free|now)|"
    r"anmelden|anmeldung|einloggen|bitte (?:loggen|melden) sie|connexion|se connecter|connectez-vous|iniciar sesi[óo]n|inicia sesi[óo]n|"
    r"accedi|effettua l['’]accesso|entrar|iniciar sess[ãa]o|inloggen|aanmelden|logg inn|log ind|logga in|kirjaudu|zaloguj)\b"
    r"[^|–—:?!]{0,30}(?:$|[|–—]|\s-\s)",
    re.IGNORECASE,
)
_LOGIN_FIELD = re.compile(r"<input\b[^>]{0,300}\btype\s*=\s*[\"']?(?:password|email)\b", re.IGNORECASE)


def login_marker(title: str, heading: str, markup: str) -> str:
    """The words by which a page is known as one to log in; "" where there are none, or no field to do it in."""
    found = _first(_LOGIN, title) or _first(_LOGIN, heading)
    return found if found and _LOGIN_FIELD.search(markup) else ""


def challenge_marker(title: str, text: str, markup: str = "") -> str:
    """The phrase or part by which a page is known as a bot check; "" where there is none.

    `text` is the readable text of the page, which the caller knows to be short; `markup` the beginning of its HTML.
    """
    return bot_check_phrase(title) or bot_check_phrase(text) or bot_check_part(markup, len(text))


def consent_marker(title: str, text: str) -> str:
    """The phrase by which a page is known as a consent wall; "" where there is none. `text` is known to be short."""
    return _first(_CONSENT, title) or _first(_CONSENT, text)


def not_found_marker(title: str, heading: str) -> str:
    """The phrase by which a page that was served as found says that there is nothing; "" where there is none."""
    return _first(_NOT_FOUND, title) or _first(_NOT_FOUND, heading)


def paywall_marker(text: str) -> str:
    """The phrase by which a page says that the rest is for subscribers; "" where there is none."""
    return _first(_PAYWALL, text)


def live_marker(text: str) -> str:
    """The phrase by which a title says that the article is a live blog; "" where there is none."""
    return _first(_LIVE, text)


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text[:20_000])
    return found.group(0) if found else ""
