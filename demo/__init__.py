"""A fictional 街道 with two full years of records, made by `load_demo`.

It is there to try the portal, to teach it, and to measure it.
"""
