"""A new version under load: containers are replaced one by one, and the chaos checker decides what was lost.

``make compose-upgrade``; what a person does is written in docs/operations/releases.md.
"""
