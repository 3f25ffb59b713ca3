"""
Tables with headers, footnotes with anchors, details, and definition lists.
"""

from makers import a_feed, an_article

BODY = """<table><caption>Scores</caption><thead><tr><th scope="col">Model</th><th scope="col">Score</th></tr></thead>
<tbody><tr><td>A</td><td>1</td></tr></tbody></table>
<p>Text.<sup><a href="#fn1" id="fnref1">1</a></sup> <a href="#elsewhere">Elsewhere</a></p>
<ol><li id="fn1">Note. <a href="#fnref1">Back</a></li></ol>
<details><summary>More</summary><p>Detail.</p></details>
<dl><dt>Term</dt><dd>Meaning</dd></dl>"""
FEED = a_feed(an_article(content=BODY))
