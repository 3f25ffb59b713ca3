"""
Front matter: the syntaxes in which files have it, the data beside files, and the names and values of its fields.
"""
