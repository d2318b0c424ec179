"""An issue as its readers meet it: every reference resolved, every date in words, nothing left to look up.

Templates are handed an ``IssueView`` and decide only how it looks. Addresses are safe to link (``wording.web_link``)
or "".
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from digest.model import Publication

Day = date  # by another name, for a class that has a field of that one


class Recording(Struct, frozen=True):
    """What an article carries to be heard or watched."""

    label: str  # "Podcast, 42 min"
    url: str  # of the file; "" where it plays on the article's own page


class Mark(Struct, frozen=True):
    """A citation: the small number after a sentence, and the article it stands for.

    The number is 0 where none is printed: in a story told from one article, whose line of sources says it all, and for
    the article of which only the headline is printed.
    """

    number: int  # the article's within its story
    name: str
    url: str  # "" where the article has none
    headline: str
    recording: Recording | None = None
    paywall: str = ""  # "subscription", where the link asks for money

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to say of where it leads: "Podcast, 42 min", "subscription"."""
        label = (self.recording.label,) if self.recording else ()
        return (*label, self.paywall) if self.paywall else label

    @property
    def credit(self) -> str:
        """ "Times · subscription": its name and that."""
        return " · ".join((self.name, *self.notes))


class Outlet(Struct, frozen=True):
    """An outlet in a story's line of sources, with its articles that the story cites."""

    name: str
    url: str  # of the first of them
    marks: tuple[Mark, ...]

    @property
    def recordings(self) -> tuple[Recording, ...]:
        """Those of its articles, each once."""
        return tuple(dict.fromkeys(mark.recording for mark in self.marks if mark.recording))

    @property
    def paywall(self) -> str:
        """ "subscription", where its links ask for money."""
        return next((mark.paywall for mark in self.marks if mark.paywall), "")

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to say of where it leads, in words."""
        return tuple(dict.fromkeys(note for mark in self.marks for note in mark.notes))

    @property
    def credit(self) -> str:
        """ "Times (subscription)": its name and that, as it stands in a list."""
        return f"{self.name} ({'; '.join(self.notes)})" if self.notes else self.name


class Sentence(Struct, frozen=True):
    """A printed sentence with its citation; ``lang`` and ``dir`` are "" where they are those of the story around it."""

    text: str
    mark: Mark
    lang: str = ""
    dir: str = ""


class Quote(Struct, frozen=True):
    """Words in their speaker's mouth; with no speaker named, the whole sentence that carries them."""

    words: Sentence
    speaker: str  # "" where the text names none
    marks: tuple[str, str] = ("", "")  # of quotation, to set around the words


class FigureRow(Struct, frozen=True):
    """One figure: "over", "46,000", "soldiers"."""

    hedge: str
    figure: str
    unit: str

    @property
    def words(self) -> str:
        """ "over 46,000 soldiers"."""
        return " ".join(filter(None, (self.hedge, self.figure, self.unit)))


class FigureGroup(Struct, frozen=True):
    """The figures of one sentence, and the sentence unless the story has printed it above."""

    rows: tuple[FigureRow, ...]
    sentence: Sentence
    repeated: bool


class Account(Struct, frozen=True):
    """One source's figure where accounts differ, and its sentence unless the story has printed it above."""

    row: FigureRow
    sentence: Sentence
    repeated: bool


class DifferenceView(Struct, frozen=True):
    """The figures that sources give for one thing, which do not agree."""

    accounts: tuple[Account, ...]


class Ahead(Struct, frozen=True):
    """Something that is to come, with a second source's words for it cited beside."""

    sentence: Sentence
    parts: tuple[str, str, str]  # the sentence before the words that name the date, those words, and after them
    also: tuple[Mark, ...]
    story: str  # its id
    headline: str  # its story's, "" where it stands in that story, or the issue prints no such story
    url: str  # of that headline's article
    anchor: str  # of the story in the page
    flagged: Before | None = None  # the issue that printed it first, where this one only brings it back

    @property
    def credits(self) -> tuple[str, ...]:
        """Those of its sources, each once, however capitals stand in it."""
        told: dict[str, str] = {}
        for mark in (self.sentence.mark, *self.also):
            told.setdefault(mark.credit.lower(), mark.credit)
        return tuple(told.values())


class Leaf(Struct, frozen=True):
    """A calendar leaf and what stands on it; an undated leaf has no day."""

    first: date | None
    day: str  # "1", "1–15", ""
    month: str  # "May", "Apr"
    under: str  # the weekday, "Today", or where a span ends: "to 15 Jul"
    today: bool  # whether it is the issue's own day
    spoken: str  # the whole date in words
    entries: tuple[Ahead, ...]


class Before(Struct, frozen=True):
    """An earlier issue that printed this thread."""

    day: date
    words: str
    number: int
    headline: str
    anchor: str = ""  # of the story there, where that is not the one of the story here


class Outcome(Struct, frozen=True):
    """What was to come, and what a story of this issue says came of it."""

    leaf: Leaf  # the day, with the one entry
    answer: Sentence

    @property
    def promise(self) -> Ahead:
        """What was to come; its headline and anchor are those of the story that answers."""
        return self.leaf.entries[0]


class ReadAlso(Struct, frozen=True):
    """A headline to read on; ``url`` "" where it cannot be linked."""

    headline: str
    url: str
    source: str


class Said(Struct, frozen=True):
    """What a notice says: words brought in by a label, or the label alone."""

    label: str  # "We printed", "The Gazette now says"; with no words a sentence
    words: str = ""
    lang: str = ""  # with ``dir``, "" where they are the publication's own
    dir: str = ""


class Notice(Struct, frozen=True):
    """A correction: at the story that was wrong, or in the issue that tells of it."""

    story: str  # the id of the story that it stands at, "" for none
    headline: str  # of the story that was wrong, "" where none is known
    anchor: str  # of that story in this page
    label: str  # "Correction, 5 May"
    day: Day
    lines: tuple[Said, ...]
    mark: Mark  # the article; one without a name where an editor speaks
    flagged: Before | None  # the issue that was wrong, where that is another


class StoryView(Struct, frozen=True):
    """A story ready to print."""

    id: str
    anchor: str
    headline: str
    url: str
    lang: str  # with ``dir``, "" where they are the publication's own
    dir: str
    section: str  # "" where it would only repeat the heading that follows
    rank: int
    outlets: tuple[Outlet, ...]  # whose words are printed
    also: tuple[Outlet, ...]  # who else reports it
    reports: int
    dek: Sentence | None
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]
    figures: tuple[FigureGroup, ...]
    background: tuple[Sentence, ...]
    ahead: tuple[Leaf, ...]
    read_also: tuple[ReadAlso, ...]  # none that the story cites anyway
    day: int
    earlier: tuple[Before, ...]
    continues: str = ""  # "Day 3", "Back after 3 weeks"; "" where it begins
    differences: tuple[DifferenceView, ...] = ()
    independent: str = ""  # "3 independent reports, 12 outlets"; "" for one of one, which needs no saying
    notices: tuple[Notice, ...] = ()  # what was corrected since

    @property
    def citations(self) -> tuple[Mark, ...]:
        """Every article that it cites, by number; that which only gave the headline has none and stands last."""
        marks = (mark for outlet in self.outlets for mark in outlet.marks)
        return tuple(sorted(marks, key=lambda mark: (not mark.number, mark.number)))

    @property
    def little(self) -> bool:
        """Whether it goes on with so little that is new that a line holds it."""
        return self.day > 1 and len(self.sentences) <= 1 and not (self.labelled or self.differences)

    @property
    def paragraphs(self) -> tuple[tuple[Sentence, ...], ...]:
        """Its sentences in paragraphs: a new one where the article changes, none longer than three sentences."""
        made: list[list[Sentence]] = []
        for sentence in self.sentences:
            if made and len(made[-1]) < 3 and made[-1][-1].mark.number == sentence.mark.number:
                made[-1].append(sentence)
            else:
                made.append([sentence])
        return tuple(tuple(paragraph) for paragraph in made)

    @property
    def labelled(self) -> bool:
        """Whether its parts need labels: a story that is more than a few sentences."""
        return bool(self.quotes or self.figures or self.differences or self.background or self.ahead)


class SectionView(Struct, frozen=True):
    """A named run of stories."""

    name: str
    stories: tuple[StoryView, ...]


class CoverageView(Struct, frozen=True):
    """What was read for the issue, in numbers and names."""

    read: int
    failed: tuple[tuple[str, str], ...]  # name, why
    candidates: int  # articles of sources that are read: the sum of the next three
    printed: int  # that lead a story
    merged: int  # that stand behind another
    dropped: int
    stories: int


class IssueView(Struct, frozen=True):
    """A whole issue ready to print."""

    publication: Publication
    number: int
    date: date
    long_date: str
    time: str
    moment: str  # when it was made: RFC 3339, UTC
    subject: str
    preheader: str
    lang: str
    dir: str
    minutes: int
    sources: int
    brief: tuple[StoryView, ...]
    lead: StoryView | None
    sections: tuple[SectionView, ...]
    developing: tuple[StoryView, ...]
    ahead: tuple[Leaf, ...]
    coverage: CoverageView
    folder: str  # "issues/2025-05-01"
    due: tuple[Leaf, ...] = ()  # what earlier issues printed for this day
    due_title: str = ""  # "Due today", "Due on Friday"
    settled: tuple[Outcome, ...] = ()
    notices: tuple[Notice, ...] = ()  # what was corrected in this issue since it came out
    corrections: tuple[Notice, ...] = ()  # what this issue corrects in earlier ones
    revised: str = ""  # when it was corrected last: RFC 3339, UTC; "" for never
    quiet: bool = False  # fewer stories than its publisher asks for
    begins: Day | None = None  # of a week rolled up: its first day; it has no page of its own

    @property
    def dated(self) -> bool:
        """Whether anything on its agenda has a date, which is whether it has a calendar."""
        return any(leaf.day for leaf in self.ahead)

    @property
    def linked(self) -> bool:
        """Whether its stories lead to their sources: those of seed files may not."""
        return any(story.url for story in self.stories)

    @property
    def stories(self) -> tuple[StoryView, ...]:
        """Every story in print order."""
        lead = (self.lead,) if self.lead else ()
        return (*lead, *(story for section in self.sections for story in section.stories), *self.developing)
