"""Tables and the repositories over them."""
