"""What servers and people write where no code says it: words of several languages, each a lower-case pattern.

All patterns are alternatives of fixed words and bounded gaps: they take time in proportion to the text.
"""

from __future__ import annotations

import re


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases))


FULL = _any(
    r"(?:mailbox|mail box|inbox|account|user|recipient|maildir)\S{0,40} (?:is |has |storage |size |was )?"
    r"(?:\w+ ){0,2}(?:full\b|over ?quota|exceed)",
    r"over ?-?quota|quota (?:is |has been |was )?(?:exceed|full|reached)|exceed\w* (?:\w+ ){0,4}(?:quota|storage)",
    r"mailbox ?full|out of (?:storage|disk) space|insufficient (?:system )?(?:storage|disk)|disk quota",
    r"not enough (?:storage |disk )?space|mailbox size limit|storage (?:limit|allocation)",
    r"postfach (?:des empf\S{1,4}ngers )?(?:ist )?(?:voll|überfüllt)|kontingent (?:ist )?(?:überschritten|erschöpft)"
    r"|speicherplatz (?:ist )?(?:voll|erschöpft|überschritten)",
    r"bo[iî]te (?:aux lettres|de réception|mail)?(?: du destinataire)? ?(?:est )?(?:pleine|saturée)|quota dépassé",
    r"buz[oó]n (?:de correo )?(?:del destinatario )?(?:est[aá] )?lleno|cuota (?:ha sido )?(?:excedida|superada)",
    r"casella (?:di posta )?(?:del destinatario )?(?:è )?piena|caixa (?:de correio |postal )?(?:está )?cheia",
    r"posta kutusu (?:dolu|doludur)|kotas[ıi] (?:dolu|aş)|postvak (?:is )?vol\b|ящик переполнен|صندوق البريد ممتلئ",
)

# The mailbox is not there, or nobody reads it.
UNKNOWN = _any(
    r"(?:user|recipient|mailbox|account|address|addressee|alias|person)\S{0,80} (?:\S{1,80} ){0,4}?"
    r"(?:unknown|not found|not exist|n't exist|doesnt exist|not known|no longer|not listed|not available here|invalid)",
    r"(?:unknown|invalid|no such|non-?existent|nonexisting|undeliverable) "
    r"(?:local |or inactive |e?-?mail |smtp |virtual )?(?:user|recipient|mailbox|account|address|local[- ]part|person)",
    r"no (?:such )?(?:\w+ )?(?:user|mailbox|recipient|account|one|person) (?:\w+ )?(?:here|by that|with that|found)",
    r"(?:does not|doesn't|did not) (?:exist|have an? (?:\S{1,40} )?account)|"
    r"no longer (?:valid|active|in use|available|exists)",
    r"not a (?:valid|known) (?:user|mailbox|recipient|address)|couldn't be found|could not be found|can't be found",
    r"(?:mailbox|account|user|address|recipient)\S{0,60} (?:is |has been |was |currently )*"
    r"(?:disabled|inactive|deactivated|suspended|terminated|closed|deleted|expired|locked|discontinued|unavailable)",
    r"(?:disabled|inactive|deactivated|discontinued) (?:user|mailbox|account|recipient)",
    r"recipient address(?:es)? rejected ?: ?(?:access denied|undeliverable|unverified)|address(?:es)? rejected|"
    r"resolver\.adr\.\w{0,40}notfound",
    r"not (?:our|a) (?:customer|local)|not listed in (?:domino directory|public name)|user\S{0,40} not listed",
    r"mailbox unavailable|all relevant mx records point to non-existent|account that you tried to reach",
    r"this (?:user|account) (?:doesn|does not|isn)",
    r"(?:unbekannt|existiert nicht|nicht gefunden|nicht vorhanden|nicht (?:mehr )?aktiv|ungültige (?:adresse|empf))",
    r"n['’]existe (?:pas|plus)|destinataire (?:est )?(?:inconnu|introuvable)|adresse (?:inconnue|invalide|introuvable)|"
    r"utilisateur inconnu|compte (?:désactivé|inexistant)|introuvable",
    r"(?:no existe|usuario desconocido|destinatario desconocido|no se (?:ha )?(?:encontr|pudo encontrar)\w*)"
    r"|cuenta desactivada",
    r"(?:non esiste|utente sconosciuto|inesistente|não existe|inexistente|bestaat niet|onbekende? )",
    r"(?:bulunamadı|geçersiz (?:alıcı|adres|kullanıcı)|mevcut değil|böyle bir kullanıcı)",
    r"(?:не существует|не найден|пользователь неизвестен|غير موجود)",
)

# The domain takes no mail, for anybody.
NOWHERE = _any(
    r"(?:domain|host)\S{0,80} (?:\S{1,80} ){0,3}?(?:not found|not exist|n't exist|unknown)|host unknown|unknown host",
    r"no such (?:host|domain)|name or service not known|nxdomain|unrouteable address|unroutable address|"
    r"(?:null|no) mx\b|does not accept mail|doesn't accept mail|domain (?:of \S{1,80} )?(?:is )?invalid|"
    r"bad destination host",
    r"couldn't find any host|unable to find (?:the )?domain|no mail (?:server|exchanger) found|illegal host",
)

# A policy: it says something about the sender, the message or the server between, not about the mailbox.
BLOCKED = _any(
    r"spam|blacklist|black list|block ?list|blocked|denylist|deny list|\brbl\b|dnsbl|spamhaus|barracuda|spamcop|sorbs|"
    r"reputation|proofpoint|mimecast|cloudmark|senderscore|uceprotect",
    r"\bspf\b|\bdkim\b|\bdmarc\b|reverse dns|\bptr\b|not authenticated|unauthenticated|authentication (?:is )?required",
    r"polic(?:y|ies)|content (?:rejected|filter)|"
    r"rejected (?:for|due to|by) (?:\w+ ){0,2}(?:content|polic|security|virus)",
    r"virus|malware|phish|suspicious|unsolicited|bulk mail|administrative prohibition|banned|"
    r"access denied|not (?:allowed|permitted|authori[sz]ed)|relay(?:ing)? (?:access )?(?:denied|not)|unable to relay",
    r"too many (?:connections|messages|recipients|errors)|rate limit|throttl|greylist|gr[ae]ylisted",
    r"sender (?:address |domain )?(?:\S{1,80} )?(?:rejected|denied|invalid|unknown|blocked|does not exist)|"
    r"sender verif\w{1,10} fail",
    r"abgelehnt.{0,40}(?:spam|richtlinie)|richtlinie|refusé.{0,40}(?:spam|politique)|correo no deseado",
)

# That a text is about a message that failed, in the mouth of a mail server.
FAILED = _any(
    r"undeliver|not (?:be )?deliver|n't (?:be )?deliver|delivery (?:has )?failed|"
    r"failed (?:to deliver|permanently|delivery)|"
    r"delivery (?:to|of) .{0,200}(?:fail|impossible)|returned (?:mail|to sender)|permanent (?:fatal )?error|"
    r"fatal errors",
    r"unable to deliver|delivery status notification|aborted after|failed mail",
    r"could not (?:send|be sent)|was not (?:reached|sent)|returned to (?:the )?sender|bounced|"
    r"rejected",
    r"unzustellbar|nicht (?:\w+ )?zugestellt|zustellung .{0,60}fehlgeschlagen|konnte .{0,80}nicht",
    r"non remis|n['’]a pas (?:pu )?(?:être|été) (?:remis|délivré|distribué)|échec de (?:la )?(?:remise|distribution)|"
    r"impossible de",
    r"no se (?:ha )?(?:pudo|podido|puede) (?:\w+ )?entreg|no (?:ha sido )?entregad|error (?:en|de) (?:la )?entrega|"
    r"no entregado",
    r"non (?:è stato )?(?:\w+ )?(?:recapitat|consegnat)|mancato recapito|impossibile|não (?:foi )?(?:\w+ )?entreg|"
    r"niet (?:\w+ )?(?:bezorgd|afgeleverd)|kunde inte levereras|nie (?:\w+ )?dostarczon",
    r"teslim edile|iletileme|gönderileme|не доставлен|не может быть доставлен|تعذر (?:تسليم|توصيل)|لم يتم تسليم|未送达|"
    r"无法投递|配信不能",
)

DELAYED = _any(
    r"warning: (?:could not send|message (?:\S{1,40} )?delayed|message still undelivered)|"
    r"delivery (?:is |has been )?delayed",
    r"(?:this is a|is only a) warning|will (?:keep trying|be retried|continue to be)|will (?:continue|try again|retry)",
    r"do not need to resend|not yet been delivered|delivery status notification \(delay\)|delivery incomplete",
    r"delivery temporarily suspended|wurde noch nicht|verzögert|retardé|n['’]a pas encore été|demorado|retrasad|"
    r"gecikti",
)

# Where a report ends and the message that came back begins.
RETURNED = re.compile(
    r"^(?:[-=_* ]{0,40}(?:below this line is a copy|this is a copy of (?:the|your) message|original message|"
    r"included is a copy|a copy of (?:the|your) (?:original )?message|returned message|message header follows|"
    r"unsent message|forwarded message|ursprüngliche nachricht|message d['’]origine|mensaje original|orijinal ileti|"
    r"the (?:header of the|original) message (?:is|follows)|your message follows|"
    r"begin(?:ning)? of (?:the )?original)"
    r"|(?:received|return-path|dkim-signature|list-unsubscribe|mime-version):)",
    re.IGNORECASE | re.MULTILINE,
)
