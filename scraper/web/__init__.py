"""The reading room: an archive as pages for a browser, served on this machine.

`app` has the table of addresses and pages; a page is a function in `pages/` and a template. The
modules around them:

- who may enter and send: `safety`, `doorkeeper`, `sent_form`
- how a request is answered: `room_server`, `room`, `room_request`, `answers`, `error_pages`,
  `page_cache`; from which archive: `reader`, `pen`
- what an address asks for: `addresses`, `parameters`, `search_state`, `count_state`,
  `changes_state`; how a reader wants pages to look: `appearance`
- lists and their other forms: `forms`, `row_source`, `search_rows`, `search_facets`,
  `changes_in_parts`; pages made of facts and tables: `subject_pages`, `page_tables`
- one article: `article_view`, `body_markup`, `provenance_view`, `time_line`
- markup: `templates`, `static_files`, `outside_links`
"""
