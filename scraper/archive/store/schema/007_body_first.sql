-- The index anew with the body first: FTS5 writes, for each word of an article, in which column it stands, and nothing
-- for the first one. That is a quarter of the index.
DROP TRIGGER articles_fts_insert;
DROP TRIGGER articles_fts_delete;
DROP TRIGGER articles_fts_update;
DROP TRIGGER past_fts_insert;
DROP TRIGGER past_fts_delete;
DROP TRIGGER past_fts_update;
DROP TABLE articles_terms;
DROP TABLE articles_fts;
DROP TABLE past_fts;

CREATE VIRTUAL TABLE articles_fts USING fts5(
  body_text, headline, subheadline, byline, caption, credit, ngrams, filters,
  content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO articles_fts(articles_fts, rank) VALUES ('rank', 'bm25(1.0, 10.0, 4.0, 4.0, 3.0, 2.0, 1.0, 0.0)');
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts(rowid, body_text, headline, subheadline, byline, caption, credit, ngrams, filters)
  VALUES (new.id, new.body_text, new.headline, new.subheadline, new.byline, new.caption, new.credit, new.ngrams, new.filters);
END;
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts(articles_fts, rowid, body_text, headline, subheadline, byline, caption, credit, ngrams, filters)
  VALUES ('delete', old.id, old.body_text, old.headline, old.subheadline, old.byline, old.caption, old.credit, old.ngrams, old.filters);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF
  id, body_text, headline, subheadline, byline, caption, credit, ngrams, site, date_published, language ON articles BEGIN
  -- only these columns: a visit that changes none of them must not touch the index
  INSERT INTO articles_fts(articles_fts, rowid, body_text, headline, subheadline, byline, caption, credit, ngrams, filters)
  VALUES ('delete', old.id, old.body_text, old.headline, old.subheadline, old.byline, old.caption, old.credit, old.ngrams, old.filters);
  INSERT INTO articles_fts(rowid, body_text, headline, subheadline, byline, caption, credit, ngrams, filters)
  VALUES (new.id, new.body_text, new.headline, new.subheadline, new.byline, new.caption, new.credit, new.ngrams, new.filters);
END;
CREATE VIRTUAL TABLE articles_terms USING fts5vocab(articles_fts, row);

CREATE VIRTUAL TABLE past_fts USING fts5(
  body_text, headline, subheadline, byline, caption, credit, ngrams,
  content = 'past_texts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO past_fts(past_fts, rank) VALUES ('rank', 'bm25(1.0, 10.0, 4.0, 4.0, 3.0, 2.0, 1.0)');
CREATE TRIGGER past_fts_insert AFTER INSERT ON past_texts BEGIN
  INSERT INTO past_fts(rowid, body_text, headline, subheadline, byline, caption, credit, ngrams)
  VALUES (new.id, new.body_text, new.headline, new.subheadline, new.byline, new.caption, new.credit, new.ngrams);
END;
CREATE TRIGGER past_fts_delete AFTER DELETE ON past_texts BEGIN
  INSERT INTO past_fts(past_fts, rowid, body_text, headline, subheadline, byline, caption, credit, ngrams)
  VALUES ('delete', old.id, old.body_text, old.headline, old.subheadline, old.byline, old.caption, old.credit, old.ngrams);
END;
CREATE TRIGGER past_fts_update AFTER UPDATE ON past_texts BEGIN
  INSERT INTO past_fts(past_fts, rowid, body_text, headline, subheadline, byline, caption, credit, ngrams)
  VALUES ('delete', old.id, old.body_text, old.headline, old.subheadline, old.byline, old.caption, old.credit, old.ngrams);
  INSERT INTO past_fts(rowid, body_text, headline, subheadline, byline, caption, credit, ngrams)
  VALUES (new.id, new.body_text, new.headline, new.subheadline, new.byline, new.caption, new.credit, new.ngrams);
END;

INSERT INTO articles_fts(articles_fts) VALUES ('rebuild');
INSERT INTO past_fts(past_fts) VALUES ('rebuild');
