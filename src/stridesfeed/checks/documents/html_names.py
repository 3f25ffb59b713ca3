"""
The elements of HTML and the properties of CSS, by what a reader may do with them.
"""

from __future__ import annotations

from stridesfeed.checks.documents.namespaces import words

#: Elements that run, fetch, ask or replace the page: readers take them out, with what is inside.
UNSAFE = words(
    "applet base basefont body embed fencedframe frame frameset head html iframe isindex link listing meta noembed noframes object "
    "param plaintext portal script style title xmp comment"
)

#: Elements of HTML, those that are gone among them.
ELEMENTS = UNSAFE | words(
    "a abbr acronym address area article aside audio b bdi bdo bgsound big blink blockquote br button canvas caption center cite code "
    "col colgroup command data datagrid datalist dd del details dfn dialog dir div dl dt em eventsource fieldset figcaption figure font "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr i img image input ins kbd keygen label legend li m main map mark marquee menu "
    "menuitem meter nav nextid nobr noscript ol optgroup option output p picture pre progress q rb rp rt rtc ruby s samp search section "
    "select slot small source spacer span strike strong sub summary sup table tbody td template textarea tfoot th thead time tr track "
    "tt u ul var video wbr multicol sound"
)

#: Elements whose end tag may be left out (HTML, 13.1.2.4), or whose start tag closes others.
END_OPTIONAL = words("p li dt dd rb rt rtc rp optgroup option colgroup caption thead tbody tfoot tr td th body html head")

#: Properties that change how a text looks and never where it stands, what it covers, or what is fetched.
PROPERTIES = words(
    "azimuth background background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width "
    "border-collapse border-color border-left border-left-color border-left-style border-left-width border-right border-right-color "
    "border-right-style border-right-width border-spacing border-style border-top border-top-color border-top-style border-top-width "
    "border-width clear color cursor direction display elevation float font font-family font-size font-style font-variant font-weight "
    "height letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right margin-top overflow padding "
    "padding-bottom padding-left padding-right padding-top pause pause-after pause-before pitch pitch-range richness speak speak-header "
    "speak-numeral speak-punctuation speech-rate stress text-align text-decoration text-indent unicode-bidi vertical-align voice-family "
    "volume white-space width"
)

#: What background, border, margin and padding may be made of, besides colours and lengths.
KEYWORDS = words(
    "aqua auto black block blue bold both bottom brown center collapse dashed dotted fuchsia gray grey green !important italic left "
    "lime maroon medium none navy normal nowrap olive pointer purple red right silver solid teal thick thin top transparent underline "
    "white yellow inherit initial"
)
