"""The demo: a loopback world of invented outlets, crawled, matched and judged, with the answers known beforehand."""
