"""Requests by mail, in the six languages that digest speaks: to leave, to be put on the list, to confirm that.

Only a request that says nothing else is one: what a person wrote in sentences is read by a person.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from digest.bounces.mime import Part

Asked = Literal["unsubscribe", "subscribe", "confirm"]

# What a request says, by the language it is in.
_LEAVE = {
    "en": "unsubscribe|please unsubscribe|unsubscribe me|please unsubscribe me|unsubscribe please|remove|remove me|"
    "please remove me|remove me from the list|remove me from this list|remove me from your list|signoff|opt out|"
    "optout|unsubscribe request|cancel subscription|cancel my subscription",
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
# What may stand beside these words and says nothing else, in the same languages.
_BESIDE = frozenset(
    word
    for words in (
        "please i me my want wish would like to be from the this your our of mailing list newsletter newsletters email",
        "emails mail mails bitte ich mich mir sie moechte mochte will den die das der vom von ihrem ihren newslettern",
        "je souhaite veux voudrais me m s se svp merci de du la le les vos votre cette liste lettre",
        "por favor quiero quisiera deseo mi su esta lista el boletin lutfen istiyorum ben bu bulten bultenden",
        "من فضلك اريد",
    )
    for word in words.split()
)


def _core(text: str) -> str:
    """The words that ask, without accents, capitals and what may stand beside them."""
    # Turkish dotless and dotted i are one letter here: whoever writes in capitals, or on a foreign keyboard, has one.
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("ı", "i")
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    said = _NOT_LETTERS.sub(" ", letters).split()
    return " ".join(word for word in said if word not in _BESIDE)


_NOT_LETTERS = re.compile(r"[\W_]+")
_SAID: tuple[tuple[Asked, dict[str, str]], ...] = (("unsubscribe", _LEAVE), ("subscribe", _JOIN))
_CORES: dict[Asked, dict[str, str]] = {
    what: {_core(phrase): language for language, phrases in said.items() for phrase in phrases.split("|")}
    for what, said in _SAID
}
_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg|antw|tr|rv|sv|vs|ynt|yan|ilt|رد|enc)\s?:\s*)+", re.IGNORECASE)
_WITH_TOKEN = re.compile(r"(unsubscribe|confirm)[ +:_-]{1,3}([A-Za-z0-9_.\- ]{16,700})", re.IGNORECASE)
_QUOTE = re.compile(
    r"^(?:>|-{2,}|_{5,}|on .{1,200}wrote:|am .{1,200}schrieb|le .{1,200}a écrit|el .{1,200}escribió|from:|von:)", re.I
)
_LONGEST = 2_000
_SHORT = 300  # characters beside a subject that asks: who wrote more has more to say


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
    if asked is not None and len(_own(text)) <= _SHORT:
        return asked[0], "", asked[1]
    if not subject or answer:
        asked = _asked(first)
        # "Subscribe" under a copy of an issue asks for nothing: who has it is on the list.
        if asked is not None and (asked[0] == "unsubscribe" or not answer):
            return asked[0], "", asked[1]
    return None


def _asked(text: str) -> tuple[Asked, str] | None:
    if len(text) > 80:
        return None
    core = _core(text)
    return next(((what, cores[core]) for what, cores in _CORES.items() if core in cores), None)


def _first(text: str) -> str:
    """The first line that somebody wrote, where it is all they wrote; "" else."""
    kept = _own(text).splitlines()
    return kept[0] if len(kept) == 1 or (kept and _signature(kept[1:])) else ""


def _own(text: str) -> str:
    """The lines that somebody wrote, those that are empty left out, up to what is quoted."""
    kept: list[str] = []
    for line in text[:_LONGEST].splitlines():
        line = line.strip()
        if _QUOTE.match(line):
            break
        if line:
            kept.append(line)
    return "\n".join(kept)


def _signature(lines: list[str]) -> bool:
    """Whether what follows is a name or a phone's word about itself, and no sentence."""
    return len(lines) <= 3 and all(len(line) <= 60 and not line.endswith(("?", "!")) for line in lines)
