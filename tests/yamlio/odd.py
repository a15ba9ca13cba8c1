"""Text that some YAML reader takes for something other than text."""

ODD = [
    "", " ", "~", "null", "Null", "NULL", "true", "True", "FALSE", "y", "Y", "n", "N", "yes", "No",
    "on", "On", "OFF", "0", "-0", "+1", "007", "0123", "03190301", "08", "0o17", "0x1F", "0b11",
    "1_000", "_1", "1_", "1e3", "1E400", "123e4567", "1.", ".5", "1.5", "26.07", "1.10", ".inf",
    "-.INF", ".nan", "NaN", "inf", "12:30", "190:20:30", "2001-01-01", "2001-12-14t21:59:43.10-05:00",
    "=", "<<", "-", "--", "---", "...", "- a", "?", "? a", ":", "a:", "a: b", "a:b", " a", "a ", "a #b",
    "a#b", "#a", "&a", "*a", "*.example.com", "!a", "!!str", "|", ">", "%a", "@a", "`a`", "'", '"',
    "'a'", '"a"', "a'b", "[", "]", "[a]", "{", "}", "{a}", "{{ .Values.x }}", ",", "a, b", "\\", "\\n",
    "\t", "a\tb", "\x07", "\x7f", "\x85", "\xa0", "\u2028", "\ufeff", "\xe9", "\u2603", "\U0001f600",
    "$(POD_NAME)", "25%", "500m", "16Gi", "1M", "1E", "1m", "10s", "--http-port=8000", "--", "-x",
    "/v2/health/ready", "http://a:80/b?c=d&e", "registry.example/triton:26.07-py3",
    'sum(rate(nv_queue_us{model="a"}[2m])) > 0 or vector(0)', "a | b > c", "\n", "\n\n", "a\n", "a\nb",
    "a\nb\n", "a\nb\n\n", " a\nb\n", "a\n b\n", "a \nb\n", "a\n\nb\n", "a\n  \nb\n", "\na\n",
    "a\r\nb\r\n", "a\rb", "a\tb\nc\n", "\ta\nb\n", "# a\nb\n", "- a\n- b\n", "---\na\n", "a: b\nc: d\n",
    'name: "m"\n', "a\u2028b\nc\n", '{\n  "a": 1\n}\n', "x" * 200, "w " * 200, "\xe9\n\xfc\n",
    "\U0001f600\nb\n",
]  # fmt: skip
