"""Query parameters that only tell a publisher where a reader came from: the one list, and how it is kept.

To maintain it: look for what stays in the links of your feeds (`digest lab entries FILE | grep '?'`). A name goes where
it does least harm, in this order.

1. ``_BY_VALUE``  where the name means other things elsewhere ("ref", "source"): dropped with certain values alone.
2. ``_BY_HOST``   where it tracks on one site and selects a page on others ("s", "si", "mod").
3. ``_NAMES``     where it means nothing else anywhere: the name belongs to one analytics or advertising product.
4. ``_PREFIXES``  where such a product makes up names of its own behind a prefix.

Never listed: what selects a page (``id``, ``v``, ``p``, ``objectid``, ``story``), what a reader was given (gift and
share tokens that open a paywall: ``gift``, ``unlocked_article_code``, ``st``), what signs an address, and names plain
enough to mean anything (``cid``, ``sid``, ``t``, ``tag``, ``campaign``). Losing one parameter too many makes two pages
one; keeping one too many only tells a duplicate later, by its text. tests/unit/test_urls.py has a line for each kind.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_PREFIXES = (
    "utm_",  # Urchin, now Google Analytics, and all who follow it
    "ga_", "gad_",  # Google Analytics, Google Ads
    "at_",  # AT Internet, now Piano
    "ns_",  # comScore
    "pk_", "mtm_", "matomo_", "piwik_",  # Matomo
    "hsa_",  # HubSpot Ads
    "wt_", "wt.",  # Webtrekk, WebTrends
    "fb_action", "fb_source", "action_object_", "action_ref_", "action_type_",  # Facebook
    "cvo_", "stm_", "itm_", "bsft_", "oly_", "vero_", "trk_", "elqtrack", "ss_campaign_", "__s_",
    "int_campaign", "int_medium", "int_source", "soc_", "dlvr",
)  # fmt: skip

_NAMES_BY_PRODUCT = """
    utm utm-source utmsource utm-medium utm-campaign
    gclid gclsrc dclid gbraid wbraid srsltid gcl_au _ga _gl gs_l gs_lcrp
    fbclid fb_ref fb_comment_id mibextid sfnsn hc_ref hc_location igsh igshid ig_rid
    msclkid cvosrc twclid __twitter_impression ttclid rdt_cid qclid epik sccid li_fat_id trk trkcampaign trkinfo
    yclid ysclid ymclid _openstat dicbo tblci oborigurl irclickid irgwc cjevent cjdata awc sscid zanpid mkwid pcrid
    ef_id s_kwcid s_cid adobe_mc adobe_mc_sdid adobe_mc_ref sc_cid sc_campaign sc_channel sc_medium
    wickedid gdfms gdftrk gdffi os_ehash rb_clickid
    mc_cid mc_eid mc_tc mkt_tok _hsenc _hsmi _hsfp hsctatracking _ke _kx dm_i ss_email_id ss_source ck_subscriber_id
    bento_uuid _bhlid nr_email_referer vgo_ee elq elqaid elqat elqcampaignid bbeml lmsid et_rid
    _branch_match_id _branch_referrer guccounter guce_referrer guce_referrer_sig tsrc yptr
    xtor xtref xtatc echobox dlvrit sr_share sharetoken sharetype share_source traffic_source referrersource
    cmp cmpid cmpref campaign_id icid intcid intcmp int_cid int_cmp icmp ncid ocid taid maca ito
    ftag ftcamp emc eml smid smtyp smvar wpisrc wpmm srnd sref reflink
    feedname feedtype fromrss rssref ref_src ref_url spm asc_campaign asc_refurl asc_source
    xing_share wprov sthisfb __tn__
"""
_NAMES = frozenset(_NAMES_BY_PRODUCT.split())

# Names that mean something else elsewhere: dropped only where the value says "from a feed" or "from a share button".
_FROM_FEED = re.compile(r"(?:from|via|by)?[-_]?(?:rss.*|atom|feeds?|feedburner)", re.DOTALL)
_FROM_SHARE = re.compile(r"share[\w.-]*|youtu\.be|oembed|emb_title|emb_logo|player_embedded|youtube_gdata")
_EITHER = re.compile(
    f"{_FROM_FEED.pattern}|(?:share|hash|newsletter|twitter|facebook|linkedin|whatsapp|telegram|t\\.co)[\\w.-]*",
    re.DOTALL,
)
_BY_VALUE = {
    "cid": _FROM_FEED,
    "feature": _FROM_SHARE,
    "from": _FROM_FEED,
    "fr": _FROM_FEED,
    "ft": re.compile("nprml"),
    "mod": _FROM_FEED,
    "origin": _FROM_FEED,
    "partner": _FROM_FEED,
    "ref": _EITHER,
    "referer": _EITHER,
    "referrer": _EITHER,
    "rss": re.compile("1|true|yes|"),
    "source": _EITHER,
    "src": _EITHER,
    "tid": re.compile("ss_.*", re.DOTALL),
    "via": _FROM_FEED,
}

# By the host's last labels.
_BY_HOST_NAMES = {
    "amazon.com": "ref ref_ crid dib dib_tag linkcode linkid psc qid smid sprefix sr tag",
    "arstechnica.com": "mbid",
    "barrons.com": "mod",
    "bbc.co.uk": "intlink_from_url link_location",
    "bbc.com": "intlink_from_url link_location",
    "cnbc.com": "__source",
    "dailymail.co.uk": "ico",
    "facebook.com": "__cft__ fref ref refsrc rdid share_url",
    "forbes.com": "sh",
    "imdb.com": "ref_",
    "instagram.com": "hl",
    "linkedin.com": "midtoken midsig trackingid lipi",
    "marketwatch.com": "mod",
    "medium.com": "source",
    "news.google.com": "ceid gl hl oc",
    "newyorker.com": "mbid",
    "nytimes.com": "_r action clickref contentcollection hp instance_id module "
    "nl pgtype region regi_id segment_id te user_id",
    "open.spotify.com": "context nd si",
    "pitchfork.com": "mbid",
    "reddit.com": "correlation_id rdt ref ref_campaign ref_source share_id",
    "reuters.com": "rpc",
    "substack.com": "isfreemail r triedredirect",
    "tiktok.com": "_r _t is_copy_url is_from_webapp refer sender_device web_id",
    "twitter.com": "cn cxt ref_src s t",
    "vanityfair.com": "mbid",
    "vogue.com": "mbid",
    "wired.com": "mbid",
    "wsj.com": "mod",
    "x.com": "cn cxt ref_src s t",
    "youtu.be": "ab_channel feature pp si",
    "youtube.com": "ab_channel feature pp si",
}
_BY_HOST = {host: frozenset(names.split()) for host, names in _BY_HOST_NAMES.items()}


def tracks(piece: str, host: str) -> bool:
    """Whether one ``name=value`` of a query on ``host`` (lower case) only tells where a reader came from."""
    name, _, value = piece.partition("=")
    name = unquote(name).lower()
    if name in _NAMES or name.startswith(_PREFIXES) or name in _of(host):
        return True
    values = _BY_VALUE.get(name)
    return values is not None and values.fullmatch(unquote(value).lower()) is not None


def _of(host: str) -> frozenset[str]:
    while host:
        if host in _BY_HOST:
            return _BY_HOST[host]
        host = host.partition(".")[2]
    return frozenset()
