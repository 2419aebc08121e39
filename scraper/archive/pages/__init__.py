"""Pages as servers sent them: kept whole, each body once, small."""
