"""Full-text search: in current texts, in past ones, or as of a day."""
