"""Where a source itself says that it was wrong, or took its article back."""

from __future__ import annotations

import re
from typing import Literal

Note = Literal["corrected", "withdrawn"]

_ARTICLE = (
    r"(?:article|story|report|post|piece|page|headline|column|caption|item|obituary|interview|review|graphic|video)"
)
_LABEL = re.compile(
    r"\W{0,3}(?:corrections?|corrected|erratum|errata|clarifications?|retraction"
    r"|korrektur|berichtigung|richtigstellung|corrección|correcciones|fe de errores|rectificación|rectificatif"
    r"|aclaración|düzeltme|tekzip|تصحيح|تصويب)\b[^\n:—–]{0,40}[:—–]",
    re.IGNORECASE,
)
_VERSION = re.compile(
    rf"\b(?:an?|the) (?:earlier|previous|prior|original|initial) version of (?:this|the) {_ARTICLE}\b"
    r"|\bin einer (?:früheren|ersten|vorherigen|älteren) (?:version|fassung)\b"
    r"|\buna versión (?:anterior|previa) de est[ea]\b"
    r"|\bune (?:première|précédente) version de ce(?:t|tte)?\b"
    r"|\bbu (?:haberin|yazının) (?:önceki|ilk|eski) (?:sürüm|versiyon|hal)\w*"
    r"|نسخة سابقة من هذا",
    re.IGNORECASE,
)
_CORRECTED = re.compile(
    rf"\bthis {_ARTICLE} (?:has been|was|is) (?:since )?(?:corrected|amended|updated to correct|edited to correct)\b"
    rf"|\bthis {_ARTICLE} corrects\b"
    r"|\bdieser (?:artikel|text|beitrag) wurde (?:nachträglich )?(?:korrigiert|berichtigt)\b"
    r"|\best[ea] (?:artículo|noticia|nota) ha sido (?:corregid|rectificad)[oa]\b"
    r"|\bcet article a été (?:corrigé|rectifié)\b"
    r"|\bbu (?:haber|yazı) düzeltil\w+"
    r"|تم تصحيح هذا",
    re.IGNORECASE,
)
_EDITOR = re.compile(
    r"\W{0,3}(?:editor['’]?s['’]? note|anmerkung der redaktion|nota del editor|note de la rédaction)\b", re.I
)
_WRONG = re.compile(
    r"\b(?:correct(?:ed|s|ion)?|incorrect(?:ly)?|wrong(?:ly)?|error|misstated|mistaken(?:ly)?|retract(?:ed|ion)?"
    r"|korrigiert|fehler|falsch|corregid\w|error(?:es)?|corrigé\w?|erreur)\b",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(
    rf"\b(?:this|the) {_ARTICLE} (?:has been|was|is) (?:retracted|withdrawn|taken down|removed|deleted|unpublished)\b"
    rf"|\b(?:has|have|we) (?:retracted|withdrawn) (?:this|the) {_ARTICLE}\b"
    r"|\bdieser (?:artikel|text|beitrag) wurde (?:zurückgezogen|gelöscht|entfernt)\b"
    r"|\best[ea] (?:artículo|noticia|nota) ha sido (?:retirad|eliminad)[oa]\b"
    r"|\bcet article a été (?:retiré|supprimé|dépublié)\b"
    r"|\bbu haber (?:geri çekil|yayından kaldırıl)\w+"
    r"|تم (?:سحب|حذف) هذا",
    re.IGNORECASE,
)
# What agencies put before the headline of what nobody is to print.
_KILLED = re.compile(
    r"\W{0,3}(?:WITHDRAWN|RETRACTED|RETRACTION|KILL|KILLED|ADVISORY KILL|MANDATORY KILL|ZURÜCKGEZOGEN|RETIRADO"
    r"|ANULADO|RETIRÉ|ANNULATION|GERİ ÇEKİLDİ)\b\s*[:\]\-—–]"
)
_LONGEST = 1200  # characters: a note is short


def note(sentence: str) -> Note | None:
    """What a sentence owns up to; None for any other."""
    if len(sentence) > _LONGEST:
        return None
    if _WITHDRAWN.search(sentence):
        return "withdrawn"
    if _LABEL.match(sentence) or _VERSION.search(sentence) or _CORRECTED.search(sentence):
        return "corrected"
    if _EDITOR.match(sentence) and _WRONG.search(sentence):
        return "corrected"
    return None


def killed(headline: str) -> bool:
    """Whether a headline says that its article is not to be printed."""
    return _KILLED.match(headline) is not None
