"""Strings and names of files."""

from tests.cases.sample import D, E, op

_TEXT = D(6, dtype="string", values=[b"", b"abc", b"Hello World", b"a.b", b" x ", b"\xc3\xa9t\xc3\xa9",
                                     b"123", b"-4.5e3", b"aXbXc"])
op("StringJoin", [_TEXT, D(dtype="string"), D(6, dtype="string")], separator="-")
op("StringJoin", [D(2), D(3)], case="mismatch", error=True)
op("StringLength", _TEXT)
op("StringLength", _TEXT, case="characters", unit="UTF8_CHAR")
op("StringLower StringUpper StringStrip", _TEXT)
op("AsString", D(5))
op("AsString", D(5), case="width", types="int32 float", width=7, fill="0")
op("AsString", D(5), case="precision", types="float double", precision=3, scientific=True)
op("AsString", D(5), case="shortest", types="float double complex64", shortest=True)
op("StringToNumber", ["1", "2", "30"])
op("StringToNumber", ["-1", "-2"], case="negative", types="int32 int64 float")
op("StringToNumber", ["1.5e3", "-inf", "nan", " 2 "], case="spelled", types="float double")
op("StringToNumber", ["1", "x"], case="no-number", types="float int32", error=True)
op("StringToHashBucketFast", _TEXT, num_buckets=1000)
op("StaticRegexFullMatch", _TEXT, pattern="[a-z.]+")
op("StaticRegexReplace", _TEXT, pattern="([a-z])X?", rewrite="<\\1>")
op("StaticRegexReplace", _TEXT, case="first", pattern="[a-c]", rewrite="", replace_global=False)
op("RegexFullMatch", _TEXT, "a.*")
op("RegexFullMatch", _TEXT, "a(", case="broken", error=True)
op("RegexReplace", _TEXT, "(X)", "\\1\\1")
op("ShardedFilename", "model", 3, 12)
op("ShardedFilespec", "model", 12)
