"""Telling clients what changed: the change log in, one execution for all who see the same, mailboxes out.

``feed`` polls the log once for the process; ``groups`` are subscribers with the same document, variables and
policy shape; ``execution`` runs a group's document over a batch of changes; ``mailbox`` holds what a client
has not taken yet. The edges that speak to clients are ``gateway.http.websocket`` and ``gateway.http.sse``.
"""
