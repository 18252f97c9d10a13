"""The web in, articles out: outlets as data, discovery, spiders and extraction."""
