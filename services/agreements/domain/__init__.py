"""The rules of agreements. Pure: values in, values or refusals out."""
