"""
A body that means harm: what is left is safe, whole and readable.
"""

from makers import a_feed, an_article

BODY = """
<h1>Article one</h1>
<p onclick="evil()" style="color:red">Text<script>evil()</script> and <a href="javascript:evil()">a link</a>,
<a href="/relative" target="_blank" rel="nofollow">a relative link</a>.</p>
<iframe src="https://www.youtube.com/embed/abc123" title="A talk"></iframe>
<img src="https://t.example/pixel.gif" width="1" height="1">
<img data-src="/lazy.png" src="data:image/gif;base64,R0lGOD" alt="Lazy" class="lazy">
<form action="/x"><input name="a"><button>Send</button></form>
<!-- a comment --><style>p { color: red }</style>
<p>Unclosed <b>bold
"""
FEED = a_feed(an_article(content=BODY))
