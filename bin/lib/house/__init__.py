"""What stands behind bin/run, bin/test and their siblings: the standard library only.

From an empty machine these commands bring everything else, so they may need nothing themselves.
"""
