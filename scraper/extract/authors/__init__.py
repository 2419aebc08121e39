"""Who signed the article: names, roles, places and profile links, stated or shown."""
