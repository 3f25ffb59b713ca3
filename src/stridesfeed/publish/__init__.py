"""
From documents to files that change only when what they say does.
"""
