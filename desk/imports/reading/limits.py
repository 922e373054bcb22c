"""How much of anything is read; beyond, a file is refused."""

GREATEST_FILE = 512 * 2**20
MOST_COLUMNS = 300
MOST_ROWS = 1_000_000
LONGEST_LINE = 1 * 2**20  # characters
LONGEST_CELL = 32_767  # what a spreadsheet holds
EXPANDED = 512 * 2**20  # bytes of a packed file, once opened
MOST_PARTS = 2_000  # files in a packed one
MOST_CELLS = 40_000_000  # of the rectangle that the farthest cells span
MEMORY = 1_200 * 2**20  # addresses of the process that opens a workbook, its libraries counted too
SECONDS = 240  # of work of that process
