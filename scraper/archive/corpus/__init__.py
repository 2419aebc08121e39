"""What people bring along and add: label sets, tags, notes and exclusions; never part of what is hashed."""
