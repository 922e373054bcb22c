"""Pages where anybody writes to the desk: register, change, report, follow."""
