"""What a person typed, found: in today's texts, in past ones, or as of a day."""
