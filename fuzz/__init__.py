"""
Coverage-guided fuzzing of what stands between hostile documents or HTML and a reader: see README.md.
"""
