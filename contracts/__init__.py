"""The published language: what the services say to each other and to the world outside.

Frozen models of every event, the topics they travel on and how they are put into Kafka records. JSON
Schemas and one AsyncAPI document are generated from here (``python -m contracts generate``) and committed.
This package imports nothing of ours.
"""
