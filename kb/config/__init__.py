"""kb.toml: settings and the controlled vocabulary (names, aliases, order, end of life).

Owns finding the knowledge base and resolving what people call things to the one name the articles use. Knows
nothing of articles themselves.
"""

from kb.config.file import find_root, load
from kb.config.values import CONFIG_NAME, Category, EvalBar, KnowledgeBase, Name, Vocabulary

__all__ = [
    "CONFIG_NAME",
    "Category",
    "EvalBar",
    "KnowledgeBase",
    "Name",
    "Vocabulary",
    "find_root",
    "load",
]
