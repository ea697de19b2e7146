#!/usr/bin/env python3
"""Random but valid rubrics with registers, data and adjustments, for comparing two scorers.

python3 generate.py --seed N --out DIR [--size small|medium|large]
writes R.toml, U.csv, D.csv and A.csv into DIR.  The same seed gives the same case.
"""
import argparse
import csv
import json
import os
import random
from fractions import Fraction

PREFIX = ["指标", "字段", "é", "Ωm", "x_", "数", "_k", "Пк", "批次", "得分率", "f"]
GRADE_NAMES = [["A", "B", "C", "D"], ["优秀", "良好", "合格", "不合格"], ["一等", "二等", "三等"], ["达标", "未达标"]]


def q(text):
    return json.dumps(text, ensure_ascii=False)


def num(x):
    """A short exact decimal."""
    x = Fraction(x)
    if x.denominator == 1:
        return str(x.numerator)
    places = 0
    while (x * 10 ** places).denominator != 1:
        places += 1
        if places > 40:
            return num(round(x, 4))
    sign, n = ("-" if x < 0 else ""), abs(x.numerator * 10 ** places // x.denominator)
    t = str(n).rjust(places + 1, "0")
    return sign + t[:-places] + "." + t[-places:]


def toml(v):
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, str):
        return q(v)
    if isinstance(v, dict):
        return "{ " + ", ".join("%s = %s" % (k if k.isascii() and k.replace("_", "a").isalnum() else q(k), toml(x))
                                for k, x in v.items()) + " }"
    if isinstance(v, (list, tuple)):
        return "[" + ", ".join(toml(x) for x in v) + "]"
    return num(v)


def table(head, t):
    return "[%s]\n" % head + "".join("%s = %s\n" % (k, toml(v)) for k, v in t.items()) + "\n"


class Gen:
    def __init__(self, seed, size):
        self.rng = r = random.Random(seed)
        self.seed = seed
        self.size = size or r.choice(["small", "small", "small", "medium", "medium", "large"])
        self.fields, self.field_info, self.sections, self.indicators, self.vetoes = [], {}, [], [], []
        self.numeric, self.nodes, self.events = [], [], []
        self.serial = 0
        monthly = r.random() < 0.12
        if monthly:
            self.periods = ["2015-02", "2015-03", "2015-04", "2015-05", "2015-06"]
        else:
            self.periods = ["2012", "2013", "2014", "2015"]
        self.period = self.periods[-1]
        self.inside = [] if monthly else ["2015-03", "2015-09"]
        self.years = [2015] if monthly else [2012, 2015]
        self.on = {k: r.random() < p for k, p in dict(
            stats=.5, scores=.4, history=.6, irrational=.35, missing=.75, na=.7, sources=.6, modifiers=.6,
            twists=.7, combine=.5, vetoes=.6, adjust=.7, rounding=.75, grades=.8, periods=.15, scope=.5,
            extra=.6, total_rescale=.2, breakby=.4, dates=.3, tie=.6, section_applies=.2, reject=.3,
            aliases=.3).items()}
        self.make()

    def chance(self, p):
        return self.rng.random() < p

    def pick(self, *xs):
        return self.rng.choice(xs)

    def ident(self):
        self.serial += 1
        return self.rng.choice(PREFIX) + str(self.serial)

    # ---- register

    def register(self):
        r = self.rng
        n = {"small": r.randint(5, 10), "medium": r.randint(8, 22), "large": r.randint(20, 40)}[self.size]
        self.groups = r.sample(["农业", "工业", "东部", "西部", "G1"], r.randint(1, 3))
        self.classes = r.sample(["一类", "二类", "三类", "K"], r.randint(1, 3))
        self.units = []
        for i in range(n):
            code = "U%02d" % (i + 1)
            self.units.append(dict(code=code, name="单位%d" % (i + 1), short="位%d" % (i + 1),
                                   aliases="别名%d|又名%d" % (i + 1, i + 1), kind="",
                                   group=r.choice(self.groups), parent="", **{"class": r.choice(self.classes)}))

    # ---- fields

    def field(self, kind=None, fid=None, lo=None, hi=None, step=None, **extra):
        r = self.rng
        kind = kind or r.choice(["decimal", "decimal", "integer", "percent"])
        fid = fid or self.ident()
        if kind == "percent" and lo is None:
            lo, hi, step = 60, 100, r.choice([Fraction(1, 2), Fraction(1, 10), 5])
        elif kind == "integer" and lo is None:
            lo, hi, step = r.choice([(0, 12, 1), (1, 40, 1), (0, 200, 10)])
        elif kind == "decimal" and lo is None:
            lo, hi, step = r.choice([(0, 20, Fraction(1, 4)), (0, 100, Fraction(1, 2)), (50, 60, 1),
                                     (-10, 10, Fraction(5, 4)), (0, 5, Fraction(1, 100)),
                                     (1, 3, Fraction(1, 8)), (0, 10000, Fraction("0.01"))])
        t = dict(id=fid, name=fid, type=kind)
        if kind in ("decimal", "integer", "percent"):
            if self.chance(.3):
                t["min"] = lo
            if self.chance(.15):
                t["max"] = hi
        if self.chance(.2):
            t["required"] = True
        if self.chance(.2):
            t["from"] = "self"
        t.update(extra)
        self.fields.append(t)
        info = dict(id=fid, type=kind, lo=lo, hi=hi, step=step, choices=extra.get("choices"),
                    missing=r.choice([0, .05, .15, .3]) if self.on["missing"] else 0,
                    na=r.choice([0, .05, .12, .25]) if self.on["na"] else 0,
                    history=self.on["history"] and self.chance(.7), panel=False)
        if self.on["tie"] and lo is not None and self.chance(.5):
            info["pool"] = [self.draw(info) for _ in range(r.randint(2, 5))]
        self.field_info[fid] = info
        if kind in ("decimal", "integer", "percent"):
            self.numeric.append(fid)
        return fid

    def draw(self, info):
        r = self.rng
        kind = info["type"]
        if "pool" in info:
            return r.choice(info["pool"])
        if kind == "bool":
            return r.choice(["1", "0", "是", "否", "true", "false"])
        if kind == "choice":
            return r.choice(info["choices"])
        if kind == "date":
            return "%d-%02d-%02d" % (r.randint(2014, 2015), r.randint(1, 12), r.choice([1, 15, 28, r.randint(1, 28)]))
        if kind == "text":
            return r.choice(["甲", "乙", "丙"])
        if info.get("rare"):
            return str(r.choice([0, 0, 0, 0, 1, 1, 2, 3]))
        n = int(Fraction(info["hi"] - info["lo"]) / Fraction(info["step"]))
        return num(info["lo"] + r.randint(0, n) * Fraction(info["step"]))

    def any_field(self):
        if self.numeric and self.chance(.55):
            return self.rng.choice(self.numeric)
        return self.field()

    # ---- expressions: a text with a rough range (lo, hi)

    def number(self, depth, node=True):
        r = self.rng
        f = self.any_field()
        i = self.field_info[f]
        lo, hi = Fraction(i["lo"]), Fraction(i["hi"])
        if depth == 0:
            return f, lo, hi
        kinds = ["field", "ratio", "arith", "if", "minmax", "clamp", "round", "const"]
        if self.on["history"]:
            kinds += ["previous", "at", "over", "growth"]
        if self.on["stats"] and node:
            kinds += ["stat", "stat", "rank", "countstat"]
        if self.on["irrational"]:
            kinds += ["sqrt", "ln", "pow", "log10", "stdev"]
        if self.on["scores"] and self.nodes and node:
            kinds += ["score", "share"]
        if self.on["dates"]:
            kinds += ["days", "months", "between"]
        kinds.append("bool")
        k = r.choice(kinds)
        if k == "field":
            return f, lo, hi
        if k == "const":
            c = Fraction(r.randint(1, 40), r.choice([1, 2, 4]))
            return "(%s + %s)" % (f, num(c)), lo + c, hi + c
        if k == "ratio":
            g = self.any_field()
            return "%s / %s * 100" % (f, g), Fraction(0), Fraction(200)
        if k == "arith":
            a, alo, ahi = self.number(depth - 1, node)
            op = r.choice("+-")
            if op == "+":
                return "(%s + %s)" % (a, f), alo + lo, ahi + hi
            return "(%s - %s)" % (a, f), alo - hi, ahi - lo
        if k == "if":
            a, alo, ahi = self.number(depth - 1, node)
            return "if(%s, %s, %s)" % (self.condition(depth - 1, node), a, f), min(alo, lo), max(ahi, hi)
        if k == "minmax":
            a, alo, ahi = self.number(depth - 1, node)
            return "%s(%s, %s)" % (r.choice(["min", "max"]), a, f), min(alo, lo), max(ahi, hi)
        if k == "clamp":
            mid = (lo + hi) / 2
            return "clamp(%s, %s, %s)" % (f, num(lo), num(round(mid))), lo, Fraction(round(mid))
        if k == "round":
            g = r.choice(["floor(%s / 3)", "ceil(%s / 3)", "round(%s / 3, 1)", "abs(%s - 5) / 2", "round(%s / 8, 2)"])
            return g % f, lo / 3, hi / 3
        if k == "previous":
            return "previous(%s)" % self.with_history(f), lo, hi
        if k == "at":
            p = r.choice(self.periods + self.inside)
            return "at(%s, '%s')" % (self.with_history(f), p), lo, hi
        if k == "over":
            s = r.choice(["mean", "sum", "highest", "lowest", "count", "median"])
            return "over(%s, %s)" % (s, self.with_history(f)), lo, hi
        if k == "growth":
            self.with_history(f)
            return "(%s - previous(%s))" % (f, f), (lo - hi) / 2, (hi - lo) / 2
        if k == "stat":
            s = r.choice(["mean", "median", "sum", "highest", "lowest"])
            e = r.choice(["%s(%s)" % (s, f), "%s - %s(%s)" % (f, s, f), "%s(%s * 2 - 1)" % (s, f)])
            return "(%s)" % e, lo, hi
        if k == "rank":
            return "rank(%s)" % f, Fraction(1), Fraction(20)
        if k == "countstat":
            return "count(%s)" % f, Fraction(0), Fraction(20)
        if k == "stdev":
            return ("stdev(%s)" % f, Fraction(0), (hi - lo) / 2) if node else (f, lo, hi)
        if k == "sqrt":
            return "sqrt(%s)" % f, Fraction(0), Fraction(10)
        if k == "ln":
            return "ln(%s + 1)" % f, Fraction(0), Fraction(5)
        if k == "log10":
            return "log10(%s)" % f, Fraction(0), Fraction(3)
        if k == "pow":
            e = r.choice(["2", "0.5", "1.5", "-1", "0.25"])
            return "pow(%s, %s)" % (f, e), Fraction(0), Fraction(30)
        if k == "score":
            e = "score(%s)" % r.choice(self.nodes)
            if self.on["stats"]:
                e = r.choice(["%s", "mean(%s)", "rank(%s)", "%s - highest(%s)"]).replace("%s", e)
                e = "(%s)" % e
            return e, Fraction(0), Fraction(10)
        if k == "share":
            return "share(%s) * 10" % r.choice(self.nodes), Fraction(0), Fraction(10)
        if k == "days":
            return "days('2015-01-01', %s)" % self.date_field(), Fraction(-300), Fraction(300)
        if k == "months":
            return "months(%s, '2015-12-15')" % self.date_field(), Fraction(0), Fraction(23)
        if k == "between":
            return ("%s(%s, %s)" % (r.choice(["days", "months"]), self.date_field(), self.date_field()),
                    Fraction(-20), Fraction(20))
        b = self.other("bool")
        return "(%s + %s * 5)" % (f, b), lo, hi + 5

    def with_history(self, f):
        self.field_info[f]["history"] = True
        return f

    def other(self, kind, **extra):
        have = [f for f, i in self.field_info.items() if i["type"] == kind and not i.get("owned")]
        if have and self.chance(.6):
            return self.rng.choice(have)
        return self.field(kind, **extra)

    def date_field(self):
        return self.other("date")

    def condition(self, depth, node=True, only_unit=False):
        r = self.rng
        kinds = ["group", "class"] + ([] if only_unit else ["num", "num", "bool", "choice", "fields"])
        if self.on["dates"] and not only_unit:
            kinds.append("date")
        if self.on["stats"] and node and not only_unit:
            kinds.append("stat")
        if depth > 0:
            kinds += ["and", "or", "not"]
        k = r.choice(kinds)
        if k == "group":
            return "group %s '%s'" % (self.pick("==", "!="), r.choice(self.groups))
        if k == "class":
            return "class == '%s'" % r.choice(self.classes)
        if k in ("num", "stat", "fields"):
            f = self.any_field()
            i = self.field_info[f]
            op = r.choice(["<", "<=", ">", ">=", ">", ">=", "==", "!="])
            if k == "stat":
                return "%s %s %s(%s)" % (f, op, r.choice(["mean", "median"]), f)
            if k == "fields":
                return "%s %s %s" % (f, op, self.any_field())
            return "%s %s %s" % (f, op, self.draw(i))
        if k == "bool":
            return self.other("bool")
        if k == "choice":
            f = self.other("choice", choices=["已完成", "推进中", "未开展"])
            return "%s == '%s'" % (f, r.choice(self.field_info[f]["choices"]))
        if k == "date":
            return "%s %s '2015-0%d-15'" % (self.date_field(), self.pick("<", ">="), r.randint(1, 9))
        if k == "not":
            return "not (%s)" % self.condition(depth - 1, node, only_unit)
        return "(%s) %s (%s)" % (self.condition(depth - 1, node, only_unit), k,
                                 self.condition(depth - 1, node, only_unit))

    # ---- indicators

    def value(self, t, fid=None, **field):
        """Give an indicator its value: its own field or an expression.  Returns the rough range."""
        if field or self.chance(.45):
            kind = field.pop("kind", None)
            f = self.field(kind, fid=t["id"] if self.chance(.6) else None, **field)
            if f != t["id"]:
                t["value"] = f
            i = self.field_info[f]
            return Fraction(i["lo"] or 0), Fraction(i["hi"] or 1)
        t["value"], lo, hi = self.number(self.rng.randint(1, 2))
        return lo, max(hi, lo + 1)

    def within(self, lo, hi):
        return lo + (hi - lo) * Fraction(self.rng.randint(0, 20), 20)

    def near(self, lo, hi):
        x = self.within(lo, hi)
        return Fraction(round(x * 4), 4)

    def make_target(self, lo, hi):
        if self.chance(.55):
            x = self.near(lo, hi)
            return x if x != 0 else Fraction(1)
        if self.chance(.6):
            return self.field("decimal", lo=Fraction(round(lo)), hi=Fraction(round(lo)) + max(1, round(hi - lo)),
                              step=self.pick(1, Fraction(1, 2)))
        return self.number(1)[0]

    def per(self, lo, hi):
        w = (hi - lo) / self.rng.choice([4, 10, 20])
        small = [Fraction(1)] if 2 <= hi - lo <= 30 else []
        return self.pick(max(Fraction(round(w * 4), 4), Fraction(1, 4)), max(Fraction(round(w)), Fraction(1)), *small)

    def quarter(self, x, m):
        """x on a grid that suits the marks m."""
        grid = 4 if m >= 2 else 256
        return Fraction(round(x * grid), grid)

    def rate(self, m, n=6):
        least = Fraction(1, 4) if m >= 2 else Fraction(1, 256)
        return max(self.quarter(Fraction(m) / n, m), least) * self.pick(1, 1, 2) / self.pick(1, 1, 2)

    def partial(self, t):
        if self.chance(.6):
            t["partial"] = self.pick("prorata", "whole", "started")

    def scoped(self, t, score):
        if self.on["scope"] and self.chance(.6):
            (score if self.chance(.7) else t)["scope"] = self.pick("all", "group", "class")

    RULES = ["meet", "deduct", "slopes", "bonus", "bands", "ratio", "anchors", "efficacy", "versus", "rank", "count",
             "severity", "choice", "checklist", "given", "panel", "trajectory", "formula"]
    PENALTY = ["meet", "deduct", "slopes", "anchors", "versus", "rank", "count", "severity", "choice", "checklist",
               "bands", "efficacy", "formula"]

    def indicator(self, under, m, kind, plain=False):
        """m: the marks that it bears for most units."""
        r = self.rng
        t = dict(id=self.ident(), under=under, name="", marks=m)
        t["name"] = "项目" + t["id"]
        rule = r.choice(self.PENALTY if kind == "penalty" else self.RULES)
        getattr(self, "rule_" + rule)(t, Fraction(m), kind == "penalty")
        s = t["score"]
        compares = rule in ("efficacy", "versus", "rank")
        if compares:
            self.scoped(t, s)
        elif self.on["stats"] and self.on["scope"] and self.chance(.2):
            t["scope"] = self.pick("all", "group", "class")
        if self.on["modifiers"]:
            if self.chance(.15):
                s["exempt"] = self.condition(1)
            if self.chance(.1):
                s["void"] = self.condition(1)
            if self.chance(.15):
                s["times"] = r.choice(["2", "0.5", "if(group == '%s', 2, 1)" % r.choice(self.groups),
                                       "if(%s, 2, 1)" % self.condition(0)])
            if not plain and self.chance(.2):
                if kind == "penalty":
                    s["floor"] = r.choice(["0 - marks / 2", -Fraction(m) * 2, "0 - marks - 1"])
                else:
                    s["floor"] = r.choice(["marks - 2", -2, "0 - marks", "if(group == '%s', -1, 0)" % self.groups[0]])
            if self.chance(.15) and kind != "penalty":
                s["cap"] = r.choice(["marks * 1.5", "marks + 1"] + (
                    [] if "floor" in s else [Fraction(m) + 2, Fraction(m) * 3 / 4]))
            if self.chance(.2):
                s["round"] = dict(places=r.randint(0, 3), mode=r.choice(["half_up", "half_even", "floor", "ceil",
                                                                         "truncate"]))
        if self.chance(.35):
            t["missing"] = r.choice(["zero", "mean", "worst", "previous"])
            if t["missing"] in ("mean", "worst") and self.on["scope"] and "scope" not in s and self.chance(.4):
                t["scope"] = self.pick("group", "class")
        if self.on["reject"] and self.chance(.1):
            t["missing"] = "reject"
        if self.chance(.35):
            t["na"] = r.choice(["rescale", "full", "mean", "zero"])
        if self.chance(.15):
            t["evidence"], t["lead"] = "通报", "self"
        self.indicators.append(t)
        return t

    def rule_meet(self, t, m, penalty):
        lo, hi = self.value(t)
        t["better"] = self.pick("higher", "lower")
        t["target"] = self.make_target(lo, hi)
        t["score"] = dict(rule="meet")

    def rule_deduct(self, t, m, penalty):
        self.rule_meet(t, m, penalty)
        lo, hi = self.span(t)
        s = dict(rule="deduct", per=self.per(lo, hi), take=self.rate(m))
        self.partial(s)
        t["score"] = s

    def span(self, t):
        f = t.get("value", t["id"])
        i = self.field_info.get(f)
        return (Fraction(i["lo"]), Fraction(i["hi"])) if i and i["lo"] is not None else (Fraction(0), Fraction(40))

    def rule_slopes(self, t, m, penalty):
        self.rule_meet(t, m, penalty)
        lo, hi = self.span(t)
        first = self.pick(0, 0, 1)
        per = self.per(lo, hi)
        slopes = [dict(beyond=first, per=per, take=self.rate(m, 12))]
        slopes.append(dict(beyond=first + per * self.rng.randint(1, 3) + self.pick(0, Fraction(1, 2)), per=per,
                           take=self.rate(m, 6)))
        if self.chance(.4):
            slopes.append(dict(beyond=slopes[1]["beyond"] + per * 2, per=self.per(lo, hi), take=self.rate(m, 4)))
        if self.chance(.3):
            self.rng.shuffle(slopes)
        s = dict(rule="deduct", slopes=slopes)
        if self.chance(.7):
            s["slopes_mode"] = self.pick("marginal", "whole")
        self.partial(s)
        t["score"] = s

    def rule_bonus(self, t, m, penalty):
        self.rule_deduct(t, m, penalty)
        b = dict(per=self.pick(1, 2, 5, Fraction(5, 2)), add=self.pick(1, Fraction(1, 2), Fraction(1, 4)),
                 cap=self.pick(1, 2, 5, Fraction(3, 2)))
        if self.chance(.5):
            b["of"] = "completion"
            b["per"] = self.pick(5, 10, 20)
        self.partial(b)
        t["score"]["bonus"] = b

    def rule_bands(self, t, m, penalty):
        lo, hi = self.value(t)
        of = self.pick("value", "value", "completion", "gap")
        s = dict(rule="bands")
        if of != "value" or self.chance(.3):
            s["of"] = of
        t["better"] = self.pick("higher", "lower")
        if of != "value":
            t["target"] = self.make_target(lo, hi)
        if of == "completion":
            lo, hi = Fraction(50), Fraction(150)
        if of == "gap":
            lo, hi = (lo - hi) / 2, (hi - lo) / 2
        n = self.rng.randint(2, 4)
        edges = sorted({self.near(lo, hi) for _ in range(n)}, reverse=True)
        sign = -1 if penalty else 1
        bands, style = [], self.pick("down", "up", "both")
        if style == "up":
            edges.reverse()
        for k, e in enumerate(edges):
            marks = sign * self.quarter(m * (len(edges) - k) / len(edges), m)
            if style == "down":
                bands.append({self.pick("at_least", "above"): e, "marks": marks})
            elif style == "up":
                bands.append({self.pick("at_most", "below"): e, "marks": marks})
            else:
                bands.append({"at_least": e, "below": e + self.per(lo, hi), "marks": marks})
        s["bands"] = bands
        t["score"] = s

    def rule_ratio(self, t, m, penalty):
        lo, hi = self.value(t)
        t["better"] = self.pick("higher", "higher", "lower")
        t["target"] = self.make_target(lo, hi)
        s = dict(rule="ratio")
        if self.chance(.3):
            s["cap"] = m * self.pick(Fraction(3, 2), Fraction(6, 5))
        t["score"] = s

    def rule_anchors(self, t, m, penalty):
        lo, hi = self.value(t)
        xs = sorted({self.near(lo, hi) for _ in range(self.rng.randint(2, 4))})
        if len(xs) < 2:
            xs = [lo, lo + 1]
        ys = [Fraction(k, len(xs) - 1) for k in range(len(xs))]
        ys = [Fraction(round(y * 20), 20) for y in ys]
        if self.chance(.4):
            ys.reverse()
        pts = [[x, -y if penalty else y] for x, y in zip(xs, ys)]
        if self.chance(.2):
            self.rng.shuffle(pts)
        t["score"] = dict(rule="anchors", points=pts)

    def rule_efficacy(self, t, m, penalty):
        lo, hi = self.value(t)
        a, b = self.near(lo, hi), self.near(lo, hi)
        s = dict(rule="efficacy")
        s["worst"] = self.pick("min", "min", "max", a, self.number(1)[0])
        s["best"] = "min" if s["worst"] == "max" else self.pick("max", "max", b, self.number(1)[0])
        if penalty:
            s["base"], s["span"] = self.pick((-1, 1), (0, -1), (Fraction(-1, 2), Fraction(1, 2)))
        elif self.chance(.4):
            s["base"], s["span"] = self.pick((Fraction(3, 5), Fraction(2, 5)), (Fraction(1, 2), Fraction(1, 4)),
                                             (0, Fraction(6, 5)))
        t["score"] = s

    def rule_versus(self, t, m, penalty):
        lo, hi = self.value(t)
        t["better"] = self.pick("higher", "lower")
        refs = ["mean", "median", "best"]
        if self.on["history"]:
            refs += ["previous", "previous"]
        ref = self.rng.choice(refs)
        if ref == "previous" and t.get("value", t["id"]) in self.field_info:
            self.with_history(t.get("value", t["id"]))
        if self.chance(.25):
            ref = self.pick(self.near(lo, hi), self.number(1)[0])
        s = dict(rule="versus", reference=ref, per=self.per(lo, hi), take=self.rate(m), add=self.rate(m))
        if self.chance(.5) and not penalty:
            s["par"] = m * self.pick(Fraction(1, 2), Fraction(4, 5), Fraction(3, 5))
        self.partial(s)
        t["score"] = s

    def rule_rank(self, t, m, penalty):
        self.value(t)
        t["better"] = self.pick("higher", "lower")
        s = dict(rule="rank")
        if penalty:
            s["table"] = [0, 0, -m / 4, -m / 2]
            s["then"] = -m
        elif self.chance(.5):
            n = self.rng.randint(2, 6)
            s["table"] = [self.quarter(m * (n - k) / n, m) for k in range(n)]
            if self.chance(.6):
                s["then"] = self.pick(0, Fraction(1, 4))
        else:
            if self.chance(.5):
                s["first"] = m
            if self.chance(.5):
                s["step"] = self.rate(m, 10)
            else:
                s["step_share"] = self.pick(Fraction(1, 10), Fraction(1, 20), Fraction("0.03"))
        if self.chance(.6):
            s["ties"] = self.pick("best", "mean")
        t["score"] = s

    def rule_count(self, t, m, penalty):
        self.value(t, kind="integer", lo=0, hi=5, step=1)
        up = not penalty and self.chance(.3)
        s = dict(rule="count", each=self.rate(m, 5) * (1 if up else -1))
        if self.chance(.25) and not penalty:
            s["start"] = self.pick("marks", m / 2, 1)
        if self.chance(.3) and not penalty:
            s["zero_at"] = self.rng.randint(2, 4)
        t["score"] = s

    def rule_severity(self, t, m, penalty):
        n = self.rng.randint(2, 3)
        fs = []
        for _ in range(n):
            f = self.field("integer", lo=0, hi=3, step=1)
            self.field_info[f]["rare"] = True
            fs.append(f)
        rates = [-self.rate(m, 8), -self.rate(m, 3), -self.rate(m, 2)]
        if not penalty and self.chance(.2):
            rates[0] = -rates[0]
        s = dict(rule="count", severity=dict(zip(fs, rates)))
        if self.chance(.25) and not penalty:
            s["zero_at"] = self.rng.randint(2, 4)
        t["score"] = s

    def rule_choice(self, t, m, penalty):
        choices = ["已完成", "推进中", "未开展"] + (["其他"] if self.chance(.15) else [])
        f = self.field("choice", fid=t["id"] if self.chance(.6) else None, choices=choices)
        if f != t["id"]:
            t["value"] = f
        self.field_info[f]["owned"] = True
        sign = -1 if penalty else 1
        t["score"] = dict(rule="choice", levels={"已完成": 0 if penalty else 1,
                                                 "推进中": sign * self.pick(Fraction(1, 2), Fraction(2, 5)),
                                                 "未开展": -1 if penalty else 0})

    def rule_checklist(self, t, m, penalty):
        n = self.rng.randint(2, 4)
        sign = -1 if penalty else 1
        items = [dict(field=self.field("bool"), marks=sign * self.rate(m, n)) for _ in range(n)]
        t["score"] = dict(rule="checklist", items=items)

    def rule_given(self, t, m, penalty):
        of = self.pick(None, 10, 100, 5)
        self.value(t, kind="decimal", lo=0, hi=of or max(1, int(m)), step=self.pick(Fraction(1, 2), Fraction(1, 4)))
        t["score"] = dict(rule="given", **({"of": of} if of else {}))

    def rule_panel(self, t, m, penalty):
        of = self.pick(None, 10, 100)
        f = self.field("decimal", fid=t["id"] if self.chance(.6) else None, lo=0, hi=of or max(1, int(m)),
                       step=Fraction(1, 2))
        if f != t["id"]:
            t["value"] = f
        i = self.field_info[f]
        i["panel"], i["owned"] = True, True
        self.numeric.remove(f)
        s = dict(rule="panel", **({"of": of} if of else {}))
        if self.chance(.7):
            s["drop"] = self.rng.randint(0, 2)
        t["score"] = s

    def rule_trajectory(self, t, m, penalty):
        lo, hi = self.value(t)
        a, b = self.near(lo, hi), self.near(lo, hi)
        if a == b:
            b += 2
        s = dict(rule="trajectory", baseline=a)
        if self.chance(.3):
            s["baseline"] = self.number(1)[0]
        if self.chance(.5):
            s["target"] = b
        else:
            t["target"] = b
        s["from"], s["to"] = self.pick("2010", "2011", "2012"), self.pick("2015", "2016", "2020")
        s["at"] = self.pick(self.period, "2015", "2015-07", "2014-10")
        t["score"] = s

    def rule_formula(self, t, m, penalty):
        sign = "0 - " if penalty else ""
        if self.chance(.5):
            lo, hi = self.value(t)
            w = max(hi - lo, Fraction(1))
            e = "%smarks * clamp((value - %s) / %s, 0, 1)" % (sign, num(round(lo, 2)), num(round(w) or 1))
            if self.chance(.3):
                t["target"] = self.make_target(lo, hi)
                e = "%sif(value >= target, marks, marks / 2)" % sign
        else:
            a, lo, hi = self.number(2)
            e = "%smarks * (%s) / %s" % (sign, a, num(max(1, round(hi))))
        t["score"] = dict(rule="formula", marks=e)

    # ---- the tree

    def split(self, m, n):
        """n positive parts of m, in halves or smaller."""
        m = Fraction(m)
        if n == 1:
            return [m]
        step = Fraction(1, 2) if m >= n else m / 16
        k = int(m / step)
        cuts = sorted(self.rng.sample(range(1, k), n - 1)) if k > n else list(range(1, n))
        parts = [b - a for a, b in zip([0] + cuts, cuts + [k])]
        out = [p * step for p in parts[:-1]]
        return out + [m - sum(out)]

    def section(self, m, depth, kind, under=None, **extra):
        r = self.rng
        t = dict(id=self.ident())
        if under:
            t["under"] = under
        t["name"] = "部分" + t["id"]
        if m is not None:
            t["marks"] = m
        if kind != "regular" and not under:
            t["kind"] = kind
        t.update(extra)
        how = "sum"
        if kind in ("regular", "memo") and self.on["combine"] and m is not None and self.chance(.4):
            how = self.pick("mean", "geometric", "harmonic", "min", "max", "formula")
        if self.on["total_rescale"] and depth > 0 and how != "sum":
            depth = 0
        if how != "sum" or self.chance(.2):
            t["combine"] = how
        self.sections.append(t)
        base = m if m is not None else 10
        n = {"small": r.randint(1, 3), "medium": r.randint(1, 4), "large": r.randint(2, 5)}[self.size]
        made = []
        if depth > 0 and self.chance(.5):
            for part in self.split(base, max(2, min(n, 3))):
                if self.chance(.5):
                    made.append(self.section(part, depth - 1, kind, t["id"]))
                else:
                    made.append(self.indicator(t["id"], part, kind, how != "sum"))
        else:
            twist = None
            if self.on["twists"] and kind == "regular":
                twist = self.pick(None, "data", "pair", "class_marks", "marks", "zero_marks", "attribute")
            if twist in ("class_marks", "marks", "zero_marks"):
                n = max(n, 2)
            parts = self.split(base, n)
            for part in parts:
                made.append(self.indicator(t["id"], part, kind, how != "sum"))
            self.twist(twist, t, made, parts, kind, how)
        if how in ("mean", "geometric", "harmonic") and self.chance(.6):
            for c in made:
                c["weight"] = r.randint(1, 4)
        if how == "formula":
            ids = [c["id"] for c in made]
            form = self.pick("%s * 0.5 + %s * 0.5", "max(%s, %s)", "min(%s, %s)", "%s + %s")
            t["marks_from"] = form % ("score(%s)" % r.choice(ids), "score(%s)" % r.choice(ids))
            if self.chance(.3):
                t["marks_from"] = "%s * share(%s)" % (num(base), r.choice(ids))
        self.nodes += [c["id"] for c in made if c["id"] not in self.nodes]
        return t

    def twist(self, twist, t, made, parts, kind, how):
        r = self.rng
        if twist == "data":
            r.choice(made)["applies"] = self.condition(1)
        elif twist == "attribute":
            r.choice(made)["applies"] = self.condition(0, only_unit=True)
        elif twist == "pair":
            k = r.randrange(len(made))
            cls = r.choice(self.classes)
            made[k]["applies"] = "class == '%s'" % cls
            other = self.indicator(t["id"], parts[k], kind, how != "sum")
            other["applies"] = "class != '%s'" % cls
            made.append(other)
        elif twist in ("class_marks", "marks", "zero_marks"):
            a, b = r.sample(range(len(made)), 2)
            d = parts[a] if twist == "zero_marks" else parts[a] / 2
            if twist == "class_marks":
                cls = r.choice(self.classes)
                made[a]["marks_for"] = {cls: parts[a] - d}
                made[b]["marks_for"] = {cls: parts[b] + d}
                if self.chance(.3) and len(self.classes) > 1:
                    for c in self.classes:
                        made[a]["marks_for"].setdefault(c, parts[a])
            else:
                cond = "%s == '%s'" % (("group", r.choice(self.groups)) if self.chance(.5)
                                       else ("class", r.choice(self.classes)))
                made[a]["marks"] = "if(%s, %s, %s)" % (cond, num(parts[a] - d), num(parts[a]))
                made[b]["marks"] = "if(%s, %s, %s)" % (cond, num(parts[b] + d), num(parts[b]))

    def tree(self):
        r = self.rng
        self.full = r.choice([100, 100, 100, 50, 800, 1000, 120] + ([1] if self.size == "small" else []))
        if self.size == "small" and self.chance(.4):
            self.full = r.choice([10, 20, 30])
        n = {"small": r.randint(1, 2), "medium": r.randint(2, 4), "large": r.randint(3, 6)}[self.size]
        depth = {"small": 0, "medium": 1, "large": 2}[self.size]
        if self.on["extra"] and self.chance(.4):
            self.section(Fraction(10), 0, "memo")
            self.nodes.append(self.sections[-1]["id"])
        parts = self.split(self.full, n)
        alternative = r.randrange(n) if self.on["section_applies"] else None
        for k, part in enumerate(parts):
            if k == alternative:
                g = r.choice(self.groups)
                a = self.section(part, depth, "regular", applies="group == '%s'" % g)
                b = self.section(part, depth, "regular", applies="group != '%s'" % g)
                self.nodes += [a["id"], b["id"]]
            else:
                self.nodes.append(self.section(part, depth, "regular")["id"])
        if self.on["extra"]:
            m = Fraction(max(2, round(self.full / 10)))
            if self.chance(.6):
                extra = {"cap": m * self.pick(Fraction(1, 2), 1)} if self.chance(.8) else {}
                self.section(m if self.chance(.6) or not extra else None, min(depth, 1), "bonus", **extra)
            if self.chance(.6):
                extra = {"cap": m * self.pick(Fraction(1, 2), 1)} if self.chance(.7) else {}
                self.section(m if self.chance(.6) or not extra else None, min(depth, 1), "penalty", **extra)

    # ---- the rest of the rubric

    def judged(self, m):
        """A condition over nodes."""
        r = self.rng
        n = r.choice([x["id"] for x in self.sections + self.indicators])
        return r.choice(["share(%s) < 0.%d" % (n, r.randint(2, 7)), "score(%s) <= %d" % (n, r.randint(0, 5)),
                         "share(%s) > 0.%d" % (n, r.randint(3, 9))])

    def make_vetoes(self, grades):
        r = self.rng
        if not self.on["vetoes"]:
            return
        for k in range(r.randint(1, 4)):
            f = self.field("integer", lo=0, hi=3, step=1)
            self.field_info[f]["pool"] = ["0"] * 6 + ["1"]
            kind = r.choice(["grade", "cap_grade", "deduct", "zero", "disqualify", "both"])
            if not grades and kind in ("grade", "cap_grade", "both"):
                kind = "deduct"
            when = "%s > 0" % f
            if kind == "zero":
                effect = {"zero": r.choice([x["id"] for x in self.sections + self.indicators])}
                if self.chance(.3):
                    when = "%s > 0 and %s" % (f, self.condition(0))
            elif kind == "disqualify":
                effect = {"disqualify": True}
                if self.chance(.2):
                    when = "%s > mean(%s) + 0.7" % (f, f)
            elif kind == "deduct":
                effect = {"deduct": Fraction(self.full) * self.pick(Fraction(1, 20), Fraction(1, 10))}
                if self.chance(.4):
                    when = self.judged(0)
            elif kind == "both":
                effect = {"grade": r.choice(grades), "deduct": Fraction(self.full) / 20}
            else:
                effect = {kind: r.choice(grades[1:] or grades)}
                if self.chance(.4):
                    when = self.judged(0)
                elif self.chance(.4):
                    when = r.choice(["place > ranked - 3", "group_place > 2", "group_place == group_ranked",
                                     "class_place > 2", "class_place == class_ranked",
                                     "place > 2 and %s > 0" % f])
            self.vetoes.append(dict(id="V%d" % (k + 1), name="否决%d" % (k + 1), when=when, effect=effect))

    def head(self):
        r = self.rng
        modes = ["half_up", "half_even", "floor", "ceil", "truncate"]
        t = dict(format=1, id="case-%d" % self.seed, title="随机评价 %d" % self.seed, version="1.0.0",
                 period=self.period, full_marks=self.full, subjects="units", lang="zh", illustrative=True)
        if self.chance(.2):
            t["cap_total"] = True
        out = table("rubric", t)
        d = {}
        if self.chance(.5):
            d["missing"] = r.choice(["zero", "mean", "worst", "previous"])
        if self.chance(.5):
            d["na"] = r.choice(["rescale", "rescale", "full", "mean", "zero"])
        if self.on["total_rescale"]:
            d["rescale_at"] = "total"
        if d:
            out += table("defaults", d)
        if self.on["rounding"]:
            d = {}
            for k, p in (("indicator", .7), ("section", .4), ("total", .7)):
                if self.chance(p):
                    d[k] = dict(places=r.randint(0, 2) if self.full >= 10 else r.randint(2, 4), mode=r.choice(modes))
            if d:
                out += table("rounding", d)
        d = {}
        if self.chance(.4):
            d["on"] = self.pick("published", "exact")
        if self.chance(.7):
            d["ties"] = self.pick("competition", "dense", "average", "ordinal")
        if self.on["breakby"]:
            ids = [x["id"] for x in self.sections + self.indicators]
            d["break_by"] = r.sample(ids, min(len(ids), r.randint(1, 2)))
        if self.chance(.3):
            d["by_group"] = True
        if self.chance(.3):
            d["by_class"] = True
        if d:
            out += table("ranking", d)
        return out

    def make(self):
        r = self.rng
        self.register()
        if self.on["sources"]:
            self.sources = ["site", "agency", "self"][-r.randint(2, 3):]
        else:
            self.sources = ["self"]
        self.tree()
        grades, grade_text = [], ""
        if self.on["grades"]:
            grades = r.choice(GRADE_NAMES)
            edge = Fraction(r.choice([60, 75, 85]), 100)
            for k, name in enumerate(grades):
                t = dict(name=name)
                if k < len(grades) - 1:
                    t["at_least"] = Fraction(round(self.full * edge * 100), 100)
                    edge -= Fraction(15, 100)
                    if self.chance(.45):
                        t["quota"] = self.pick(Fraction(3, 10), Fraction(1, 5), Fraction("0.15"), Fraction(1, 2))
                    if self.chance(.3):
                        t["also"] = self.pick(self.judged(0), self.judged(0), "place <= 4", "group_place <= 2",
                                              "class_place <= 2",
                                              self.condition(0))
                grade_text += table("[grade]", t)
            if self.chance(.3):
                grade_text += table("grading", {"on": self.pick("published", "exact")})
        self.make_vetoes(grades)
        text = self.head()
        for s in self.sources:
            text += table("[source]", dict(id=s, name=s))
        for f in self.fields:
            text += table("[field]", f)
        if self.chance(.3):
            text += table("[check]", dict(when=self.condition(0, node=False), says="请核对",
                                          level=self.pick("error", "warning")))
        # the check may have made a field
        text += "".join(table("[field]", f) for f in self.fields if ("id = " + q(f["id"]) + "\nname = " + q(
            f["id"]) + "\ntype") not in text)
        for s in self.sections:
            text += table("[section]", s)
        for i in self.indicators:
            text += table("[indicator]", i)
        text += grade_text
        for v in self.vetoes:
            text += table("[veto]", v)
        self.scored = [self.period]
        if self.on["periods"]:
            self.scored = self.periods[-r.randint(2, 3):]
            text += table("periods", dict(score=self.scored, total=self.pick(
                "mean(each) * 0.5 + last * 0.5", "mean(earlier) * 0.5 + last * 0.5", "mean(each)",
                "max(last, highest(each))", "sum(each) / count(each)", "lowest(each)",
                "if(count(earlier) > 0, mean(earlier) * 0.5 + last * 0.5, last)")))
            for i in self.field_info.values():
                i["history"] = True
        self.text = text
        self.data()
        self.adjustments()

    # ---- data

    def called(self, u):
        if self.on["aliases"] and self.chance(.2):
            return self.pick(u["name"], u["short"], u["aliases"].split("|")[0])
        return u["code"]

    def data(self):
        r = self.rng
        self.rows = []
        for i in self.field_info.values():
            periods = self.periods + (self.inside if self.chance(.3) else []) if i["history"] else [self.period]
            if i["history"]:
                periods = [p for p in periods if p == self.period or self.chance(.9)]
            for u in self.units:
                for p in periods:
                    if i["panel"]:
                        for s in r.sample(["评委甲", "评委乙", "评委丙", "评委丁", "评委戊"], r.choice([0, 1, 3, 4, 5, 5])):
                            self.observe(u, i, p, s)
                        continue
                    for s in self.sources:
                        if len(self.sources) == 1 or self.chance(.6):
                            self.observe(u, i, p, s)
        if self.chance(.3):
            r.shuffle(self.rows)

    def observe(self, u, i, p, s):
        x = self.rng.random()
        if x < i["missing"]:
            if self.chance(.3):
                return
            v, state = "", self.pick("missing", "missing", "")
        elif x < i["missing"] + i["na"]:
            v, state = "", "not_applicable"
        else:
            v, state = self.draw(i), self.pick("value", "value", "")
        self.rows.append([self.called(u), i["id"], p if p != self.period or self.chance(.8) else "", s, v, state])
        if self.chance(.005) and state != "not_applicable":
            self.rows.append([u["code"], i["id"], p, s, self.draw(i), "value"])

    def adjustments(self):
        r = self.rng
        self.adjust = []
        if not self.on["adjust"]:
            return
        for _ in range(r.randint(1, 3 + len(self.units) // 3)):
            u = self.called(r.choice(self.units))
            kind = r.choice(["add", "add", "set", "value", "veto", "section", "total"])
            p = r.choice(self.scored + [""])
            x = num(Fraction(r.randint(-12, 20), 4))
            if kind == "veto":
                if not self.vetoes:
                    continue
                row = [r.choice(self.vetoes)["id"], p, self.pick("veto", "lift"), ""]
            elif kind == "value":
                i = r.choice([i for i in self.field_info.values() if not i["panel"]] or [None])
                if i is None:
                    continue
                row = [i["id"], p, "value", self.draw(i)]
            elif kind == "section":
                row = [r.choice(self.sections)["id"], p, self.pick("add", "add", "set"), x]
            elif kind == "total":
                row = ["total", p, self.pick("add", "add", "set"), x]
            else:
                t = r.choice(self.indicators)
                row = [t["id"], p, kind, num(abs(Fraction(x))) if kind == "set" else x]
            self.adjust.append([u] + row + [self.pick("复核", "复核", "复核", "复核", "复核", ""),
                                            self.pick("张三", "张三", "张三", "张三", "张三", ""), "2016-03-01",
                                            self.pick("", "", "accepted", "rejected")])


def write(path, head, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f)
        w.writerow(head)
        w.writerows(rows)


def generate(seed, out, size=None):
    g = Gen(seed, size)
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "R.toml"), "w", encoding="utf-8") as f:
        f.write(g.text)
    head = ["code", "name", "short", "aliases", "kind", "group", "class", "parent"]
    write(os.path.join(out, "U.csv"), head, [[u[k] for k in head] for u in g.units])
    write(os.path.join(out, "D.csv"), ["unit", "field", "period", "source", "value", "state"], g.rows)
    write(os.path.join(out, "A.csv"), ["unit", "node", "period", "action", "amount", "reason", "by", "date", "status"],
          g.adjust)
    return g


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--seed", type=int, required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--size", choices=["small", "medium", "large"])
    a = p.parse_args()
    generate(a.seed, a.out, a.size)


if __name__ == "__main__":
    main()
