"""What administrators may see and do, a file for each noun."""
