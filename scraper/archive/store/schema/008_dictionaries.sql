CREATE TABLE dictionaries (
  -- what many pages have in common: bodies that no server sent, for `optimize` to pack pages against
  body_id INTEGER PRIMARY KEY REFERENCES bodies(id),
  pages INTEGER NOT NULL,                      -- how many bodies there were when it was made
  packed_to INTEGER NOT NULL,                  -- the bodies up to this one have been packed
  checksum INTEGER NOT NULL
);
