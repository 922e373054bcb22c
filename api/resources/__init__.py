"""What can be read: one module a noun, each a view with the schema of its answers."""
