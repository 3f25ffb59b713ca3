"""
An article about markup: CDATA ends, entities and code.
"""

from makers import a_feed, an_article

BODY = """<p>How <code>]]&gt;</code> ends a section, and ]]> too.</p>
<pre><code class="language-xml">&lt;![CDATA[ x ]]&gt;
  &lt;b&gt;two  spaces&lt;/b&gt;
</code></pre>"""
FEED = a_feed(an_article(content=BODY, title="<![CDATA[ and ]]>", summary="]]>"))
