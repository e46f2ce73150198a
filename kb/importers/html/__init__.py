"""Saved HTML pages: find the article in the page, turn its markup into our Markdown. Only home of Beautiful Soup."""
