"""What languages and content systems write: words, phrases and class names, and how they are matched."""
