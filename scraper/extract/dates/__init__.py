"""When the article was published and changed: stated, shown or in its address."""
