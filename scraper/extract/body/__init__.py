"""The article's text: one walk over the page, the container, a judgement on each of its lines."""
