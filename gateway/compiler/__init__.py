"""The operation compiler: a query over views becomes one SQL statement whose JSON goes out unread.

Each pass is a file and a function; compile.py puts them in order, answering.py runs what they make::

    document ─operation─▶ collect_fields ─▶ bind_fields ─▶ restrict_rows
                                        ─▶ use_copies ─▶ paginate ─▶ render ─▶ plan

What cannot be compiled is a result with a reason, not a failure: resolvers answer it.
"""
