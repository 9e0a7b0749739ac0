"""A fictional 街道 with two full years of records, made by `load_demo`: to try the portal, to teach it, to measure it."""
