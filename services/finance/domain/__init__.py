"""The rules of money: pure values and functions, no clock, no I/O."""
