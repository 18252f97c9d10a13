"""Scrapy's spiders: one, that crawls any outlet of the registry."""
