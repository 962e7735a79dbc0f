"""A hand-written file stays under 600 lines."""

import files

LIMIT = 600
CODE = (".h", ".cc", ".c", ".cu", ".py", ".pyi", ".go", ".java", ".sh", ".cmake", ".proto", ".i")


def too_long(name, text):
    lines = text.count("\n")
    if lines >= LIMIT:
        return f"{name}: {lines} lines; a hand-written file stays under {LIMIT}"
    return None


def check(root=files.ROOT):
    problems = []
    for name in files.handwritten(root):
        if name.endswith(CODE):
            problem = too_long(name, (root / name).read_text(errors="replace"))
            if problem:
                problems.append(problem)
    return problems
