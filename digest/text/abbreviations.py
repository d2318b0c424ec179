"""Words that tell a full stop that ends a sentence from one that does not, in English."""

from __future__ import annotations

# Titles: a name follows.
_TITLES = """
Mr Mrs Ms Mx Messrs Dr Prof Gen Col Sgt Sen Sens Rep Reps Gov Govs Rev Lt Capt Cpt Maj Adm Hon Mt Pres
Supt Insp Det Cpl Pvt Cmdr Cmdt Brig Amb Msgr Fr Sra Dra Mme Mlle Atty Ald Comdr Cdr Spc Pfc Ens Cllr
Bp Abp Ofc Ofr Pte Sgts Gens Drs Profs Fmr Maj-Gen Lt-Gen Lt-Col Brig-Gen Vice-Adm
"""
TITLES = frozenset(_TITLES.split())

# Something always follows.
_NEVER = """
vs v cf viz e.g i.e eg ie al ca aka a.k.a incl ed eds trans
"""
NEVER = frozenset(_NEVER.split())

# A number follows, else these are words like any other.
_BEFORE_NUMBERS = """
No Nos no nos Vol vol Art art Sec sec Fig fig Figs p pp P pg Ch ch para paras approx Approx c est Rs Op Rm Apt Ste
Ext ext Tel tel Ph Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Lot Bldg Rte Hwy fl b d r
"""
BEFORE_NUMBERS = frozenset(_BEFORE_NUMBERS.split())

# May end a sentence: only a word that begins many sentences after them says so.
_ORDINARY = """
Inc Corp Co Ltd Bros Cos Jr Sr St Ste Ft Dep Asst Sec Treas Esq Assn Assoc Dept Univ Inst Intl Natl Govt Gov't Int'l
Nat'l Mfg Mgmt Ave Blvd Rd Hwy Pkwy Ln Sq Bldg Calif Fla Pa Va Ky Tenn Tex Ariz Colo Conn Ill Ind Kan Mass Md Mich
Minn Miss Mo Mont Neb Nev Okla Ore Wash Wis Wyo Ala Ark Ga La Del Me Vt Ont Que Jan Feb Mar Apr Jun Jul Aug Sep Sept
Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun co etc dept govt est ext tel Ph.D M.D B.A M.A B.Sc M.Sc Ed.D
Ll.B D.Phil Yahoo N.J S.p.A
"""
ORDINARY = frozenset(_ORDINARY.split())

# Words that begin sentences far more often than they continue a name.
_STARTERS = """
A After All Also Although Am An And Another Any Are As At Back Because Been Before Both But By Can Could Critics
Despite Did Do Does During Each Earlier Even Every Experts Few First For Former From Had Has Have He Her Here His
How However I If In Indeed Instead Is It Its Just Last Later Like Many Meanwhile Members More Most Much My Nearly
Neither Never New No Nobody None Nor Not Nothing Now Of Officials On Once One Only Or Other Others Our Out Over
People Perhaps Police Previously Recent Reports Seven Several She Should Since Six So Some Soon Still Such Ten That
The Their Then There These They This Those Though Three Through Thus To Today Two Under Unlike Until Was We Were
What When Where Whether Which While Who Why Will With Within Without Would Yesterday Yet You Your
"""
STARTERS = frozenset(_STARTERS.split())

# What goes on after "10 a.m.".
_WHEN = """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun January
February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept
Oct Nov Dec EST EDT ET CST CDT CT MST MDT MT PST PDT PT GMT UTC BST IST AEST AEDT NZST NZT NZDT SGT HKT JST CET CEST
SAST WIB Eastern Central Mountain Pacific Greenwich London Beijing Moscow Paris Sydney Local
"""
WHEN = frozenset(_WHEN.split())

# Verbs of saying, as they stand after a name.
_SPEECH = """
said says asked asks told added replied shouted cried wrote tweeted wondered exclaimed joked recalled quipped
responded answered continued demanded yelled insisted declared explained posted began concluded
"""
SPEECH = frozenset(_SPEECH.split())

# Starters that are names too, so that after an initial ("J. Will") they say nothing.
_NAMELIKE = """
A An Back Few First I Many Most New No One Over Seven So Still Such Will Yet
"""
NAMELIKE = frozenset(_NAMELIKE.split())
