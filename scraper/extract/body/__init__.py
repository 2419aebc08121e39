"""The article's text: one walk over the page, the container, and a judgement on each of its lines."""
