"""Names and comments of the Java emitters."""

import re
import textwrap

import schema

# A word that Java keeps for itself, or that generated methods use, gets a trailing underscore.
RESERVED = set("""abstract assert boolean break byte case catch char class const continue default do
double else enum extends final finally float for goto if implements import instanceof int interface
long native new package private protected public return short static strictfp super switch
synchronized this throw throws transient try void volatile while true false null var yield record
scope options op notify notifyAll wait hashCode toString getClass clone finalize equals build
config""".split())

WIDTH = 100


def word(name):
    """A parameter or method: input_dim -> inputDim; a name in capitals -> lower case."""
    text = name.lower() if name.isupper() else schema.lower_camel(name)
    return text + "_" if text in RESERVED else text


def method(name):
    """An op or a class as a method: MatMul -> matMul, LRN -> lrn, FFT2D -> fft2D, SGD -> sgd."""
    run = re.match(r"[A-Z]+(?![a-z])", name)
    head = run.group(0) if run else name[:1]
    text = head.lower() + name[len(head):]
    return text + "_" if text in RESERVED else text


def escape(text):
    """Text in a comment; what is in backquotes is code."""
    text = " ".join(text.split()).replace("*/", "*&#47;")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;")
    return re.sub(r"`([^`]*)`", lambda m: "{@code " + m.group(1).replace("&lt;", "<").replace(
        "&gt;", ">").replace("&amp;", "&") + "}", text)


def sentence(text):
    text = " ".join(text.split())
    return text if text.endswith(".") else text + "."


def javadoc(text, params=(), indent="", returns=None):
    """A comment with parameters: pairs of name and text."""
    lines = textwrap.wrap(escape(text), WIDTH - len(indent) - 3, break_long_words=False,
                          break_on_hyphens=False)
    tags = [f"@param {name} {escape(doc)}" for name, doc in params]
    if returns:
        tags.append(f"@return {escape(returns)}")
    if not tags and len(lines) == 1 and len(indent) + len(lines[0]) + 7 <= WIDTH:
        return [f"{indent}/** {lines[0]} */"]
    if tags:
        lines.append("")
    for tag in tags:
        lines += textwrap.wrap(tag, WIDTH - len(indent) - 3, subsequent_indent="    ",
                               break_long_words=False, break_on_hyphens=False)
    return [f"{indent}/**"] + [f"{indent} * {line}".rstrip() for line in lines] + [f"{indent} */"]


def statement(line):
    """A line, broken where it has blanks when it is too long."""
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(line.strip(), WIDTH, initial_indent=indent, subsequent_indent=indent + "    ",
                         break_long_words=False, break_on_hyphens=False, drop_whitespace=True)


def declaration(head, params, tail, indent=""):
    """`head(params) tail` on one line or, when it is too long, with a parameter a line."""
    line = f"{indent}{head}({', '.join(params)}){tail}"
    if len(line) <= WIDTH:
        return [line]
    flat = ", ".join(params)
    inner = f"{indent}    {flat}){tail}"
    if len(inner) <= WIDTH:
        return [f"{indent}{head}(", inner]
    return [f"{indent}{head}("] + [f"{indent}    {p}," for p in params[:-1]] + [
        f"{indent}    {params[-1]}){tail}"]
