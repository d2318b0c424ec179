"""HTML in, safe HTML or plain text out. Nothing here raises on hostile markup, recurses, or takes more than linear time.

    plain(fragment)          its text, one line a block
    paragraphs(fragment)     its blocks in order, headings told apart
    sanitise(fragment, base) the same markup reduced to text, links and basic formatting
"""

from digest.html.cleaning import sanitise
from digest.html.reading import Paragraph, paragraphs, plain
from digest.html.taming import clean, fold

__all__ = ["Paragraph", "clean", "fold", "paragraphs", "plain", "sanitise"]
