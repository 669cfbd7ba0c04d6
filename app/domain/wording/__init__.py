"""Ready words, kept as files that anybody can edit."""
