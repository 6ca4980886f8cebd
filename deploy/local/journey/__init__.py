"""One mobility year walked through the public interface: what ``make demo`` shows and a test checks.

A chapter is a file; ``walk`` lists them in order. Every command carries an idempotency key and what a chapter
found out is kept in the journal, so a walk that was cut off goes on where it was.
"""
