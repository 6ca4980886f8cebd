"""What one request may ask for at most: of a document, of its answer, of the process."""
