"""The office's record of 2015–2023 as an office moving to Kervan would bring it: generated CSV files."""
