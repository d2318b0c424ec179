"""HTML in, safe HTML or plain text out. Nothing here raises on hostile markup, recurses, or outgrows linear time.

plain(fragment)          its text, one line a block
paragraphs(fragment)     its blocks in order, headings told apart
sanitise(fragment, base) the same markup reduced to text, links and basic formatting
tree(html)               a whole page, parsed
elements(xpath, root)    what an expression finds in it
blocks_of(root)          the blocks of a parsed page in order
metadata(root, url)      what a page says of itself
moment(text)             the moment that a machine-made date names
offset(text)             the minutes east of Greenwich that it is stated in
"""

from digest.html.cleaning import sanitise
from digest.html.decoding import decode
from digest.html.metadata import Metadata, metadata
from digest.html.moments import moment, offset
from digest.html.pages import elements, tree
from digest.html.reading import Paragraph, blocks_of, paragraphs, plain
from digest.html.taming import clean, fold, too_deep

__all__ = [
    "Metadata",
    "Paragraph",
    "blocks_of",
    "clean",
    "decode",
    "elements",
    "fold",
    "metadata",
    "moment",
    "offset",
    "paragraphs",
    "plain",
    "sanitise",
    "too_deep",
    "tree",
]
