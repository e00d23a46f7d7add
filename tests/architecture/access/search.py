from tests.architecture.access import Row

ROWS = [
    Row(url="search:results", data=lambda cast, args: {"q": "noura"}),
    Row(url="search:pick", args=lambda cast: ("contact",), data=lambda cast, args: {"q": "noura"}, names_object=False),
]
