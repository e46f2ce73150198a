"""Raw material to article drafts: text dumps, saved pages, WordPress exports, Markdown."""
