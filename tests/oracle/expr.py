"""The expression language: a parser to nested tuples, and an evaluator with three states.

A result is a Fraction, bool, str, datetime.date, or one of the two states MISSING and NA.
What names and functions mean for a unit is asked of a context object (see score.py).
"""
from datetime import date
from fractions import Fraction
import unicodedata

import exactmath as em


class State:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


MISSING = State("missing")
NA = State("not_applicable")

STATS = {"mean", "median", "stdev", "sum", "count", "highest", "lowest", "rank"}


class RubricError(Exception):
    pass


def is_state(x):
    return x is MISSING or x is NA


def worse(*xs):
    """NA if any is NA, else MISSING if any is missing, else None."""
    if any(x is NA for x in xs):
        return NA
    if any(x is MISSING for x in xs):
        return MISSING
    return None


# ---------------------------------------------------------------- parser

def starts_name(c):
    return c == "_" or unicodedata.category(c).startswith("L")


def goes_on(c):
    return starts_name(c) or unicodedata.category(c) in ("Nd", "Nl", "No")


def tokens(text):
    out, i = [], 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isascii() and c.isdigit():
            j = i
            while j < len(text) and (text[j] in "0123456789."):
                j += 1
            out.append(("num", Fraction(text[i:j])))
            i = j
        elif c in "'\"":
            j = text.index(c, i + 1)
            out.append(("text", text[i + 1:j]))
            i = j + 1
        elif starts_name(c):
            j = i
            while j < len(text) and goes_on(text[j]):
                j += 1
            out.append(("name", text[i:j]))
            i = j
        elif text[i:i + 2] in ("==", "!=", "<=", ">="):
            out.append(("op", text[i:i + 2]))
            i += 2
        elif c in "+-*/(),<>":
            out.append(("op", c))
            i += 1
        else:
            raise RubricError("cannot read %r in %r" % (c, text))
    out.append(("end", None))
    return out


class Parser:
    def __init__(self, text):
        self.text, self.toks, self.i = text, tokens(text), 0

    def peek(self):
        return self.toks[self.i]

    def take(self):
        self.i += 1
        return self.toks[self.i - 1]

    def accept(self, *values):
        kind, v = self.peek()
        if kind in ("op", "name") and v in values:
            self.i += 1
            return v
        return None

    def expect(self, v):
        if self.accept(v) is None:
            raise RubricError("expected %r in %r" % (v, self.text))

    def whole(self):
        e = self.or_()
        if self.peek()[0] != "end":
            raise RubricError("left over after %r" % self.text)
        return e

    def or_(self):
        e = self.and_()
        while self.accept("or"):
            e = ("or", e, self.and_())
        return e

    def and_(self):
        e = self.not_()
        while self.accept("and"):
            e = ("and", e, self.not_())
        return e

    def not_(self):
        if self.accept("not"):
            return ("not", self.not_())
        e = self.sum_()
        op = self.accept("==", "!=", "<=", ">=", "<", ">")
        return ("cmp", op, e, self.sum_()) if op else e

    def sum_(self):
        e = self.product()
        while True:
            op = self.accept("+", "-")
            if not op:
                return e
            e = ("arith", op, e, self.product())

    def product(self):
        e = self.unary()
        while True:
            op = self.accept("*", "/")
            if not op:
                return e
            e = ("arith", op, e, self.unary())

    def unary(self):
        if self.accept("-"):
            return ("neg", self.unary())
        if self.accept("+"):
            return self.unary()
        return self.atom()

    def atom(self):
        kind, v = self.take()
        if kind == "num":
            return ("lit", v)
        if kind == "text":
            return ("lit", v)
        if kind == "op" and v == "(":
            e = self.or_()
            self.expect(")")
            return e
        if kind == "name":
            if self.accept("("):
                args = []
                if not self.accept(")"):
                    args.append(self.or_())
                    while self.accept(","):
                        args.append(self.or_())
                    self.expect(")")
                return ("call", v, args)
            if v in ("true", "false"):
                return ("lit", v == "true")
            return ("name", v)
        raise RubricError("cannot read %r" % self.text)


PARSED = {}


def parse(text):
    if text not in PARSED:
        PARSED[text] = Parser(text).whole()
    return PARSED[text]


# ---------------------------------------------------------------- evaluation

def number(x):
    """A bool is 1 or 0 in arithmetic."""
    if isinstance(x, bool):
        return Fraction(int(x))
    if isinstance(x, Fraction):
        return x
    raise RubricError("not a number: %r" % (x,))


def truth(x):
    return x if isinstance(x, bool) else number(x) != 0


def as_date(x):
    return x if isinstance(x, date) else date.fromisoformat(x)


def compare(op, a, b):
    if isinstance(a, date) or isinstance(b, date):
        a, b = as_date(a), as_date(b)
    elif isinstance(a, str) or isinstance(b, str):
        if not (isinstance(a, str) and isinstance(b, str)):
            raise RubricError("text compared with something else")
    else:
        a, b = number(a), number(b)
    return {"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]


def months_between(a, b):
    if b < a:
        return -months_between(b, a)
    n = (b.year - a.year) * 12 + b.month - a.month
    return n - 1 if b.day < a.day else n


def statistic(name, xs, own=None):
    """A statistic of the values of those compared; with nobody to compare with it is missing (count: 0)."""
    if name == "count":
        return Fraction(len(xs))
    if name == "rank":
        if is_state(own):
            return own
        if not xs:
            return MISSING
        return Fraction(1 + sum(1 for x in xs if number(x) > number(own)))
    if not xs:
        return MISSING
    xs = sorted(number(x) for x in xs)
    n = len(xs)
    if name == "sum":
        return sum(xs, Fraction(0))
    if name == "mean":
        return sum(xs, Fraction(0)) / n
    if name in ("highest", "max"):
        return xs[-1]
    if name in ("lowest", "min"):
        return xs[0]
    if name == "median":
        return (xs[(n - 1) // 2] + xs[n // 2]) / 2
    if name == "stdev":
        if n < 2:
            return MISSING
        m = sum(xs, Fraction(0)) / n
        return em.sqrt(sum((x - m) ** 2 for x in xs) / (n - 1))
    raise RubricError("statistic " + name)


def evaluate(ast, ctx):
    kind = ast[0]
    if kind == "lit":
        return ast[1]
    if kind == "name":
        return ctx.name(ast[1])
    if kind == "neg":
        x = evaluate(ast[1], ctx)
        return x if is_state(x) else -number(x)
    if kind == "not":
        x = evaluate(ast[1], ctx)
        return x if is_state(x) else not truth(x)
    if kind in ("and", "or"):
        stop = kind == "or"
        a = evaluate(ast[1], ctx)
        if not is_state(a) and truth(a) == stop:
            return stop
        b = evaluate(ast[2], ctx)
        if not is_state(b) and truth(b) == stop:
            return stop
        return worse(a, b) or (not stop)
    if kind == "cmp":
        a, b = evaluate(ast[2], ctx), evaluate(ast[3], ctx)
        return worse(a, b) or compare(ast[1], a, b)
    if kind == "arith":
        a, b = evaluate(ast[2], ctx), evaluate(ast[3], ctx)
        bad = worse(a, b)
        if bad:
            return bad
        a, b = number(a), number(b)
        if ast[1] == "+":
            return a + b
        if ast[1] == "-":
            return a - b
        if ast[1] == "*":
            return a * b
        return MISSING if b == 0 else a / b
    return call(ast[1], ast[2], ctx)


def call(name, args, ctx):
    if name == "if":
        c = evaluate(args[0], ctx)
        if is_state(c):
            return c
        return evaluate(args[1] if truth(c) else args[2], ctx)
    if name in STATS:
        if ctx.is_list(args[0]):
            return statistic(name, ctx.list(args[0]))
        own = evaluate(args[0], ctx) if name == "rank" else None
        return statistic(name, ctx.compared(args[0]), own)
    if name == "previous":
        return ctx.previous(args[0][1])
    if name == "at":
        return ctx.at(args[0][1], args[1][1])
    if name == "over":
        return ctx.over(args[0][1], args[1][1])
    if name == "score":
        return ctx.score(args[0][1])
    if name == "share":
        return ctx.share(args[0][1])
    if name == "answers":
        return ctx.answers(args[0][1])
    xs = [evaluate(a, ctx) for a in args]
    bad = worse(*xs)
    if bad:
        return bad
    if name == "days":
        return Fraction((as_date(xs[1]) - as_date(xs[0])).days)
    if name == "months":
        return Fraction(months_between(as_date(xs[0]), as_date(xs[1])))
    xs = [number(x) for x in xs]
    if name == "min":
        return min(xs)
    if name == "max":
        return max(xs)
    if name == "abs":
        return abs(xs[0])
    if name == "floor":
        return Fraction(em.floor_(xs[0]))
    if name == "ceil":
        return Fraction(em.ceil_(xs[0]))
    if name == "round":
        return em.round_to(xs[0], xs[1] if len(xs) > 1 else 0, "half_up")
    if name == "clamp":
        return min(max(xs[0], xs[1]), xs[2])
    function = {"ln": em.ln, "log10": em.log10, "sqrt": em.sqrt, "pow": em.power}.get(name)
    if function is None:
        raise RubricError("unknown function " + name)
    result = function(*xs)
    return MISSING if result is None else result
