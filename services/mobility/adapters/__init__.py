"""Tables, repositories and the files that hold the rules."""
