"""Exact arithmetic for the reference scorer: rounding, roots, logarithms, and how numbers are written.

Every number is a Fraction.  A result that is irrational is approximated by a Fraction whose denominator is a
large Mersenne prime, so that it can never be mistaken later on for a decimal that terminates.
"""
from decimal import Context, Decimal, ROUND_HALF_EVEN
from fractions import Fraction
import math

PRIME = 2 ** 521 - 1                      # about 7e156
CTX = Context(prec=170, Emax=10 ** 9, Emin=-(10 ** 9), rounding=ROUND_HALF_EVEN)
CTX20 = Context(prec=20, Emax=10 ** 9, Emin=-(10 ** 9), rounding=ROUND_HALF_EVEN)


def floor_(x):
    return x.numerator // x.denominator


def ceil_(x):
    return -((-x.numerator) // x.denominator)


def round_to(x, places, mode="half_up"):
    """Round to so many decimal places by one of the contract's five modes."""
    unit = Fraction(10) ** -int(places)
    n = x / unit
    if mode == "floor":
        k = floor_(n)
    elif mode == "ceil":
        k = ceil_(n)
    elif mode == "truncate":
        k = floor_(n) if n >= 0 else ceil_(n)
    else:
        size = abs(n)
        k = floor_(size)
        rest = size - k
        if rest > Fraction(1, 2):
            k += 1
        elif rest == Fraction(1, 2):
            if mode == "half_up" or (mode == "half_even" and k % 2 == 1):
                k += 1
        if mode not in ("half_up", "half_even"):
            raise ValueError("rounding mode " + mode)
        if n < 0:
            k = -k
    return k * unit


def whole(n, partial):
    """The count n as `partial` counts it: prorata, whole (floor) or started (ceiling)."""
    if partial == "whole":
        return Fraction(floor_(n))
    if partial == "started":
        return Fraction(ceil_(n))
    return n


def int_root(n, k):
    """The floor of the k-th root of a whole number."""
    if n < 2 or k == 1:
        return n
    if k == 2:
        return math.isqrt(n)
    x = 1 << -(-n.bit_length() // k)
    while True:
        y = ((k - 1) * x + n // x ** (k - 1)) // k
        if y >= x:
            return x
        x = y


def exact_root(x, k):
    """The k-th root of a non-negative Fraction if it is rational, else None."""
    if x in (0, 1):
        return x
    if max(x.numerator, x.denominator).bit_length() < k:
        return None
    a, b = int_root(x.numerator, k), int_root(x.denominator, k)
    if a ** k == x.numerator and b ** k == x.denominator:
        return Fraction(a, b)
    return None


def inexact(d):
    """A Decimal approximation as a Fraction that is marked as not terminating."""
    k = floor_(Fraction(d) * PRIME + Fraction(1, 2))
    if k % PRIME == 0:
        k += 1
    return Fraction(k, PRIME)


def dec_ln(x):
    return CTX.subtract(CTX.ln(Decimal(x.numerator)), CTX.ln(Decimal(x.denominator)))


def ln(x):
    """None where there is no value."""
    if x <= 0:
        return None
    return Fraction(0) if x == 1 else inexact(dec_ln(x))


def log10(x):
    if x <= 0:
        return None
    k = len(str(x.numerator)) - len(str(x.denominator))
    if x == Fraction(10) ** k:
        return Fraction(k)
    return inexact(CTX.divide(dec_ln(x), CTX.ln(Decimal(10))))


def power(x, y):
    if y.denominator == 1:
        if x == 0 and y < 0:
            return None
        return Fraction(x) ** y.numerator
    if x < 0:
        return None
    if x == 0:
        return Fraction(0) if y > 0 else None
    root = exact_root(x, y.denominator)
    if root is not None:
        return Fraction(root) ** y.numerator
    e = CTX.divide(Decimal(y.numerator), Decimal(y.denominator))
    return inexact(CTX.exp(CTX.multiply(e, dec_ln(x))))


def sqrt(x):
    return power(x, Fraction(1, 2))


def geometric(pairs):
    """The weighted geometric mean of (weight, share); the shares are not negative."""
    if any(s == 0 for w, s in pairs if w != 0):
        return Fraction(0)
    total = sum(w for w, _ in pairs)
    weights = [w / total for w, _ in pairs]
    n = math.lcm(*[w.denominator for w in weights])
    product = Fraction(1)
    for w, (_, s) in zip(weights, pairs):
        product *= s ** int(w * n)
    root = exact_root(product, n)
    if root is not None:
        return root
    e = Decimal(0)
    for w, (_, s) in zip(weights, pairs):
        e = CTX.add(e, CTX.multiply(CTX.divide(Decimal(w.numerator), Decimal(w.denominator)), dec_ln(s)))
    return inexact(CTX.exp(e))


def terminates(x):
    d = x.denominator
    for p in (2, 5):
        while d % p == 0:
            d //= p
    return d == 1


def text_of(x):
    """A number as the contract writes it: exact where it terminates, else 20 significant digits."""
    if x is None:
        return ""
    if terminates(x):
        places = 0
        while (x * 10 ** places).denominator != 1:
            places += 1
        digits = str(abs(x.numerator * 10 ** places // x.denominator)).rjust(places + 1, "0")
        body = digits[:len(digits) - places] + ("." + digits[len(digits) - places:] if places else "")
        return ("-" if x < 0 else "") + body
    return format(CTX20.divide(Decimal(x.numerator), Decimal(x.denominator)), "f")
