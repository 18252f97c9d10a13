"""Finding article URLs: what a feed, a sitemap or a section page lists, and where an outlet's sources may be.

Everything in this package is pure: bytes in, values out. The spider fetches.
"""
