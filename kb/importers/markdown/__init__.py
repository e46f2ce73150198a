"""Markdown files of other tools: front matter, dialects, HTML inside, to our Markdown."""
