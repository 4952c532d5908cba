"""The question that settles whether something is so, in the words of the protocol."""

from __future__ import annotations

from eligibility.bind.nodes import Present

EDGES = {"anchor": "", "onset": "", "start": "", "end": "the end of "}
"""How an event is named in a question."""


def asks(node: Present) -> str:
    """The question that the node puts to the record, in the words of the protocol."""
    name = f"{node.control} {node.phrase}" if node.control else node.phrase
    name = name if node.ranked is None else f"{name} of {node.ranked.phrase}"
    match node.status:
        case _ if node.kind == "allergy":
            said = f"whether there is an allergy to {name}"
        case "current":
            said = f"whether there is {name} now"
        case "planned":
            said = f"whether {name} is planned"
        case "given":
            said = f"whether there was {name}"
        case "received":
            said = f"whether there is or will be {name}"
        case "unsaid":
            said = f"whether there is or was {name}"
        case "ever":
            said = f"whether there ever was {name}"
    if node.window is not None:
        said += f" {node.window.relation} {EDGES[node.window.event.edge]}{node.window.event.phrase}"
    return said
