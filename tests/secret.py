"""The key of every database that the tests make."""

SECRET_KEY = "tests only, and nothing of worth is locked by it"
