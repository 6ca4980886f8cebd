"""Reading views: rows narrowed to the caller, pages with cursors, loaders that batch."""
