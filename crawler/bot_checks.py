"""Words and machinery by which a bot check is known that was served in place of a page.

Phrases are what such pages print, parts what they are made of. Neither says anything on a page with text of its own: an
article about captchas is an article, and a form for a newsletter may hold the same widget as a bot check. So phrases and
parts that only bot checks have count where a page shows little, and widgets that ordinary pages carry as well only where
it shows next to nothing.
"""

from __future__ import annotations

import re

WALL_CHARS = 1500
"""Visible characters up to which a page can be a bot check. Such pages show 50 to 900; a news page shows more in its
navigation alone."""

BARE_CHARS = 300
"""Visible characters up to which a widget alone tells a bot check: beside it those show a sentence or two, while the
page around a newsletter form has at least a navigation and a footer."""

_PHRASES = re.compile(
    r"just a moment\.\.\.|attention required! \||(?:checking|verify(?:ing)?)[^<\n]{0,40} your browser|"
    r"verify(?:ing)?[^<\n]{0,20} (?:you are (?:a )?human|(?:you are )?not a (?:ro)?bot)|"
    r"are you a (?:human|robot)\b|i(?: a|['’])m not a robot|enable javascript and cookies to continue|"
    r"please enable (?:js|javascript) and disable any ad blocker|unusual (?:traffic|activity) from your|"
    r"access to this page has been denied|pardon our interruption|request unsuccessful\. incapsula|"
    r"press (?:&amp;|&|and) hold\b|performing security verification|needs to review the security of your|"
    r"bitte bestätigen sie, dass sie kein roboter|sind sie ein mensch|vérifiez que vous êtes humain|"
    r"verifica que no eres un robot|ddos protection by|security check to access|"
    r"complete the (?:security check|captcha)",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"_cf_chl_opt|/cdn-cgi/challenge-platform/h/|cf-browser-verification|cf-chl-|px-captcha|captcha-delivery\.com|"
    r"/_sec/cp_challenge|awsWafCookieDomainList|awswafintegration|gokuProps|challenge\.js\?|sgcaptcha|"
    r"distil_r_captcha|sucuri_cloudproxy|ddos-guard|/\.well-known/captcha",
    re.IGNORECASE,
)
_WIDGETS = re.compile(
    r"g-recaptcha|h-captcha|hcaptcha\.com|cf-turnstile|_Incapsula_Resource|_pxAppId|/cdn-cgi/challenge-platform/",
    re.IGNORECASE,
)


def bot_check_phrase(text: str) -> str:
    """The phrase of a bot check in a text, "" where it has none; for texts that are known to be short.

    >>> bot_check_phrase("Just a moment...")
    'Just a moment...'
    """
    found = _PHRASES.search(text)
    return found[0] if found else ""


def bot_check_part(markup: str, visible: int) -> str:
    """The part of a bot check in the HTML of a page that shows `visible` characters, "" where it has none.

    >>> bot_check_part('<form><div class="g-recaptcha"></div></form>', 900)
    ''
    """
    found = _PARTS.search(markup) if visible <= WALL_CHARS else None
    if found is None and visible <= BARE_CHARS:
        found = _WIDGETS.search(markup)
    return found[0] if found else ""
