"""Tags of the glossary's pages."""
