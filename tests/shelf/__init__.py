"""A kind of record that only the tests have: model, pages, one line of URLs, a factory. Whatever all records promise, it has."""
