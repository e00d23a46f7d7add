"""A program: the first sheet of a workbook that can be seen and holds anything, from stdin to stdout, as JSON lines.

Run apart from all else, since a damaged workbook can end the whole process: the library panics, or asks for more
memory than there is. Each line is a row; a day or moment is a list of one ISO text. Exits with LOCKED when the workbook
has a password, and with anything but 0 when it cannot be read.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

LOCKED = 3
MOST_MEMORY = 4 * 1024**3
LARGEST = 10**15  # of whole numbers that a workbook holds exactly


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    except PasswordError:
        sys.exit(LOCKED)
    for row in first_filled(workbook):
        sys.stdout.write(json.dumps([as_json(cell) for cell in row]) + "\n")


def first_filled(workbook):
    for sheet in workbook.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
            found = workbook.get_sheet_by_name(sheet.name)
            if found.height:
                return found.iter_rows()
    return ()


def as_json(value):
    """Whole numbers as such, however the workbook keeps them, and moments at midnight as days."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and abs(value) < LARGEST and value.is_integer():
        return int(value)
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return [value.date().isoformat()]
    if isinstance(value, date):
        return [value.isoformat()]
    return str(value) if isinstance(value, bool | time | timedelta) else value


if __name__ == "__main__":
    main()
