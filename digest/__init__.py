"""digest: every morning one issue you can trust, made from feeds and seed files in their own words."""

__version__ = "0.1.0"
