CREATE VIRTUAL TABLE articles_fts USING fts5(
  headline, subheadline, byline, caption, credit, body_text, ngrams, filters,
  content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO articles_fts(articles_fts, rank) VALUES ('rank', 'bm25(10.0, 4.0, 4.0, 3.0, 2.0, 1.0, 1.0, 0.0)');
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts(rowid, headline, subheadline, byline, caption, credit, body_text, ngrams, filters)
  VALUES (new.id, new.headline, new.subheadline, new.byline, new.caption, new.credit, new.body_text, new.ngrams, new.filters);
END;
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts(articles_fts, rowid, headline, subheadline, byline, caption, credit, body_text, ngrams, filters)
  VALUES ('delete', old.id, old.headline, old.subheadline, old.byline, old.caption, old.credit, old.body_text, old.ngrams, old.filters);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF
  id, headline, subheadline, byline, caption, credit, body_text, ngrams, site, date_published, language ON articles BEGIN
  -- only these columns: a visit that changes none of them must not touch the index
  INSERT INTO articles_fts(articles_fts, rowid, headline, subheadline, byline, caption, credit, body_text, ngrams, filters)
  VALUES ('delete', old.id, old.headline, old.subheadline, old.byline, old.caption, old.credit, old.body_text, old.ngrams, old.filters);
  INSERT INTO articles_fts(rowid, headline, subheadline, byline, caption, credit, body_text, ngrams, filters)
  VALUES (new.id, new.headline, new.subheadline, new.byline, new.caption, new.credit, new.body_text, new.ngrams, new.filters);
END;
CREATE VIRTUAL TABLE articles_terms USING fts5vocab(articles_fts, row);

CREATE VIRTUAL TABLE past_fts USING fts5(
  headline, subheadline, byline, caption, credit, body_text, ngrams,
  content = 'past_texts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO past_fts(past_fts, rank) VALUES ('rank', 'bm25(10.0, 4.0, 4.0, 3.0, 2.0, 1.0, 1.0)');
CREATE TRIGGER past_fts_insert AFTER INSERT ON past_texts BEGIN
  INSERT INTO past_fts(rowid, headline, subheadline, byline, caption, credit, body_text, ngrams)
  VALUES (new.id, new.headline, new.subheadline, new.byline, new.caption, new.credit, new.body_text, new.ngrams);
END;
CREATE TRIGGER past_fts_delete AFTER DELETE ON past_texts BEGIN
  INSERT INTO past_fts(past_fts, rowid, headline, subheadline, byline, caption, credit, body_text, ngrams)
  VALUES ('delete', old.id, old.headline, old.subheadline, old.byline, old.caption, old.credit, old.body_text, old.ngrams);
END;
CREATE TRIGGER past_fts_update AFTER UPDATE ON past_texts BEGIN
  INSERT INTO past_fts(past_fts, rowid, headline, subheadline, byline, caption, credit, body_text, ngrams)
  VALUES ('delete', old.id, old.headline, old.subheadline, old.byline, old.caption, old.credit, old.body_text, old.ngrams);
  INSERT INTO past_fts(rowid, headline, subheadline, byline, caption, credit, body_text, ngrams)
  VALUES (new.id, new.headline, new.subheadline, new.byline, new.caption, new.credit, new.body_text, new.ngrams);
END;
