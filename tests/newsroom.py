"""A fictional newsroom: issues that hold everything an edition must be able to print, none of it true."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

from digest.model import (
    ISSUE_FORMAT,
    Coverage,
    Due,
    Earlier,
    Issue,
    IssueSection,
    Passage,
    PrintedArticle,
    PrintedFigure,
    PrintedQuote,
    PrintedStory,
    Publication,
    Related,
    Settled,
    SourceReport,
    Upcoming,
)

AS_OF = datetime(2031, 5, 7, 4, 30, tzinfo=UTC)
TODAY = date(2031, 5, 7)

PUBLICATION = Publication(
    title="The Harbour Morning",
    tagline="What happened on the coast, in the words of those who reported it",
    url="https://harbour.example/news",
    lang="en",
    timezone="Pacific/Auckland",
    postal_address="12 Quay Street, Port Alder 4021",
    reply_to="editor@harbour.example",
)


class Desk:
    """Writes articles and cites them by their own words."""

    def __init__(self) -> None:
        self.articles: dict[str, PrintedArticle] = {}
        self._texts: dict[str, str] = {}
        self._rank = 0

    def article(
        self, id: str, source: str, headline: str, text: str = "", *, url: str | None = None, lang: str = "en"
    ) -> str:
        """File an article; returns its id."""
        host = "".join(c for c in source.lower() if c.isascii() and c.isalnum()) or "paper"
        self._texts[id] = text
        self.articles[id] = PrintedArticle(
            id=id,
            source=source,
            url=f"https://{host}.example/{TODAY:%Y/%m}/{id}" if url is None else url,
            headline=headline,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            published=AS_OF,
            lang=lang,
        )
        return id

    def cite(self, id: str, words: str) -> Passage:
        """The passage of an article that reads so."""
        start = self._texts[id].index(words)
        return Passage(words, id, start, start + len(words))

    def all(self, id: str) -> tuple[Passage, ...]:
        """An article's lines, each a passage."""
        return tuple(self.cite(id, line) for line in self._texts[id].split("\n") if line)

    def story(
        self, *ids: str, section: str, printed: tuple[Passage, ...] | None = None, **parts: object
    ) -> PrintedStory:
        """A story of these articles, the first leading; prints all of the first one's lines unless told otherwise."""
        self._rank += 1
        told = tuple(dict.fromkeys(self.articles[key].source for key in ids))
        values: dict[str, object] = {
            "id": ids[0],
            "thread": f"t-{ids[0]}",
            "headline": self.articles[ids[0]].headline,
            "article": ids[0],
            "articles": ids,
            "outlets": told,
            "reports": len(told),
            "section": section,
            "rank": self._rank,
            "score": 100.0 - self._rank,
            "terms": {"weight": 1.0},
            "what_happened": self.all(ids[0]) if printed is None else printed,
        }
        return PrintedStory(**{**values, **parts})  # type: ignore[arg-type]  # parts are given by their field names


def _lead(desk: Desk) -> PrintedStory:
    one = desk.article(
        "ferry-gazette",
        "Alder Gazette",
        "Night ferry runs aground off Cape Tallow; all 412 aboard brought ashore",
        "Fishing boats and two lifeboats worked through the fog to empty the Marguerite before the tide turned.\n"
        "The night ferry Marguerite ran aground on the Tallow shoal at 2:40 a.m. on Tuesday with 412 people aboard.\n"
        "By first light every passenger and all but nine of the crew had been brought ashore at Port Alder.\n"
        "“We heard a long scrape, then nothing at all, and then the lights went out,” said Ines Marrow, who was "
        "travelling with her two sons.\n"
        "Over 1,900 people travel the route on an ordinary weekday, and another 640 tonnes of freight go with them.\n"
        "The harbour board will hold a public hearing on 14 May.\n"
        "The line has run since 1911.",
    )
    two = desk.article(
        "ferry-radio",
        "Coast Radio",
        "Ferry Marguerite aground, passengers safe",
        "Eleven people were treated for cold and one for a broken wrist, the hospital said.\n"
        "The company has cancelled all night sailings from 8 May to 21 May.\n"
        "“The charts were right and the light was lit. We will find out the rest,” said harbour master Teodor Lund.",
    )
    three = desk.article(
        "ferry-post",
        "The Northern Post",
        "Salvors wait for the spring tide",
        "Salvors expect to refloat the ship on the spring tide in the coming weeks.\n"
        "The shoal was last surveyed in 2019, when the channel was found to have moved 80 metres to the east.\n"
        "It is the third grounding on the shoal in twelve years.",
    )
    ines = "We heard a long scrape, then nothing at all, and then the lights went out,"
    lund = "The charts were right and the light was lit. We will find out the rest,"
    routes = desk.cite(
        one,
        "Over 1,900 people travel the route on an ordinary weekday, and another 640 tonnes of freight go with them.",
    )
    moved = desk.cite(
        three, "The shoal was last surveyed in 2019, when the channel was found to have moved 80 metres to the east."
    )
    return desk.story(
        one,
        two,
        three,
        section="The coast",
        dek=desk.all(one)[0],
        printed=(desk.all(one)[1], desk.all(one)[2], desk.all(two)[0]),
        quotes=(
            PrintedQuote(passage=desk.all(one)[3], words=desk.cite(one, ines), speaker="Ines Marrow"),
            PrintedQuote(passage=desk.all(two)[2], words=desk.cite(two, lund), speaker="Teodor Lund, harbour master"),
        ),
        figures=(
            PrintedFigure(figure=desk.cite(one, "412"), unit="people aboard", value=412, sentence=desk.all(one)[1]),
            PrintedFigure(figure=desk.cite(one, "Over 1,900"), unit="people", value=1900, sentence=routes),
            PrintedFigure(figure=desk.cite(one, "another 640"), unit="tonnes of freight", value=640, sentence=routes),
            PrintedFigure(figure=desk.cite(three, "80"), unit="metres to the east", value=80, sentence=moved),
        ),
        background=(desk.all(one)[6], desk.all(three)[2]),
        whats_next=(
            Upcoming(
                passage=desk.all(two)[1],
                story=one,
                first=date(2031, 5, 8),
                last=date(2031, 5, 21),
                expression=desk.cite(two, "from 8 May to 21 May"),
                score=0.9,
            ),
            Upcoming(
                passage=desk.all(one)[5],
                story=one,
                first=date(2031, 5, 14),
                last=date(2031, 5, 14),
                expression=desk.cite(one, "on 14 May"),
                score=0.8,
            ),
            Upcoming(passage=desk.all(three)[0], story=one, score=0.6),
        ),
        read_also=(
            Related(
                headline="The keeper who still climbs the Tallow light every evening",
                url="https://northernpost.example/tallow",
                source="The Northern Post",
            ),
            Related(headline="What a hundred years of ferry timetables say about the coast"),
        ),
    )


def _sections(desk: Desk) -> tuple[IssueSection, ...]:
    article, story = desk.article, desk.story
    article(
        "library",
        "Alder Gazette",
        "Library will lend tools, tents and a telescope",
        "Port Alder's central library opens a lending room for tools on Saturday, with 300 things on its shelves.\n"
        "Borrowers may keep a drill for a week and the telescope for one clear night.",
    )
    article("library-radio", "Coast Radio", "Borrow a drill from the library", "The room was paid for by a bequest.")
    article(
        "bridge",
        "The Northern Post",
        "Council votes 9–4 to keep the swing bridge",
        "The swing bridge over the Alder will be repaired and not replaced, the council decided on Monday night.\n"
        "The mayor will show the plans in the town hall at noon on Wednesday.",
    )
    article("bakery", "Quayside Weekly", "A bakery of four wins the national rye prize", "")
    article(
        "cable",
        "Meridian Wire",
        "Island states agree to share one undersea cable",
        "Seven island states signed an agreement on Tuesday to lay and share a single data cable "
        "4,100 kilometres long.\n"
        "Work begins in 2032 and the first traffic is expected two years later.",
    )
    article("cable-post", "The Northern Post", "One cable for seven islands", "The cable will cost 310 million.")
    article("cable-tide", "Tide & Times", "Seven sign for cable", "Repairs will be paid for in equal parts.")
    article(
        "quake",
        "Meridian Wire",
        "Strong quake shakes the Orlo valley, no deaths reported",
        "An earthquake of magnitude 6.1 shook the Orlo valley shortly before noon and was felt 200 kilometres away.",
    )
    article(
        "mirail",
        "Le Courrier du Golfe",
        "Le tramway du Mirail roulera la nuit dès juin",
        "La ville a confirmé mardi que les rames circuleront en juin jusqu’à quatre heures du matin.",
        lang="fr",
    )
    article(
        "marsa",
        "جريدة المرسى",
        "افتتاح سوق السمك الجديد في المرسى القديم",
        "افتتح رئيس البلدية صباح الثلاثاء سوق السمك الجديد الذي يضم ستين كشكا.",
        lang="ar",
    )
    article(
        "kelp",
        "Tide & Times",
        "Kelp forest returns to a bay that lost it 30 years ago",
        "Divers counted 14,000 plants in Sorrel Bay this spring, where a survey ten years ago found none.\n"
        "The change followed a ban on bottom nets and the return of sea otters.",
    )
    article("kelp-radio", "Coast Radio", "Kelp is back in Sorrel Bay", "The otters came by themselves.")
    article(
        "clock",
        "Quayside Weekly",
        "A clock that loses one second in 40 billion years",
        "Physicists at the Alder Institute have built a clock that is steadier than any before it.",
    )
    article("whale", "Coast Radio", "Blue whale sings a half-tone lower than it did in 1990", "")
    article("bees", "The Northern Post", "City bees make more honey than their country cousins", "")
    return (
        IssueSection(
            name="Port Alder",
            stories=(
                story(
                    "library",
                    "library-radio",
                    section="Port Alder",
                    printed=(*desk.all("library"), *desk.all("library-radio")),
                ),
                story("bridge", section="Port Alder"),
                story("bakery", section="Port Alder"),
            ),
        ),
        IssueSection(
            name="World",
            stories=(
                story(
                    "cable",
                    "cable-post",
                    "cable-tide",
                    section="World",
                    printed=(*desk.all("cable"), *desk.all("cable-tide")),
                ),
                story("quake", section="World"),
                story("mirail", section="World"),
                story("marsa", section="World"),
            ),
        ),
        IssueSection(
            name="Science & nature",
            stories=(
                story("kelp", "kelp-radio", section="Science & nature", reports=2),
                story("clock", section="Science & nature"),
                story("whale", section="Science & nature"),
                story("bees", section="Science & nature"),
            ),
        ),
    )


def _developing(desk: Desk) -> tuple[PrintedStory, ...]:
    desk.article(
        "strike",
        "Meridian Wire",
        "Dockers and owners back at the table",
        "Talks between dockers and ship owners resumed on Tuesday after a weekend without a meeting.",
    )
    desk.article("strike-radio", "Coast Radio", "Dock talks resume", "")
    desk.article("drought", "The Northern Post", "Reservoir falls below a third", "")
    return (
        desk.story(
            "strike",
            "strike-radio",
            section="Port Alder",
            day=3,
            earlier=(
                Earlier(date(2031, 5, 5), 210, "Dockers walk out over night shifts"),
                Earlier(date(2031, 5, 6), 211, "Second day of silence on the docks"),
            ),
        ),
        desk.story(
            "drought",
            section="World",
            day=6,
            earlier=(Earlier(date(2031, 5, 3), 208, "Reservoir at its lowest since 1987"),),
        ),
    )


def _flagged(desk: Desk) -> tuple[tuple[Due, ...], tuple[Settled, ...]]:
    """What earlier issues printed for this day: one that a story goes on with, one for the week, one that happened."""
    desk.article("vote", "Alder Gazette", "Dockers to vote on the owners' offer", "Dockers will vote on Wednesday.")
    desk.article("week", "Coast Radio", "Islands look ahead", "The islands will hold their own fair this week.")
    desk.article("talks", "Coast Radio", "Dock talks to resume", "Both sides will meet again on Tuesday.")

    def due(id: str, words: str, first: date, last: date, flagged: Earlier, **more: object) -> Due:
        item = Upcoming(
            passage=desk.all(id)[0], story=id, first=first, last=last, expression=desk.cite(id, words), score=0.8
        )
        return Due(item=item, day=first, flagged=flagged, thread=f"t-{id}", **more)  # type: ignore[arg-type]

    tuesday = date(2031, 5, 6)
    vote = due("vote", "Wednesday", TODAY, TODAY, Earlier(tuesday, 211, "Dockers to vote"), story="strike")
    fair = due("week", "this week", TODAY, date(2031, 5, 11), Earlier(date(2031, 5, 2), 207, "Islands look ahead"))
    talks = due(
        "talks", "on Tuesday", tuesday, tuesday, Earlier(date(2031, 5, 5), 210, "Dock talks to resume"), story="strike"
    )
    return (vote, fair), (Settled(due=talks, answer=desk.all("strike")[0], story="strike"),)


def sample_issue(**changes: object) -> Issue:
    """A full day: a lead with every part, three sections, two developing stories, an agenda, a failed source.

    And what earlier issues printed for the day.
    """
    desk = Desk()
    lead = _lead(desk)
    sections = _sections(desk)
    developing = _developing(desk)
    due, settled = _flagged(desk)
    cable = Upcoming(
        passage=desk.cite("cable", "Work begins in 2032 and the first traffic is expected two years later."),
        story="cable",
        score=0.5,
    )
    library = Upcoming(
        passage=desk.cite(
            "library",
            "Port Alder's central library opens a lending room for tools on Saturday, with 300 things on its shelves.",
        ),
        story="library",
        first=date(2031, 5, 10),
        last=date(2031, 5, 10),
        expression=desk.cite("library", "on Saturday"),
        score=0.7,
        also=(desk.cite("library-radio", "The room was paid for by a bequest."),),
    )
    tram = Upcoming(
        passage=desk.all("mirail")[0],
        story="mirail",
        first=date(2031, 6, 1),
        last=date(2031, 6, 30),
        expression=desk.cite("mirail", "en juin"),
        score=0.6,
    )
    plans = Upcoming(
        passage=desk.all("bridge")[1],
        story="bridge",
        first=TODAY,
        last=TODAY,
        expression=desk.cite("bridge", "on Wednesday"),
        score=0.9,
    )
    values: dict[str, object] = {
        "format": ISSUE_FORMAT,
        "number": 212,
        "date": TODAY,
        "as_of": AS_OF,
        "since": datetime(2031, 5, 6, 4, 30, tzinfo=UTC),
        "publication": PUBLICATION,
        "subject": lead.headline,
        "preheader": "Library will lend tools, tents and a telescope · Island states agree to share one undersea cable",
        "lead": lead,
        "sections": sections,
        "developing": developing,
        "whats_next": (plans, lead.whats_next[0], library, lead.whats_next[1], tram, lead.whats_next[2], cable),
        "articles": tuple(desk.articles.values()),
        "coverage": Coverage(
            sources=(
                *(
                    SourceReport(source=name, state="read", entries=40, new=12)
                    for name in dict.fromkeys(article.source for article in desk.articles.values())
                ),
                SourceReport(source="Lighthouse Review", state="unchanged"),
                SourceReport(source="Inland Daily", state="failed", reason="no answer within 20 s"),
            ),
            candidates=184,
            printed=14,
            merged=8,
            dropped={"older than the window": 120, "below the fold": 42},
        ),
        "due": due,
        "settled": settled,
    }
    return Issue(**{**values, **changes})  # type: ignore[arg-type]  # changes are given by their field names


def quiet_issue(**changes: object) -> Issue:
    """A quiet day: one story out of a seed file, without an address or a date."""
    desk = Desk()
    desk.article(
        "lamp",
        "lamp-history",
        "The lamp that outlived four keepers",
        "The lamp at Cape Tallow was lit for the first time in the autumn of 1874.\n"
        "It burned whale oil, then paraffin, then gas, and has been electric since 1936.",
        url="",
    )
    values: dict[str, object] = {
        "format": ISSUE_FORMAT,
        "number": 1,
        "date": TODAY,
        "as_of": AS_OF,
        "since": None,
        "publication": Publication(title="Morning"),
        "subject": "The lamp that outlived four keepers",
        "preheader": "",
        "lead": desk.story("lamp", section=""),
        "sections": (),
        "developing": (),
        "whats_next": (),
        "articles": tuple(desk.articles.values()),
        "coverage": Coverage(
            sources=(SourceReport(source="lamp-history", state="read", entries=1, new=1),), candidates=1, printed=1
        ),
    }
    return Issue(**{**values, **changes})  # type: ignore[arg-type]  # changes are given by their field names


def teaser_issue(stories: int = 24) -> Issue:
    """A day of teasers: headlines with one sentence or none."""
    desk = Desk()
    for number in range(stories):
        line = f"Boat number {number} came home with {number + 3} crates of herring and one surprised gull."
        desk.article(f"boat-{number:02}", ("Coast Radio", "Tide & Times", "The Northern Post")[number % 3],
                     f"Boat number {number} comes home before the storm reaches the outer harbour wall",
                     line if number % 3 else "")  # fmt: skip
    made = [desk.story(key, section="The fleet" if n % 2 else "The harbour") for n, key in enumerate(desk.articles)]
    return sample_issue(
        lead=made[0],
        sections=(
            IssueSection(name="The fleet", stories=tuple(made[1::2])),
            IssueSection(name="The harbour", stories=tuple(made[2::2])),
        ),
        developing=(),
        whats_next=(),
        due=(),
        settled=(),
        articles=tuple(desk.articles.values()),
        subject=made[0].headline,
    )


def hostile_issue() -> Issue:
    """A day whose sources mean harm: markup, long words, control characters, odd addresses, emoji."""
    desk = Desk()
    desk.article(
        "script",
        "<b>Evil & Sons</b>",
        "<script>alert(1)</script> \"quoted\" & 'single' {{ 7 * 7 }} </mj-text>",
        "</title></mj-raw><img src=x onerror=alert(2)> said \x00\x0b\x1b[31m nobody \ufffe.\n"
        "{% for x in y %} & &amp; &lt;",
        url="javascript:alert(3)",
    )
    desk.article(
        "long",
        "W" * 60,
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 4,
        "https://example.org/" + "x" * 300 + " " + "Ж" * 200,
        url="https://long.example/?q=" + "a" * 500 + "&b=<c>\"'",
    )
    desk.article(
        "emoji", "🗞️ Emoji Daily 👩‍👩‍👧", "🚢🌊 Ship 👍🏽 sails \u202egnol ton", "It sailed 🎉.", url="https://[bad"
    )
    return sample_issue(
        lead=desk.story("script", "long", section="<i>Section</i>"),
        sections=(
            IssueSection(name="A & B <c>", stories=(desk.story("long", section="x"), desk.story("emoji", section="x"))),
        ),
        developing=(),
        whats_next=(
            Upcoming(passage=desk.all("script")[0], story="script", first=date(2031, 12, 31), last=date(2032, 1, 2)),
        ),
        due=(
            Due(
                item=Upcoming(passage=desk.all("script")[0], story="script", first=TODAY, last=TODAY),
                day=TODAY,
                flagged=Earlier(date(2031, 5, 5), 210, '<b>Flagged</b> & "quoted"'),
                thread="t-script",
                story="script",
            ),
        ),
        settled=(),
        articles=tuple(desk.articles.values()),
        publication=Publication(title='A <Morning> & "Evening"', tagline="</h1>", url="https://x.example", lang="en"),
        subject='Re: <script> & "you"',
        preheader="<style>*{}</style>",
    )


def right_to_left_issue() -> Issue:
    """A quiet day in Arabic."""
    desk = Desk()
    desk.article(
        "souq",
        "جريدة المرسى",
        "افتتاح سوق السمك الجديد في المرسى القديم",
        "افتتح رئيس البلدية صباح الثلاثاء سوق السمك الجديد الذي يضم ستين كشكا.\n"
        "قال كبير الصيادين: «انتظرنا هذا اليوم عشر سنين».\n"
        "ويبدأ العمل في السوق يوم 14 مايو.",
        lang="ar",
    )
    desk.article("rain", "إذاعة الساحل", "أمطار غزيرة على الساحل", "هطلت أمطار غزيرة على الساحل ليلة أمس.", lang="ar")
    desk.article("english", "Coast Radio", "Rain on the coast", "It rained all night on the coast.")
    desk.article(
        "auction", "إذاعة الساحل", "مزاد على سفينة قديمة", "يقام المزاد على السفينة القديمة يوم 7 مايو.", lang="ar"
    )
    desk.article("wind", "إذاعة الساحل", "عاصفة في الطريق", "تصل العاصفة إلى الساحل يوم الثلاثاء.", lang="ar")
    auction = Upcoming(
        passage=desk.all("auction")[0],
        story="auction",
        first=TODAY,
        last=TODAY,
        expression=desk.cite("auction", "7 مايو"),
    )
    tuesday = date(2031, 5, 6)
    storm = Upcoming(
        passage=desk.all("wind")[0],
        story="wind",
        first=tuesday,
        last=tuesday,
        expression=desk.cite("wind", "يوم الثلاثاء"),
    )
    yesterday = Earlier(date(2031, 5, 5), 210, "عاصفة في الطريق")
    words = desk.cite("souq", "انتظرنا هذا اليوم عشر سنين")
    when = Upcoming(passage=desk.all("souq")[2], story="souq", first=date(2031, 5, 14), last=date(2031, 5, 14))
    return sample_issue(
        publication=Publication(title="صباح المرسى", tagline="أخبار الساحل", lang="ar", timezone="Africa/Tunis"),
        lead=desk.story(
            "souq",
            "rain",
            section="الساحل",
            quotes=(PrintedQuote(passage=desk.all("souq")[1], words=words, speaker="كبير الصيادين"),),
            figures=(
                PrintedFigure(figure=desk.cite("souq", "ستين"), unit="كشكا", value=60, sentence=desk.all("souq")[0]),
            ),
        ),
        sections=(
            IssueSection(
                name="العالم", stories=(desk.story("rain", section="العالم"), desk.story("english", section="العالم"))
            ),
        ),
        developing=(),
        whats_next=(when,),
        due=(Due(item=auction, day=TODAY, flagged=Earlier(tuesday, 211, "مزاد على سفينة قديمة"), thread="t-auction"),),
        settled=(
            Settled(
                due=Due(item=storm, day=tuesday, flagged=yesterday, thread="t-rain", story="rain"),
                answer=desk.all("rain")[0],
                story="rain",
            ),
        ),
        articles=tuple(desk.articles.values()),
        subject="افتتاح سوق السمك",
        preheader="",
    )
