"""Which language a text is in, and which way it runs."""

from __future__ import annotations

import math
import re
from collections import Counter

from digest.text.tokens import words

_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo", "adlm"})

# Letters of other scripts than Latin, and marks. Without them a text needs no look at scripts, nor words in their ways.
_BEYOND_LATIN = re.compile("[\u0300-\u1dff\u2c60-\U0010ffff]")
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u3041-\ud7a3]")  # Greek, Cyrillic and on; no letters of Latin
_LATIN_WORD = re.compile(r"\w+(?:[.,:'’]\w+)*")

# Scripts that only one news language is written in.
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("th", re.compile("[\u0e01-\u0e5b]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0531-\u058f]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
)
_SCRIPT_SHARE = 0.3  # of the characters looked at

# English words that no other language of the Latin script uses much.
_ENGLISH_WORDS = """
the of and to that for with from by his has was were their they this which would after who been
are its says will about into how what when why you your than over but could new amid
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
# Words that English headlines hold where they hold none of these; in other languages they stand beside little words.
_ALSO_ENGLISH_WORDS = "it be at on are says said new first more than could about between will against into over after"
_ALSO_ENGLISH = frozenset(_ALSO_ENGLISH_WORDS.split())
_ENGLISH_LITTLE = _ENGLISH | _ALSO_ENGLISH
# Marks of another language than English: words of the Latin script's other languages, mostly little ones, of which none
# is an English word, or stands in English in small letters. They tell that it is not English, never which it is.
_MARK_WORDS = """
aan aber aby aceasta această acest ach acum ada adalah af agar agli agus ahal ahol aikana ainsi ainult ajal akan aki
akka ako alcune alebo alla alle alleen allerede allo als altri amb ambayo amely amma ancak ancaq anche ancora anda
andere andre ang antara ao aon aos apa apie après aquest aquesta aquests arba ariko arte arī asi atas atau ating att
atá até auch auf aus autre aux av avec awon ay ayaa ayon az azt años baada bada badago badan bagi bagong bai baina
baino bakarra banyak bara baru beberapa behar beheko bei beim belum bere bereits berri bersama beste bez bezala bhfuil
bhí biex bij bija bil bila bilan bilang bilen bilo bilər bir bis bisa biti ble blev blir bliver bodo bol bola boleh
bolo boshqa bude bukan buvo bydd byl byla bylo być był była było byť böyle bütün být būti cadrul cael calquera cando ce
cele ces cet cette che chini cho chun cikin comme como contro csak cuando cui czy când că către dabei daga dago daha
dahil dalam dalawang dalla dan dans dapat dari daripada dass daude ddim deg degli dei dela della delle dels dende
dengan denne depois depuis deres deri desde deste det detta dette deur dezake deze değil değildir dhe dia diese diesem
dieser dieses digunakan dintre dira diren disse dit dito dituzte dla doar doch dod donde doon dopo dous drei dros dua
duela duen după durante durch dute duzu dva dwar där dó dėl də edhe edin edir edo ee een efter eftir egin egiten egy ei
eich eile ein eine einem einen einer eines ek ekkert ekki elkaar ella elle eller els emas endast ennen entre er eru es
esa ese essa esse essere esta estar estat este estos està está eta ett ettei etter että eu euch ez ezt eða fait faoi
fel findes finns fino flere foi foram fordi fost fra frá från fue futhi för für gaat gabe gabeko gael gali gallwch gant
gdje gdy gebruik geen gegen gibi gli gur guztiak gyda gydag gyfer göre għal habang haben hacer hadde hade hafa hai
hakuna han hann hanno hanya hapo haqida har harus hasta hata hau hauek havde heb hebben hech heeft hefur hefyd hele
hemm het heu heç hier hierdie hii hij hija hiki hilo hin hindi hingga hiyo hizi hjá hogy honek hori hos hulle hun huo
huu huwa hva hvad hver hvis hvor hwn hy hyd hyn hän hê hər ia iad iba ich ihn ihr ihre ihren iki ikke ikki ilang ile
ili illetve ilman ilə im ina inay inga ingen ini inte inuu ir irraa isang ise ishte isku isso ist isə ito itt itu iyo
iyon iz izan izango između için iš ja jaar jak jako janë jau je jeg jego jeho jei jej jejich jeśli jih jij jika jis již
joita joka jonka jotka jou još jsou jste ju juaj juba juga jums już já jälkeen jūs jūsų kabla kad kada kadar kahden
kahit kai kaikki kaip kako kama kami kan kana kandi kanilang kaniyang kann kanssa kanyang kanë kao kapag karena kas
kati katika kaudu kay kaya kde když ke keessa kein keine kepada kerak kerana kes ketika keď khi ki kiedy kien kienet
kila kimi kita kjo kodwa kohta koja koje kojem koji kojih komen kommer kon kot která které který kto ktorá ktoré ktorý
która które który ku kui kuid kuin kuitenkin kuma kun kunne kunnen kunt kunye kur kuri kurie kuti kutoka kuwa kwa
kwamba kwaye kwenye ky këtë kõik können kā laban laga lagi lagu lahko lakin lakini lati lebih lehet leis len lesz leur
lors lub lui lütfen līdz mae mais majd markii masih masu matapos mavjud medzi meer mehr meie mellan mellem mellom mely
memerlukan menggunakan menjadi mereka metu mewn mezi mga mhux mida mijn minden minn mis mit mitu mitä moet mogu mohou
moitos molte może można može mtu mukaan mula mumkin muna mund mungkin muri muss musí mutta muy mwyn myös máis már más
még més même më môže může na naar nach nad nahi naj nakon naman namin nang nas nasıl natin nav ndi ne nebo nebol nei
nel nella nelle nem nende není nes neu newydd ng nga ngan ngayong ngoba ni nicht nici nid nie niet nieuwe niin nije
nila nima nina nincs ning niso nito nitong niya një nke noch noen nog nogle noong nos nous nu nueva nuevo nuk nuo nur
nyt não när nå någon når në ní nó nėra och också oder oedd oes og ogni også oherwydd ohne okanye olan olarak oldu
olduğu ole oleh olema olemassa olet oli olla olmak om oma omdat ond onde onko ont onun onze oo ook oraz orqali ose
outras outro ovaj ovat ovatko ovo pada palju para peab pela pelo pels pentru perlu pero perquè però peut pia pitää più
plusieurs pob pode poden podeu podle podľa pokud pola poolt por porque posle pouze pred prej pri prie prije prin proti
protiv przed przez przy puede pueden până pärast på për pēc před při qanday qilish qual quan quando quanto que quelli
questa questo qui quyidagi që raibh redan reeds rhaid rin sa saab saat saj saja sal samma samme samo sampai sana sartu
sasa satu sau savo se sebagai sebelum sebuah secara secondo seda sedang según sein seine seit sekä selepas selle selon
selv sem semua senza seo seperti ser ses setelah seu seus seva sich siden sido sie siis siitä sila silang sind sini
sinu sinun sitt siya siz sizin się själv skal skulle smo sobre soilik soll sollen som sono sonra sont spre stati stato
ste sua sudah suka sul sulla sunt suo sur sve svih svo svoje svom sy sydd szerint são så sér són sú súa să są tahun tai
taip tak také también també também tamén tanpa tarafından tas tayo tegen tego teie tej telah tem tento ter terlalu
tersebut tetapi też theo tidak tiek tienen tiež tiga tij tijd tik tika tikai todo todos tomonidan tra tramite tras
treba trong trên tsakanin tudi tuleb tussen tutti tuwing twee tylko tym tá táto tämä tämän tätä této të tüm uchun uit
ukoll ukuba ukuthi ulang uma umano umanong una und une unei unha unhas uno unrhyw uns unter untuk unui upang ushbu után
uu uw uye uz už va vaak vaan vagy vai vaid vam var vara varios varten vaš ved veel vengono verið verschillende veya već
vi viele vielä viene vil ville vir visi viņš vo você voi voidaan voit volgende volt vom voor vor voru vos votre vous
vsaki vse vuoden vya være või vēl však və wa waa waar wala walang wanda wannan wanneer wao wara wat watu waxaa wedi
wees weiter welke wenn werd werden wie wiele wieħed wij wir wird więc wnaeth worden wordt wrth wszystkie wurde wurden
xa yake yako yalnız yana yang yangi yao yeni yi yksi ym yma yn yoki yote yr yra yung yw za zaidi zaradi zbog ze zein
zich zij zijn zo zu zuen zum zur zuten zuwa är çok çox és été être është în într ön önce über üçin üçün þetta þú će če
čo še šis šo šta što šī że že și
"""
_MARKS = frozenset(_MARK_WORDS.split())
# Marks only between words in small letters, for names ("de Blasio", "in Las Vegas") and English phrases hold them too.
_PARTICLE_WORDS = "da de del der des di du e el et est i il la las le les los das med non o til un von y"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_PARTICLE = re.compile(
    rf"(?<=[a-z] )(?:{'|'.join(_PARTICLE_WORDS.split())})"
    r" (?!al\b|cetera|facto|grace|jour|jure|rigueur|novo|carte|school|student)(?=[^\W\dA-Z_])"
)
_OPENING = re.compile(r"(?:Das|De|Der|El|Het|Il|La|Las|Le|Les|Los|Un|Una|Une) (?!la\b)(?=[^\W\dA-Z_])")
_ELIDED = re.compile(r"(?<![\w'’-])(?:[lcn]|qu|un|d(?!.[eé]tat|.[eê]tre|.oeuvre)|(?:de|da|a|ne|su)ll)['’](?=[^\W\d_])")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_WHOLE_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w-])")  # "hi-fi" is no Finnish
# More little words of English: in a text without a mark of another language one of them is enough.
_SHARED_WORDS = """
a an as in is it i he she him her me my our us we not no or so do did have had can may must all any some out up off own
one two three just like before during while where near even because only through under again across since without within
behind being both each every those these there here them other another such very still until yet
"""
_SHARED = frozenset(_SHARED_WORDS.split())
_ACCENTED = re.compile(r"[^\W\d_A-Za-z]")
_ENGLISH_SHARE = 0.1  # of the words: running English has 0.2 to 0.35, other languages under 0.05

# Little words of running text in other languages, of which none is a word of a language that could be taken for it
# (Spanish without what Catalan or Galician share, German without what Afrikaans does). Languages that are too near each
# other are left to the model: Danish and Norwegian, Indonesian and Malay, Czech and Slovak, Serbian and Croatian.
_LITTLE_WORDS = {
    "ar": "في على أن إلى التي الذي عن هذا هذه وقال خلال",
    "de": "und der das nicht eine einen einer mit für zu von sich auch im auf wird wurde sind bei nach",
    "es": "y los las con por más pero también fue sus según muy años desde ha",
    "fr": "des et est dans pour une du au qui sur par pas avec ce aux sont été cette",
    "hu": "és egy nem hogy volt már csak szerint lesz",
    "it": "il di che è della non gli nel alla sono più anche dei delle dal nella degli nelle hanno essere questo",
    "nl": "een niet voor zijn naar ook wordt werd bij door heeft worden",
    "pl": "się że jest oraz przez są dla które który w",
    "pt": "não uma com em são ao pelo pela seu sua também dos foi pelos à às aos até ainda isso",
    "ro": "și în că din pentru sunt fost într-un după",
    "ru": "что это как его была был также который после чтобы",
    "sv": "och att är inte ett från till också",
    "tr": "ve bir için ile çok olarak gibi kadar değil ancak göre",
    "tl": "ng mga ang ay isang nitong ilang niya siya kanyang kaniyang kanilang matapos noong ngayong habang ayon "
    "nina rin hindi nang nito ito dahil kung bagong umano naman walang kay",
    "uk": "що та від це його був також після й",
}
_LATIN = frozenset({"en", *_LITTLE_WORDS} - {"ar", "ru", "uk"})  # of these, those in the Latin script
_ASSURED = 3  # little words that stand in one language alone
_ASSURED_SHARE = 0.05  # of the words
_ASSURED_LEAD = 4  # times as many as in any other
_FEW = 0.03  # of the words: as many of others' little words as stand in any text


def _told_by(tables: dict[str, str]) -> dict[str, str]:
    """Word -> the one language that it stands in."""
    told: dict[str, str] = {}
    for lang, table in tables.items():
        for word in table.split():
            told[word] = lang if word not in told else ""
    return {word: lang for word, lang in told.items() if lang and word not in _ENGLISH}


_TELLING = _told_by(_LITTLE_WORDS)
# Filipino headlines have few of these, and more that others share: no other language has one of its own beside two.
_FILIPINO_SHARED = frozenset({"sa", "na", "ni", "pa", "para", "at", "din", "mula"})
_FILIPINO_WORDS = "nina rin hindi nang ng mga ang ay isang ilang nitong"
_FILIPINO = frozenset(_FILIPINO_WORDS.split())

# Marks of Filipino, and of its sisters, and those of them that few other languages have.
_FILIPINO_OWN_WORDS = """
sa ng mga ang ay isang isa nitong ilang niya siya kanyang kaniyang kanilang matapos noong ngayong habang ayon nina rin
hindi nang nito ito dahil mula bagong umano umanong naman walang wala kay kapag nila namin natin dito doon ating
silang tuwing bilang upang dalawang kahit muna laban hin ngan nga
"""
_FILIPINO_OWN = frozenset(_FILIPINO_OWN_WORDS.split())
_FILIPINO_MARKS = _FILIPINO_OWN | {"na", "ni", "para", "may", "han", "kan", "iba", "dapat", "sila"}

# The languages that news feeds are written in. The model knows rarer ones, and takes headlines full of names for them.
_PLAUSIBLE_TAGS = """
af am ar as az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu ha he hi hr hu hy id ig is it ja ka kk km kn
ko ku ky lo lt lv mg mk ml mn mr ms my ne nl no om or pa pl ps pt ro ru rw si sk sl sn so sq sr sv sw ta te tg th tk tl
tr ug uk ur uz vi xh yo zh zu
"""
_PLAUSIBLE = frozenset(_PLAUSIBLE_TAGS.split())
_MODEL_TAGS = {"fil": "tl", "in": "id", "iw": "he", "nb": "no", "sh": "sr"}  # what the model calls them

# By how much the model must like another language better than the one expected: difference of log-likelihoods over the
# square root of the bytes, so that it means the same at any length. Set on headlines: names belong to no language.
_SURE = 2.0
_SURE_SHORT = 4.0

_LOOKED_AT = 2000  # characters: more changes no answer
_SHORT = 8  # words: fewer say too little against what the source says of itself
_VERY_SHORT = 4  # words: fewer say too little at all
_TITLE = 18  # words: fewer are no more than a headline


def language(text: str, hint: str | None = None) -> str:
    """The primary BCP 47 tag of the language of ``text`` (its headline and its text, joined).

    ``hint`` is what the source says, and English is expected without one. What is expected wins where the text is
    short, and elsewhere unless another of the languages of news is plainly likelier. Where English is expected, a text
    without a mark of another language is, but for a long one that lacks its little words. Running text of other larger
    languages is told by its little words, scripts of one language at a glance; a smaller language that is expected is
    believed where nothing speaks against it; all else is told by py3langid.
    """
    hinted = hint.replace("_", "-").partition("-")[0].strip().lower() if hint else None
    if hinted is not None and not (hinted.isascii() and hinted.isalpha() and len(hinted) in (2, 3)):
        hinted = None
    sample = text[:_LOOKED_AT]
    beyond = not sample.isascii() and _BEYOND_LATIN.search(sample) is not None
    if beyond and (tag := _by_script(sample)):
        return "yi" if (tag, hinted) == ("he", "yi") else tag
    tokens = words(sample) if beyond else _LATIN_WORD.findall(sample.lower())
    if len(tokens) < _VERY_SHORT or (hinted and len(tokens) < _SHORT):
        return hinted or "en"
    english = sum(token in _ENGLISH for token in tokens)
    if english >= 2 and english >= _ENGLISH_SHARE * len(tokens):
        return "en"
    written: list[str] = []
    if hinted in (None, "en"):
        written = _written(sample)
        if _is_english(tokens, written, sample):
            return "en"
        if _is_filipino(tokens, written):
            return "tl"
    if len(tokens) >= _SHORT and (hinted in (None, "en") or hinted in _LITTLE_WORDS):
        if tag := _by_words(tokens):
            return tag
        if written and _filipino_marks(written):
            return "en"  # with a Filipino title, or the other way about
    elif (
        hinted in _PLAUSIBLE
        and not beyond
        and english + sum(token in _TELLING for token in tokens) < _FEW * len(tokens)
    ):
        return hinted  # nobody calls news Malay by default, and nothing speaks against it
    return _likelier(sample, hinted or "en", _SURE if len(tokens) >= _SHORT else _SURE_SHORT)


def _written(sample: str) -> list[str]:
    """The words as they are written, for a capital may tell a name; an opening one, and all in capitals, in small."""
    if "://" in sample:
        sample = _ADDRESS.sub(" ", sample)
    written = _WHOLE_WORD.findall(sample.lower() if sample.isupper() else sample)
    if len(written) > 1 and written[0].istitle() and written[1].islower():
        written.append(written[0].lower())
    return written


def _is_english(tokens: list[str], written: list[str], sample: str) -> bool:
    """Whether a text has no mark of another language, and where it is longer than a headline a little word of English.

    An accented word is a mark, but for a single one that is a name or was borrowed, as little words about it tell.
    """
    if not _MARKS.isdisjoint(written):
        marks = [word for word in written if word in _MARKS]
        each = 2 if _FILIPINO_MARKS.issuperset(marks) else 3  # Philippine outlets mix
        if each * len(marks) > len(_ENGLISH.intersection(tokens)):
            return False
    if (not _PARTICLES.isdisjoint(written) and _PARTICLE.search(sample)) or _OPENING.match(sample):
        return False
    if ("'" in sample or "’" in sample) and _ELIDED.search(sample):
        return False
    little = len(_ENGLISH_LITTLE.intersection(tokens))
    if not sample.isascii() and (accented := {word for word in sample.split() if _ACCENTED.search(word)}):
        return len(accented) == 1 and little >= (2 if any(map(str.islower, accented)) else 1)
    return little > 0 or len(tokens) < _TITLE or not _SHARED.isdisjoint(tokens) or "'s " in sample or "’s " in sample


def _is_filipino(tokens: list[str], written: list[str]) -> bool:
    """Whether a headline is Filipino: a little word of its own stands beside another, and few words are English.

    Philippine outlets mix both languages and say of neither which it is, so that few marks are enough where none is
    of another language.
    """
    own = sum(_TELLING.get(token) == "tl" for token in tokens)
    others = sum(token in _TELLING for token in tokens) - own
    shared = sum(token in _FILIPINO_SHARED for token in tokens)
    english = len(_ENGLISH.intersection(tokens))
    if own > 0 and own + shared >= 2 + 2 * others and own + shared > 2 * english:
        return True
    marks = _filipino_marks(written)
    return bool(marks) and 2 * len(_ENGLISH.intersection(written)) <= len(marks)


def _filipino_marks(written: list[str]) -> list[str]:
    """The marks of a text, where all are Filipino and one of them, or three together, are no other language's."""
    marks = [word.lower() for word in written if word in _MARKS or word == "Mga"]
    if not _FILIPINO_MARKS.issuperset(marks) or any(map(_ACCENTED.search, written)):
        return []
    return marks if len(set(marks)) > 2 or not _FILIPINO_OWN.isdisjoint(marks) else []


def is_foreign(sentence: str, lang: str) -> bool:
    """Whether a sentence is plainly in another language than ``lang`` (BCP 47), that of the text it stands in.

    It is told by its script and its little words alone, so that asking costs next to nothing; a sentence of names, or
    one in a language without a table, is none. Between languages that share words the benefit of the doubt is given.
    """
    own = lang.partition("-")[0].lower()
    beyond = not sentence.isascii() and _BEYOND_LATIN.search(sentence) is not None
    if beyond and (tag := _by_script(sentence)):
        return tag != {"iw": "he", "yi": "he"}.get(own, own) and own in _LATIN
    if beyond and own in _LATIN and len(_OTHER_SCRIPT.findall(sentence)) * 2 > sum(map(str.isalpha, sentence)):
        return True
    tokens = words(sentence) if beyond else _LATIN_WORD.findall(sentence.lower())
    if own == "en" and sum(token in _ENGLISH for token in tokens) >= _ENGLISH_SHARE * len(tokens):
        return False
    tag = _by_words(tokens)
    if tag is None and own in _LATIN and own != "en" and len(tokens) >= _SHORT:
        english = sum(token in _ENGLISH for token in tokens)
        return english >= 2 * _ENGLISH_SHARE * len(tokens) and not any(_TELLING.get(token) == own for token in tokens)
    return tag is not None and tag != own and own in _LATIN


def _by_script(sample: str) -> str | None:
    """The language that alone is written in the script of much of the text."""
    letters = sum(map(str.isalpha, sample))
    return next(
        (tag for tag, script in _SCRIPTS if letters and len(script.findall(sample)) >= _SCRIPT_SHARE * letters), None
    )


def _by_words(tokens: list[str]) -> str | None:
    """The language whose little words a text is full of, where it has few of any other's."""
    counted = Counter(_TELLING[token] for token in tokens if token in _TELLING).most_common(2)
    tag, most = counted[0] if counted else ("", 0)
    next_most = counted[1][1] if len(counted) > 1 else 0
    if most >= _ASSURED and most >= _ASSURED_SHARE * len(tokens) and most >= _ASSURED_LEAD * next_most:
        return tag
    others = sum(_TELLING.get(token, "tl") != "tl" for token in tokens)
    if others <= 1:
        own = _FILIPINO.intersection(tokens)
        if own and len(own) + len(_FILIPINO_SHARED.intersection(tokens)) >= _ASSURED:
            return "tl"
    return None


def _likelier(sample: str, expected: str, sure: float) -> str:
    """The language that is plainly likelier than the one expected, else that one."""
    import py3langid  # numpy and a model that take a second to load, which English news never needs

    scores: dict[str, float] = dict(py3langid.rank(sample))  # log-likelihoods
    known = _MODEL_TAGS.get(expected, expected)
    best = max((tag for tag in scores if tag in _PLAUSIBLE), key=lambda tag: scores[tag])
    if known not in scores:  # nothing speaks against what the source says
        return expected
    size = len(sample.encode("utf-8", "replace"))
    return best if best != known and scores[best] - scores[known] > sure * math.sqrt(size) else expected


def same_language(one: str, other: str) -> bool:
    """Whether two BCP 47 tags name one language, whatever its regions."""
    return one.partition("-")[0].lower() == other.partition("-")[0].lower()


def direction(lang: str) -> str:
    """ "rtl" for languages that run from right to left (BCP 47 tag, script subtag included), else "ltr"."""
    parts = lang.replace("_", "-").lower().split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RTL else "ltr"
