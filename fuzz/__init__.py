"""
Coverage-guided fuzzing of what stands between hostile HTML and a reader: see README.md.
"""
