"""Bringing files of networks into the register: read, map, check, publish as one revision, undo.

`staging.begin` and `staging.check` are the dry run; `applying.apply` publishes; `undoing.undo`
takes it back. What each finds stands in desk/models/imports.py.
"""
