"""The forum: precompetitive discussion, under rules that keep it lawful."""
