"""Small readers of BibTeX and RIS, written from the formats' descriptions and not from the writers."""

import re

DECODED = {
    r"\textbackslash{}": "\\", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^", r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}", r"\{": "{", r"\}": "}", r"\$": "$", r"\&": "&", r"\%": "%", r"\#": "#", r"\_": "_",
}  # fmt: skip
COMMAND = re.compile("|".join(re.escape(command) for command in sorted(DECODED, key=len, reverse=True)) + r"|[{}]")
VERBATIM = {"doi", "url"}


def read_bibtex(text):
    """Give `(type, key, fields)` of each entry, fields decoded. Raises: ValueError where BibTeX would stop."""
    entries, at = [], 0
    while (at := text.find("@", at)) != -1:
        kind, at = until(text, at + 1, "{")
        key, at = until(text, at + 1, ",")
        fields, at = read_fields(text, at + 1)
        entries.append((kind, key, fields))
    return entries


def read_fields(text, at):
    fields = {}
    while True:
        while text[at] in " \n,":
            at += 1
        if text[at] == "}":
            return fields, at + 1
        name, at = until(text, at, "=")
        at += 1
        while text[at] == " ":
            at += 1
        raw, at = braced(text, at) if text[at] == "{" else until(text, at, ",")
        name = name.strip()
        if name in fields:
            raise ValueError(f"{name} stands twice")
        fields[name] = raw if name in VERBATIM or name in {"author", "editor"} else decoded(raw)


def until(text, at, mark):
    end = text.index(mark, at)
    return text[at:end], end


def braced(text, at):
    """Read a field in braces as BibTeX does: it counts every brace, escaped or not."""
    depth, start = 0, at + 1
    for place in range(at, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0:
            return text[start:place], place + 1
    raise ValueError("a brace is left open")


def decoded(raw):
    """Undo LaTeX: commands become their signs, braces that only group go."""
    return COMMAND.sub(lambda match: DECODED.get(match[0], ""), raw)


def read_names(raw):
    """Split a list of names at ` and ` outside braces, and each name at its first comma outside braces."""
    return [tuple(decoded(part).strip() for part in split(name, ",")) for name in split(raw, " and ")]


def split(raw, mark):
    parts, depth, start, place = [], 0, 0, 0
    while place < len(raw):
        depth += (raw[place] == "{") - (raw[place] == "}")
        if depth == 0 and raw.startswith(mark, place):
            parts.append(raw[start:place])
            place += len(mark)
            start = place
        else:
            place += 1
    return [*parts, raw[start:]]


def read_ris(text):
    """Give the tags of each record as a list of pairs. Raises: ValueError for a line that is none."""
    records, current = [], None
    for line in text.split("\r\n"):
        if not line:
            continue
        found = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        if not found:
            raise ValueError(f"not a line of RIS: {line!r}")
        tag, value = found.groups()
        if tag == "TY":
            current = []
        current.append((tag, value))
        if tag == "ER":
            records.append(current)
            current = None
    return records
