"""The words for the language model; empty until a model can be configured."""
