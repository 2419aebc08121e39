"""What people add: label sets, tags, notes and exclusions; never part of what is hashed."""
