"""One desk for every app's objects: flags, review items, claims, decisions, sanctions, appeals."""
