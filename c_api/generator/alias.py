"""Writes the library and the headers that carry TensorFlow's own names."""

import re

from . import header, spec

INCLUDES = {
    "tensorflow/c/tf_status.h": ["tensorflow/c/c_api_macros.h"],
    "tensorflow/c/tf_buffer.h": ["tensorflow/c/c_api_macros.h"],
    "tensorflow/c/tf_datatype.h": ["tensorflow/c/c_api_macros.h"],
    "tensorflow/c/tf_attrtype.h": [],
    "tensorflow/core/platform/ctstring_internal.h": [],
    "tensorflow/c/tf_tstring.h": ["tensorflow/c/c_api_macros.h",
                                  "tensorflow/core/platform/ctstring.h"],
    "tensorflow/c/tf_tensor.h": ["tensorflow/c/c_api_macros.h", "tensorflow/c/tf_datatype.h",
                                 "tensorflow/c/tf_status.h"],
    "tensorflow/c/c_api.h": ["tensorflow/c/c_api_macros.h", "tensorflow/c/tf_attrtype.h",
                             "tensorflow/c/tf_buffer.h", "tensorflow/c/tf_datatype.h",
                             "tensorflow/c/tf_status.h", "tensorflow/c/tf_tensor.h",
                             "tensorflow/c/tf_tstring.h"],
    "tensorflow/c/eager/c_api.h": ["tensorflow/c/c_api.h"],
}
STRING_TYPES = "tensorflow/core/platform/ctstring_internal.h"

FORWARDS = {
    "tsl/platform/ctstring.h": "tensorflow/core/platform/ctstring.h",
    "tsl/platform/ctstring_internal.h": STRING_TYPES,
}

MACROS = header.NOTICE + '''
#ifndef TENSORFLOW_C_C_API_MACROS_H_
#define TENSORFLOW_C_C_API_MACROS_H_

#if defined(_WIN32)
#define TF_CAPI_EXPORT __declspec(dllimport)
#else
#define TF_CAPI_EXPORT __attribute__((visibility("default")))
#endif

// Bytes of a struct from its start to the end of a member, the value of its struct_size.
#define TF_OFFSET_OF_END(TYPE, MEMBER) (offsetof(TYPE, MEMBER) + sizeof(((TYPE*)0)->MEMBER))

#define TF_Bool bool

#endif  // TENSORFLOW_C_C_API_MACROS_H_
'''

STATUS = header.NOTICE + '''
#ifndef XLA_TSL_C_TSL_STATUS_H_
#define XLA_TSL_C_TSL_STATUS_H_

#include "tensorflow/c/tf_status.h"

// The names under which newer clients know status and code.
typedef TF_Status TSL_Status;
typedef TF_Code TSL_Code;

#endif  // XLA_TSL_C_TSL_STATUS_H_
'''


def guard_of(path):
    return re.sub(r"[^A-Z0-9]", "_", path.upper()) + "_"


class Renamer:
    """Turns names of Hornbeam into TensorFlow's, in types and in text."""

    def __init__(self, topics):
        self.names = {}
        for topic in topics:
            for row in topic.types:
                if row.tf:
                    self.names[row.name] = row.tf
                for value in row.values:
                    self.names[value["name"]] = re.sub(r"^HB(E?)_", r"TF\1_", value["name"])
            for function in topic.functions:
                if function.tf:
                    self.names[function.name] = function.tf
        self.pattern = re.compile(r"\bHBE?_\w+")

    def __call__(self, text):
        return self.pattern.sub(lambda m: self.names.get(m.group(0), m.group(0)), text)


def _call(function):
    if function.tf_returns:
        return [f"  return {function.tf_returns};"]
    names = [a.name for a in function.args]
    return header.call("  " if function.returns == "void" else "  return ", function.name, names)


def library(topics):
    lines = [header.NOTICE,
             "// Forwards TensorFlow's C functions to Hornbeam's. Holds no state.",
             '#include "hornbeam/c_api.h"', "",
             '#define TF_ALIAS __attribute__((visibility("default")))', ""]
    for topic in topics:
        for f in topic.functions:
            if not f.tf:
                continue
            params = [a.declare() for a in f.args]
            lines += header.declaration("TF_ALIAS ", f.returns, f.tf, params)
            lines += header.declaration("", f.returns, f.tf, params, " {")
            lines += _call(f) + ["}", ""]
    return lines


def _rows_of(topics, path):
    types, functions = [], []
    for topic in topics:
        types += [t for t in topic.types if t.tf and _type_header(t) == path]
        functions += [f for f in topic.functions if f.tf and f.tf_header == path]
    return types, functions


def _type_header(row):
    return STRING_TYPES if row.name.startswith("HB_TString") else row.tf_header


def headers(topics, inline_strings):
    """All headers by path."""
    rename = Renamer(topics)
    files = {"tensorflow/c/c_api_macros.h": MACROS, "xla/tsl/c/tsl_status.h": STATUS}
    for path, includes in INCLUDES.items():
        types, functions = _rows_of(topics, path)
        guard = guard_of(path)
        lines = [header.NOTICE, f"#ifndef {guard}", f"#define {guard}", "",
                 "#include <stdbool.h>", "#include <stddef.h>", "#include <stdint.h>"]
        if path == STRING_TYPES:
            lines += ["#include <stdlib.h>", "#include <string.h>"]
        lines += [""] + [f'#include "{i}"' for i in includes]
        lines += ["", "#ifdef __cplusplus", 'extern "C" {', "#endif", ""]
        for row in types:
            lines += [rename(l) for l in header.type_lines(row, own=False)] + [""]
        if path == STRING_TYPES:
            lines += inline_strings.rstrip("\n").split("\n") + [""]
        for f in functions:
            lines += header.comment(rename(" ".join(f.doc.split())))
            lines += header.declaration("TF_CAPI_EXPORT extern ", rename(f.returns), f.tf,
                                        [rename(a.declare()) for a in f.args]) + [""]
        lines += ["#ifdef __cplusplus", '}  // extern "C"', "#endif", "", f"#endif  // {guard}"]
        files[path] = "\n".join(lines) + "\n"
    forwards = dict(FORWARDS)
    forwards["tensorflow/core/platform/ctstring.h"] = STRING_TYPES
    for path, target in forwards.items():
        guard = guard_of(path)
        files[path] = (f"{header.NOTICE}\n#ifndef {guard}\n#define {guard}\n\n"
                       f'#include "{target}"\n\n#endif  // {guard}\n')
    return files


def check_names(topics):
    """Every stable row with a TensorFlow name keeps TensorFlow's spelling behind the prefix."""
    for topic in topics:
        for f in topic.functions:
            if f.tf and re.sub(r"^TF(E?)_", r"HB\1_", f.tf) != f.name:
                raise spec.SpecError(f"{topic.name}: {f.name} does not match {f.tf}")
