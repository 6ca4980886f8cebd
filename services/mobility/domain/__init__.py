"""The rules: frozen values in, frozen values out. No I/O, no framework, no clock."""
