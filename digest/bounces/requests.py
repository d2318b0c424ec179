"""Requests by mail, in the six languages that digest speaks: to leave, to be put on the list, to confirm that.

Only a request that says nothing else is one: what a person wrote in sentences is read by a person.
"""

from __future__ import annotations

import re
from typing import Literal

from digest.bounces.mime import Part

Asked = Literal["unsubscribe", "subscribe", "confirm"]

# A request's whole text, letters alone, in lower case -> the language it is in.
_LEAVE = {
    "en": "unsubscribe|please unsubscribe|unsubscribe me|please unsubscribe me|unsubscribe please|remove|remove me|"
    "please remove me|remove me from the list|remove me from this list|remove me from your list|signoff|leave|opt out|"
    "optout|stop|unsubscribe request|cancel subscription|cancel my subscription",
    "de": "abmelden|abmeldung|bitte abmelden|abbestellen|bitte abbestellen|abbestellung|newsletter abbestellen|"
    "newsletter abmelden|austragen|bitte austragen|bitte austragen sie mich|austragung",
    "fr": "désabonner|desabonner|me désabonner|me desabonner|désabonnement|desabonnement|se désabonner|désinscription|"
    "desinscription|désinscrire|desinscrire|me désinscrire|me desinscrire|désabonnez moi|desabonnez moi|résilier",
    "es": "baja|darme de baja|dar de baja|darse de baja|por favor baja|cancelar suscripción|cancelar suscripcion|"
    "cancelar la suscripción|cancelar mi suscripción|anular suscripción|desuscribir|desuscribirme|desuscribirse",
    "tr": "abonelikten çık|abonelikten çıkmak istiyorum|abonelikten ayrıl|abonelikten çıkar|abonelikten çıkarın|"
    "aboneliği iptal et|aboneliğimi iptal et|aboneliğimi iptal edin|abonelik iptal|abonelik iptali|üyelikten çık|"
    "listeden çık|"
    "listeden çıkar",
    "ar": "إلغاء الاشتراك|الغاء الاشتراك|إلغاء اشتراكي|الغاء اشتراكي|ألغ اشتراكي|إلغاء",
}
_JOIN = {
    "en": "subscribe|please subscribe|subscribe me|please subscribe me|subscribe please|sign up|signup|join",
    "de": "anmelden|anmeldung|bitte anmelden|abonnieren|bestellen|newsletter abonnieren|newsletter bestellen|abo",
    "fr": "abonner|m abonner|abonnement|s abonner|inscription|m inscrire|s inscrire|abonnez moi|inscrivez moi",
    "es": "suscribir|suscribirme|suscribirse|suscripción|suscripcion|alta|darme de alta|inscribirme",
    "tr": "abone ol|abone olmak istiyorum|abonelik|üye ol|abone",
    "ar": "اشتراك|الاشتراك|اشترك|أريد الاشتراك",
}
_SAID: tuple[tuple[Asked, dict[str, str]], ...] = (("unsubscribe", _LEAVE), ("subscribe", _JOIN))
_WORDS: dict[Asked, dict[str, str]] = {
    what: {phrase: language for language, phrases in said.items() for phrase in phrases.split("|")}
    for what, said in _SAID
}
_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg|antw|tr|rv|sv|vs|ynt|yan|ilt|رد|enc)\s?:\s*)+", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\W_]+")
_WITH_TOKEN = re.compile(r"(unsubscribe|confirm)[ +:_-]{1,3}([A-Za-z0-9_.\- ]{16,700})", re.IGNORECASE)
_QUOTE = re.compile(
    r"^(?:>|-{2,}|_{5,}|on .{1,200}wrote:|am .{1,200}schrieb|le .{1,200}a écrit|el .{1,200}escribió|from:|von:)", re.I
)
_LONGEST = 2_000


def read(mail: Part, text: str) -> tuple[Asked, str, str] | None:
    """("unsubscribe", "subscribe" or "confirm", the token named or "", the language it is asked in); None: no request.

    The subject asks, or, where it is empty or our own that is answered, the first line of the text. A request to leave
    is looked for first. A token may stand in either; one that confirms
    stands in the subject, where our letter puts it: a program that quotes the letter confirms nothing.
    """
    subject = " ".join(mail.get("subject").split())[:_LONGEST]
    first = _first(text)
    for line in (subject, first):
        found = _WITH_TOKEN.match(_PREFIX.sub("", line))
        token = "".join(found[2].split()) if found else ""
        if found and "." in token and (line == subject or found[1].lower() == "unsubscribe"):
            return ("confirm" if found[1].lower() == "confirm" else "unsubscribe"), token, "en"
    answer = _PREFIX.match(subject) is not None
    asked = _asked(_PREFIX.sub("", subject))
    if asked is not None:
        return asked[0], "", asked[1]
    if not subject or answer:
        asked = _asked(first)
        # "Subscribe" under a copy of an issue asks for nothing: who has it is on the list.
        if asked is not None and (asked[0] == "unsubscribe" or not answer):
            return asked[0], "", asked[1]
    return None


def _asked(text: str) -> tuple[Asked, str] | None:
    if len(text) > 60:
        return None
    # Turkish dotless and dotted i: both cases of either are one letter here.
    low = _NOT_LETTERS.sub(" ", text.replace("İ", "i").casefold()).strip()
    for what, phrases in _WORDS.items():
        if low in phrases:
            return what, phrases[low]
    return None


def _first(text: str) -> str:
    """The first line that somebody wrote, where it is all they wrote; "" else."""
    kept: list[str] = []
    for line in text[:_LONGEST].splitlines():
        line = line.strip()
        if _QUOTE.match(line):
            break
        if line:
            kept.append(line)
        elif kept and len(kept) > 1:
            break
    return kept[0][:_LONGEST] if len(kept) == 1 or (kept and _signature(kept[1:])) else ""


def _signature(lines: list[str]) -> bool:
    """Whether what follows is a name or a phone's word about itself, and no sentence."""
    return len(lines) <= 3 and all(len(line) <= 60 and not line.endswith(("?", "!")) for line in lines)
