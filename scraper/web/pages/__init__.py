"""The pages of the reading room, a file for each subject."""
