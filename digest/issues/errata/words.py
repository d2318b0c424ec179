"""The words that tell changes apart: of negation, of days, before names, and of what runs live. One list for all
languages, because a change is looked at only where all the rest of the sentence stands.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATIONS = _words(
    # English, German, Spanish, French, Turkish, Arabic, Italian, Portuguese, Dutch
    "no not never without none neither nor cannot can't won't don't doesn't didn't isn't aren't wasn't weren't hasn't"
    " haven't hadn't wouldn't couldn't shouldn't nobody nothing"
    " nicht kein keine keinen keinem keiner keines nie niemals ohne"
    " nunca jamás sin ningún ninguna ni"
    " ne pas jamais aucun aucune sans"
    " değil hiç asla yok"
    " لا لم لن ليس ليست غير بدون"
    " non mai senza não nunca sem niet geen nooit zonder"
)

# What one name of a day or a month is swapped for another of.
WEEKDAYS = _words(
    "monday tuesday wednesday thursday friday saturday sunday"
    " montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag"
    " lunes martes miércoles jueves viernes sábado domingo"
    " lundi mardi mercredi jeudi vendredi samedi dimanche"
    " pazartesi salı çarşamba perşembe cuma cumartesi pazar"
    " الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"
)
MONTHS = _words(
    "january february march april may june july august september october november december"
    " januar jänner februar märz mai juni juli oktober dezember"
    " enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    " janvier février mars avril juin juillet août septembre octobre novembre décembre"
    " ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"
    " يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
)

# They stand before a name, or for one: "Mr Weber" for "Anna Weber" changes no fact.
TITLES = _words(
    "mr mrs ms miss dr prof professor sir dame lord lady rev president premier prime minister chancellor king queen"
    " prince princess pope senator sen rep gov governor mayor judge justice general gen col colonel captain capt sgt"
    " secretary chief director chairman chairwoman chair executive ceo the"
    " herr frau señor señora don doña monsieur madame m mme bay bayan sayın präsident kanzler presidente presidenta"
    " président ministre cumhurbaşkanı başkan"
)

# A text that runs live is told anew all day.
LIVE = re.compile(
    r"\b(?:live|liveblog|live-?ticker|as it happened|as the day unfolded|updates?|latest|newsblog|blog|replay"
    r"|en vivo|en direct|minuto a minuto|canlı|son dakika)\b|مباشر",
    re.IGNORECASE,
)

# What follows is no more than a bound: it moves as the event does.
HEDGES = _words(
    "least most over under more less than nearly almost about around some roughly approximately up to exceeding"
    " mindestens über rund etwa fast mehr als unos cerca más menos de casi environ près plus moins presque"
    " en az fazla yaklaşık في الأقل أكثر من نحو"
)
AGES = re.compile(r"\b(?:aged?|years?[ -]old|jahre alt|-?jährig\w*|años|ans|yaşında\w*)\b|عاما", re.IGNORECASE)
