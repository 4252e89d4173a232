"""Flask glue without domain: doors, transactions, languages, pages, markup, error pages."""
