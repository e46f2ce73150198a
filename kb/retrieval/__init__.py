"""From articles to an index, and from a question to an answer.

Only home of Whoosh and SudachiPy. Sudachi reads the articles at build time; questions are read with the lexicon
that the build compiles, in the terminal and in the browser alike.
"""
