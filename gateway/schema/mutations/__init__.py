"""Mutations: one file a service, one input each; ``performing`` sends them and reads the answer back."""
