"""The glossary: terms, abbreviations and synonyms of advanced pharmaceutical manufacturing."""
