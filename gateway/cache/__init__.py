"""Answers that many ask for, kept until a change touches them: no time to live, and none is ever stale.

``results`` holds them, bounded, and knows which change touches which. ``answers`` serves and fills them.
``lease`` hears of every change before it is committed, from writers in this process and in others.
The proof stands in docs/decisions: an answer is served only while no committed change can have missed it.
"""
