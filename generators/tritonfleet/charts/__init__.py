"""The charts' values as types, and everything written from them: values.yaml, schema, README table."""
