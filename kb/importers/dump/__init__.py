"""Text dumps of articles run together: find the articles, read their lines."""
