"""The offline checker of a chaos run: did Kervan keep its promises, by what clients, Kafka and databases say?

``python -m tests.chaos.checker FOLDER`` reads ``clients.jsonl``, ``faults.jsonl`` and ``endpoints.json``,
then Kafka and the databases that the last one names. It imports nothing of Kervan: what it knows of it
stands in ``language.py``, so a mistake there and a mistake here would have to be the same one.
"""
