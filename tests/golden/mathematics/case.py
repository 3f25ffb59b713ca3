"""
Formulas in MathML, with and without a text of their author, and drawings in SVG with and without a name.
"""

from makers import a_feed, an_article

FRACTION = "<math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac></math>"
ROOT = "<math><msqrt><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mn>1</mn></msqrt></math>"
MATRIX = (
    "<math display='block'><mo>(</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr>"
    "<mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable><mo>)</mo></math>"
)
TEX = "<math><semantics><msup><mi>x</mi><mn>2</mn></msup><annotation encoding='application/x-tex'>x^{2}</annotation></semantics></math>"

FEED = a_feed(
    an_article(
        content=(
            f"<p>The mean is {FRACTION}, the length {ROOT}, the matrix</p>{MATRIX}<p>and with a text {TEX}, "
            '<math alttext="x squared"><msup><mi>x</mi><mn>2</mn></msup></math>.</p>'
            "<p><svg><title>Logo</title><path d='M0 0'/></svg> and nothing:<svg><circle r='1'/></svg></p>"
        ),
        summary=None,
    ),
)
