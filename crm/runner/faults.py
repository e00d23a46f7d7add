"""What can go wrong at start, told to the person at the keyboard."""


class Fault(Exception):
    """One sentence that says what is wrong and what to do. The command prints it and exits with 1."""
