"""Field stories: short testimonies, public by consent."""
