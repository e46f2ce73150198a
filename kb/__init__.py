"""kb: an offline Japanese FAQ knowledge base.

Raw FAQ goes in; Markdown articles that know their versions and plans, an index, an answering command and a
static site that searches itself come out. ARCHITECTURE.md tells how the rooms fit together.
"""

__version__ = "0.1.0"
