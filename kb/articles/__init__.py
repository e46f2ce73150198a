"""Articles and their files: reading, writing, passages, links, checks, formatting."""
