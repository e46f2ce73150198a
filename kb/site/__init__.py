"""The static site: pages, feeds, templates, browser assets. Only home of Jinja2, Python-Markdown and nh3.

Pure from end to end: values in, (path, content) pairs out; ``kb.pipeline`` reads and writes. Every link is
relative and ends in a file's name, so the site works under any path of any web server and from ``file://``.
"""
