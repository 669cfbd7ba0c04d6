"""The record in words: verbs become sentences, ids become names, for whoever may see them. No page of its own."""
