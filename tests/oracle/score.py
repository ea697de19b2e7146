#!/usr/bin/env python3
"""A reference scorer for the rubric language, written from the contract alone and meant to be read beside it.

python3 score.py --rubric R.toml --register U.csv --data D.csv [--adjustments A.csv]
                 [--responsibilities F.csv --agencies F.csv] --out S.csv

It is slow and plain on purpose.  Data are taken as clean; findings are not its subject.
Where the contract leaves a choice, the reading taken is in AMBIGUITIES.md.
"""
import argparse
import csv
from datetime import date
from fractions import Fraction
import sys
import tomllib

import exactmath as em
from expr import (MISSING, NA, RubricError, evaluate, is_state, number, parse, statistic, truth, worse)

COLUMNS = ["unit", "node", "level", "marks", "value", "target", "score", "share", "state", "rank", "grade", "note",
           "period"]
ZERO = Fraction(0)


# ---------------------------------------------------------------- reading

def exact(x):
    """A TOML number as a Fraction, anything else as it is."""
    if isinstance(x, bool) or not isinstance(x, int):
        return x
    return Fraction(x)


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return [{k: (v or "").strip() for k, v in row.items() if k} for row in csv.DictReader(f)]


class Unit:
    def __init__(self, row, order):
        self.code, self.order = row["code"], order
        self.group, self.cls = row.get("group", ""), row.get("class", "")
        self.names = [row["code"], row.get("name", ""), row.get("short", "")] + row.get("aliases", "").split("|")


def typed(field, text):
    kind = field["type"]
    if kind == "bool":
        return text in ("1", "是", "true", "TRUE", "True")
    if kind == "date":
        return date.fromisoformat(text)
    if kind in ("choice", "text"):
        return text
    return Fraction(text)


class Node:
    def __init__(self, table, is_section):
        self.t, self.is_section = table, is_section
        self.id = table["id"]
        self.children, self.parent, self.level, self.kind = [], None, 1, "regular"
        rule = table.get("score", {})
        self.rule = rule
        self.scope = rule.get("scope", table.get("scope", "all"))


class Model:
    """The rubric, the register, the data and the adjustments, all looked up and typed."""

    def __init__(self, rubric, register, data, adjustments=(), responsibilities=(), agencies=()):
        self.r = rubric
        head = rubric["rubric"]
        self.period, self.full = str(head["period"]), exact(head["full_marks"])
        self.cap_total = head.get("cap_total", False)
        self.rounding = rubric.get("rounding", {})
        self.ranking = rubric.get("ranking", {})
        self.grades = rubric.get("grade", [])
        self.vetoes = rubric.get("veto", [])
        defaults = rubric.get("defaults", {})
        self.missing, self.na = defaults.get("missing", "zero"), defaults.get("na", "rescale")
        self.rescale_total = defaults.get("rescale_at", "section") == "total"
        self.sources = [s["id"] for s in rubric.get("source", [])] or ["self"]
        self.fields = {f["id"]: f for f in rubric.get("field", [])}
        self.plant()
        self.units = [Unit(row, i) for i, row in enumerate(register)]
        self.by_name = {}
        for u in self.units:
            for n in reversed(u.names):
                if n:
                    self.by_name.setdefault(n, u)
        for u in self.units:
            self.by_name[u.code] = u
        self.observe(data)
        self.adjust(adjustments)
        codes = {n: a["code"] for a in agencies
                 for n in [a.get("name", ""), a.get("short", "")] + a.get("aliases", "").split("|") if n}
        self.answers = {(r["measure"], codes.get(r["agency"], r["agency"])) for r in responsibilities}

    def plant(self):
        self.nodes = {}
        for t in self.r.get("section", []):
            self.nodes[t["id"]] = Node(t, True)
        for t in self.r.get("indicator", []):
            self.nodes[t["id"]] = Node(t, False)
        self.top = []
        for n in self.nodes.values():
            if "under" in n.t:
                n.parent = self.nodes[n.t["under"]]
                n.parent.children.append(n)
            else:
                self.top.append(n)
        self.order = []

        def walk(n, level, kind):
            n.level, n.kind = level, kind
            self.order.append(n)
            for c in n.children:
                walk(c, level + 1, kind)
        for n in self.top:
            walk(n, 1, n.t.get("kind", "regular"))

    def observe(self, data):
        panels = {n.t.get("value", n.id) for n in self.nodes.values() if n.rule.get("rule") == "panel"}
        cells = {}
        for row in data:
            unit, field = self.by_name.get(row["unit"]), self.fields.get(row["field"])
            if unit is None or field is None:
                continue
            source = row.get("source") or self.sources[-1]
            if source not in self.sources and field["id"] not in panels:
                continue
            state, text = row.get("state", ""), row.get("value", "")
            if state == "not_applicable":
                v = NA
            elif text == "" or state == "missing":
                v = MISSING
            else:
                v = typed(field, text)
            cells[unit.code, field["id"], row.get("period") or self.period, source] = v   # the later row stands
        self.obs, self.panel = {}, {}
        rank = {s: i for i, s in enumerate(self.sources)}
        best = {}
        for (u, f, p, s), v in cells.items():
            if f in panels:
                self.panel.setdefault((u, f, p), {})[s] = v
            elif v is not MISSING:
                if (u, f, p) not in best or rank[s] < best[u, f, p]:
                    best[u, f, p] = rank[s]
                    self.obs[u, f, p] = v
        self.periods = sorted({p for _, _, p, _ in cells})

    def adjust(self, rows):
        self.marks_adjust, self.veto_adjust = {}, {}
        veto_ids = {v["id"] for v in self.vetoes}
        for row in rows:
            unit = self.by_name.get(row["unit"])
            if unit is None or not row.get("reason") or not row.get("by"):
                continue
            if row.get("status", "") not in ("", "accepted"):
                continue
            node, action, period = row["node"], row["action"], row.get("period") or self.period
            if action in ("add", "set"):
                if node != "total" and node not in self.nodes:
                    continue
                self.marks_adjust.setdefault((unit.code, node, period), []).append((action, Fraction(row["amount"])))
            elif action == "value" and node in self.fields:
                v = typed(self.fields[node], row["amount"])
                self.obs[unit.code, node, period] = v
                if any(k[1] == node for k in self.panel):
                    self.panel[unit.code, node, period] = {"": v}
                if period not in self.periods:
                    self.periods = sorted(self.periods + [period])
            elif action in ("veto", "lift") and node in veto_ids:
                self.veto_adjust[unit.code, node, period] = action


# ---------------------------------------------------------------- what names mean to a unit

class Ctx:
    """An expression's surroundings: a unit, a period, and who it is compared with.

    who: "indicator" (those compared for ctx.node), "scope" (its scope, but whether it applies is not asked),
         "all" (all that are not disqualified), "everyone".
    """

    def __init__(self, run, unit, node=None, who="all", period=None, own=None):
        self.run, self.unit, self.node, self.who = run, unit, node, who
        self.period = period or run.period
        self.own = own or {}

    def name(self, n):
        run, m = self.run, self.run.m
        if n in self.own:
            return self.own[n]
        if n in m.fields:
            return self.at(n, self.period)
        if n == "group":
            return self.unit.group
        if n == "class":
            return self.unit.cls
        if n == "code":
            return self.unit.code
        if self.node is not None:
            if n == "marks":
                return run.marks(self.unit, self.node)
            if n == "target":
                return run.target(self.unit, self.node)
            if n == "value":
                return run.raw_value(self.unit, self.node, self.period)
        raise RubricError("unknown name " + n)

    def at(self, field, period):
        if period > self.period and not period.startswith(self.period + "-"):
            return MISSING
        return self.run.m.obs.get((self.unit.code, field, period), MISSING)

    def alike(self):
        """The periods reported that are named like this one and not later."""
        return [p for p in self.run.m.periods if len(p) == len(self.period) and p <= self.period]

    def previous(self, field):
        for p in reversed(self.alike()):
            if p < self.period:
                v = self.run.m.obs.get((self.unit.code, field, p), MISSING)
                if not is_state(v):
                    return v
        return MISSING

    def over(self, function, field):
        found = [self.run.m.obs.get((self.unit.code, field, p), MISSING) for p in self.alike()]
        return statistic(function, [v for v in found if not is_state(v)])

    def is_list(self, ast):
        return False

    def compared(self, ast):
        key = (id(ast), self.who, self.node.id if self.node else "", self.period,
               {"all": "", "group": self.unit.group, "class": self.unit.cls}[self.scope()])
        memo = self.run.stat_memo
        if key not in memo:
            xs = [evaluate(ast, Ctx(self.run, u, self.node, self.who, self.period)) for u in self.peers()]
            memo[key] = [x for x in xs if not is_state(x)]
        return memo[key]

    def scope(self):
        return self.node.scope if self.node is not None and self.who in ("indicator", "scope") else "all"

    def peers(self):
        if self.who == "everyone":
            return self.run.m.units
        if self.who == "indicator":
            return self.run.peers(self.unit, self.node)
        return [u for u in self.run.m.units
                if u.code not in self.run.disqualified and in_scope(u, self.unit, self.scope())]

    def score(self, node):
        s = self.run.result(self.unit, node)
        return s["score"] if s["score"] is not None else s["state"]

    def share(self, node):
        s = self.run.result(self.unit, node)
        if s["score"] is None:
            return s["state"]
        return NA if s["marks"] == 0 else s["score"] / s["marks"]

    def answers(self, measure):
        return (measure, self.unit.code) in self.run.m.answers


def in_scope(a, b, scope):
    return scope == "all" or (a.group == b.group if scope == "group" else a.cls == b.cls)


class PeriodsCtx:
    """The surroundings of [periods] total."""

    def __init__(self, totals, last):
        scored = [(p, t) for p, t in totals if not is_state(t)]
        self.lists = {"each": [t for _, t in scored], "earlier": [t for p, t in scored if p != last]}
        self.last = dict(totals)[last]

    def name(self, n):
        if n == "last":
            return self.last
        raise RubricError("unknown name " + n)

    def is_list(self, ast):
        return ast[0] == "name" and ast[1] in self.lists

    def list(self, ast):
        return self.lists[ast[1]]


# ---------------------------------------------------------------- one scored period

class Run:
    def __init__(self, model, period):
        self.m, self.period = model, period
        self.stat_memo, self.marks_memo, self.applies_memo = {}, {}, {}
        self.value_memo, self.own_memo, self.memo, self.busy = {}, {}, {}, set()
        self.final = {}                       # of the total, where [periods] puts one in its place
        self.disqualified = set()
        out = {u.code for u in model.units for v in model.vetoes
               if v["effect"].get("disqualify") and self.fires(v, u, Ctx(self, u, who="everyone"))}
        self.disqualified = out
        self.stat_memo = {}

    # ---- small things

    def calc(self, x, ctx):
        """A number or an expression."""
        return evaluate(parse(x), ctx) if isinstance(x, str) else exact(x)

    def fires(self, veto, unit, ctx):
        done = self.m.veto_adjust.get((unit.code, veto["id"], self.period))
        if done:
            return done == "veto"
        if "when" not in veto:
            return False
        w = evaluate(parse(veto["when"]), ctx)
        return not is_state(w) and truth(w)

    def rounded(self, x, how):
        return em.round_to(x, how.get("places", 0), how.get("mode", "half_up")) if how else x

    def marks(self, unit, node):
        key = unit.code, node.id
        if key not in self.marks_memo:
            t = node.t
            if unit.cls in t.get("marks_for", {}):
                m = exact(t["marks_for"][unit.cls])
            elif "marks" in t:
                m = self.calc(t["marks"], Ctx(self, unit))
            elif node.is_section and node.children:
                m = sum((self.marks(unit, c) for c in node.children), ZERO)
            else:
                m = exact(t.get("cap", 0))
            self.marks_memo[key] = ZERO if is_state(m) else number(m)
        return self.marks_memo[key]

    def applies(self, unit, node):
        """False where `applies` is false or not applicable, or where the marks come to 0."""
        key = unit.code, node.id
        if key not in self.applies_memo:
            ok = self.marks(unit, node) != 0
            if ok and "applies" in node.t:
                a = evaluate(parse(node.t["applies"]), Ctx(self, unit, node, "scope"))
                ok = a is MISSING or (a is not NA and truth(a))
            self.applies_memo[key] = ok
        return self.applies_memo[key]

    def peers(self, unit, node):
        return [u for u in self.m.units if u.code not in self.disqualified and in_scope(u, unit, node.scope)
                and self.applies(u, node)]

    def target(self, unit, node):
        if "target" not in node.t:
            return MISSING
        return self.calc(node.t["target"], Ctx(self, unit, node, "indicator"))

    # ---- the value of an indicator

    def raw_value(self, unit, node, period):
        key = unit.code, node.id, period
        if key not in self.value_memo:
            self.value_memo[key] = self.find_value(unit, node, period)
        return self.value_memo[key]

    def find_value(self, unit, node, period):
        rule = node.rule
        ctx = Ctx(self, unit, node, "indicator", period)
        if rule["rule"] == "panel":
            return self.panel_mean(unit, node, period)
        if rule["rule"] == "count" and "severity" in rule:
            xs = [ctx.at(f, period) for f in rule["severity"]]
            return worse(*xs) or sum((number(x) for x in xs), ZERO)
        if rule["rule"] == "checklist":
            xs = [ctx.at(item["field"], period) for item in rule["items"]]
            return worse(*xs) or Fraction(sum(1 for x in xs if truth(x)))
        if "value" in node.t:
            return self.calc(node.t["value"], ctx)
        if node.id in self.m.fields:
            return ctx.at(node.id, period)
        return None if rule["rule"] == "formula" else MISSING

    def panel_mean(self, unit, node, period):
        seen = self.m.panel.get((unit.code, node.t.get("value", node.id), period), {})
        xs = sorted(v for v in seen.values() if not is_state(v))
        if not xs:
            return NA if any(v is NA for v in seen.values()) else MISSING
        drop = node.rule.get("drop", 0)
        if len(xs) > 2 * drop:
            xs = xs[drop:len(xs) - drop]
        return sum(xs, ZERO) / len(xs)

    def earlier_value(self, unit, node):
        """Its own value expression on the last earlier period in which that can be evaluated: (value, period)."""
        for p in reversed(Ctx(self, unit).alike()):
            if p < self.period:
                v = self.raw_value(unit, node, p)
                if v is not None and not is_state(v):
                    return v, p
        return MISSING, None

    def compared_values(self, unit, node):
        xs = [self.raw_value(u, node, self.period) for u in self.peers(unit, node)]
        return [number(x) for x in xs if not is_state(x)]

    # ---- an indicator

    def own_score(self, unit, node):
        """What its own value earns, rounded: a dict with state, score, value, target; score None where none."""
        key = unit.code, node.id
        if key in self.own_memo:
            return self.own_memo[key]
        if key in self.busy:
            raise RubricError("cycle at " + node.id)
        self.busy.add(key)
        d = {"state": "value", "score": None, "value": None, "target": None, "gone": False}
        if not self.applies(unit, node):
            d["state"], d["gone"] = NA, self.marks(unit, node) == 0
        else:
            v = self.raw_value(unit, node, self.period)
            d["value"] = v
            d["target"] = self.target(unit, node)
            x = v if is_state(v) else self.judged(unit, node, v, self.period)
            if is_state(x):
                d["state"] = x
            else:
                d["score"] = self.round_indicator(node, x)
        self.busy.discard(key)
        self.own_memo[key] = d
        return d

    def round_indicator(self, node, x):
        return self.rounded(x, node.rule.get("round") or self.m.rounding.get("indicator"))

    def indicator(self, unit, node):
        """With the policies, before adjustments."""
        d = dict(self.own_score(unit, node))
        if d["state"] == "value" or d["gone"]:
            return d
        is_na = d["state"] is NA
        policy = node.t.get("na", self.m.na) if is_na else node.t.get("missing", self.m.missing)
        x = None
        if policy == "zero":
            x = ZERO
        elif policy == "full":
            x = ZERO if node.kind == "penalty" else self.marks(unit, node)
        elif policy in ("mean", "worst"):
            peers = [self.own_score(u, node) for u in self.peers(unit, node)]
            xs = [p["score"] for p in peers if p["state"] == "value"]
            x = ZERO if not xs else min(xs) if policy == "worst" else sum(xs, ZERO) / len(xs)
        elif policy == "previous":
            v, p = self.earlier_value(unit, node)
            x = v if is_state(v) else self.judged(unit, node, v, p)
            x = ZERO if is_state(x) else x
        if x is not None:
            d["score"] = self.round_indicator(node, x)
        return d

    def bounds(self, unit, node):
        """(floor, cap), or the state of one that cannot be evaluated."""
        rule, m = node.rule, self.marks(unit, node)
        ctx = Ctx(self, unit, node, "indicator")
        low, high = (-m, ZERO) if node.kind == "penalty" else (ZERO, m)
        if "bonus" in rule and node.kind != "penalty":
            high += exact(rule["bonus"].get("cap", 0))
        if "floor" in rule:
            low = self.calc(rule["floor"], ctx)
        if "cap" in rule:
            high = self.calc(rule["cap"], ctx)
        return low, high

    def judged(self, unit, node, v, period):
        """The marks for a value: rule, void, exempt, times, floor, cap.  Not yet rounded.  Or a state."""
        rule, m = node.rule, self.marks(unit, node)
        ctx = Ctx(self, unit, node, "indicator")
        x, start = self.rule(unit, node, v, m, period)
        if is_state(x):
            return x
        for key in ("void", "exempt"):
            if key in rule:
                c = evaluate(parse(rule[key]), ctx)
                if not is_state(c) and truth(c):
                    return ZERO if key == "void" or node.kind == "penalty" else m
        if "times" in rule:
            k = self.calc(rule["times"], ctx)
            if is_state(k):
                return k
            x = start + number(k) * (x - start)
        low, high = self.bounds(unit, node)
        return worse(low, high) or min(max(x, number(low)), number(high))

    # ---- the rules: each gives (marks or a state, the marks that `times` starts from)

    def rule(self, unit, node, v, m, period):
        r = node.rule
        ctx = Ctx(self, unit, node, "indicator", own={"value": v} if v is not None else {})
        lower = node.t.get("better", "higher") == "lower"
        penalty = node.kind == "penalty"
        kind = r["rule"]

        def completion():
            t = self.target(unit, node)
            if is_state(t):
                return t
            a, b = (number(t), number(v)) if lower else (number(v), number(t))
            return MISSING if b == 0 else a / b * 100

        def gap():
            t = self.target(unit, node)
            return t if is_state(t) else (number(v) - number(t) if lower else number(t) - number(v))

        start = ZERO
        if kind in ("meet", "deduct"):
            start = ZERO if penalty else m
            g = gap()
            if is_state(g):
                return g, start
            if kind == "meet":
                return (start if g <= 0 else start - m), start
            return self.deduct(r, g, start, completion), start
        if kind == "bands":
            of = r.get("of", "value")
            x = number(v) if of == "value" else completion() if of == "completion" else gap()
            if is_state(x):
                return x, start
            for band in r["bands"]:
                if (("at_least" not in band or x >= exact(band["at_least"]))
                        and ("above" not in band or x > exact(band["above"]))
                        and ("at_most" not in band or x <= exact(band["at_most"]))
                        and ("below" not in band or x < exact(band["below"]))):
                    return exact(band["marks"]), start
            return ZERO, start
        if kind == "ratio":
            c = completion()
            return (c if is_state(c) else m * c / 100), start
        if kind == "anchors":
            return m * line([(exact(a), exact(b)) for a, b in r["points"]], number(v)), start
        if kind == "efficacy":
            return self.efficacy(unit, node, number(v), m, ctx), start
        if kind == "versus":
            return self.versus(unit, node, number(v), m, ctx, lower)
        if kind == "rank":
            return self.rank_rule(unit, node, number(v), m, lower, period), start
        if kind == "count":
            if "severity" in r:
                at = Ctx(self, unit, node, "indicator", period)
                taken = sum((number(at.at(f, period)) * exact(k) for f, k in r["severity"].items()), ZERO)
                rates = [exact(k) for k in r["severity"].values()]
            else:
                taken, rates = number(v) * exact(r["each"]), [exact(r["each"])]
            start = r.get("start")
            if start is None:
                start = m if not penalty and all(k < 0 for k in rates) else ZERO
            else:
                start = self.calc(start, ctx)
                if is_state(start):
                    return start, ZERO
            if "zero_at" in r and number(v) >= exact(r["zero_at"]):
                return ZERO, start
            return start + taken, start
        if kind == "choice":
            return (m * exact(r["levels"][v]) if v in r["levels"] else MISSING), start
        if kind == "checklist":
            at = Ctx(self, unit, node, "indicator", period)
            return sum((exact(i["marks"]) for i in r["items"] if truth(at.at(i["field"], period))), ZERO), start
        if kind in ("given", "panel"):
            of = exact(r["of"]) if "of" in r else m
            return (MISSING if of == 0 else m * number(v) / of), start
        if kind == "trajectory":
            return self.trajectory(unit, node, number(v), m, ctx), start
        if kind == "formula":
            x = evaluate(parse(r["marks"]), ctx)
            return (x if is_state(x) else number(x)), start
        raise RubricError("unknown rule " + kind)

    def deduct(self, r, g, start, completion):
        partial = r.get("partial", "prorata")
        if g <= 0:
            if "bonus" not in r:
                return start
            b = r["bonus"]
            over = -g
            if b.get("of") == "completion":
                c = completion()
                if is_state(c):
                    return c
                over = max(c - 100, ZERO)
            extra = exact(b["add"]) * em.whole(over / exact(b["per"]), b.get("partial", "prorata"))
            return start + (min(extra, exact(b["cap"])) if "cap" in b else extra)
        if "slopes" not in r:
            return start - exact(r["take"]) * em.whole(g / exact(r["per"]), partial)
        slopes = sorted((exact(s["beyond"]), exact(s["per"]), exact(s["take"])) for s in r["slopes"])
        if r.get("slopes_mode", "marginal") == "whole":
            taken = ZERO
            for beyond, per, take in slopes:
                if g > beyond:
                    taken = take * em.whole(g / per, partial)
            return start - taken
        taken = ZERO
        for i, (beyond, per, take) in enumerate(slopes):
            if g > beyond:
                end = min(g, slopes[i + 1][0]) if i + 1 < len(slopes) else g
                taken += take * em.whole((end - beyond) / per, partial)
        return start - taken

    def efficacy(self, unit, node, v, m, ctx):
        r, ends = node.rule, []
        for key in ("worst", "best"):
            if r[key] in ("min", "max"):
                xs = self.compared_values(unit, node)
                e = MISSING if not xs else min(xs) if r[key] == "min" else max(xs)
            else:
                e = self.calc(r[key], ctx)
            ends.append(e)
        if worse(*ends):
            return worse(*ends)
        worst, best = number(ends[0]), number(ends[1])
        if worst == best:
            return m
        part = min(max((v - worst) / (best - worst), ZERO), Fraction(1))
        return m * (exact(r.get("base", 0)) + exact(r.get("span", 1)) * part)

    def versus(self, unit, node, v, m, ctx, lower):
        r = node.rule
        par = r.get("par")
        par = (ZERO if node.kind == "penalty" else m) if par is None else self.calc(par, ctx)
        if is_state(par):
            return par, ZERO
        ref = r["reference"]
        if ref == "previous":
            at = self.earlier_value(unit, node)[0]
        elif ref in ("mean", "median"):
            at = statistic(ref, self.compared_values(unit, node))
        elif ref == "best":
            at = statistic("lowest" if lower else "highest", self.compared_values(unit, node))
        else:
            at = self.calc(ref, ctx)
        if is_state(at):
            return at, par
        ahead = number(at) - v if lower else v - number(at)
        n = em.whole(abs(ahead) / exact(r.get("per", 1)), r.get("partial", "prorata"))
        if ahead < 0:
            return par - exact(r.get("take", 0)) * n, par
        return par + exact(r.get("add", 0)) * n, par

    def rank_rule(self, unit, node, v, m, lower, period):
        r = node.rule
        xs = self.compared_values(unit, node)
        if not xs:
            return MISSING
        place = 1 + sum(1 for x in xs if (x < v if lower else x > v))
        alike = sum(1 for x in xs if x == v)
        among = period == self.period and unit.code not in self.disqualified
        if not among:
            alike += 1

        def marks_at(p):
            if "table" in r:
                return exact(r["table"][p - 1]) if p <= len(r["table"]) else exact(r.get("then", 0))
            first = exact(r["first"]) if "first" in r else m
            step = exact(r["step"]) if "step" in r else exact(r["step_share"]) * first
            return first - step * (p - 1)
        ties = r.get("ties") or ("mean" if self.m.ranking.get("ties") == "average" else "best")
        if ties == "best":
            return marks_at(place)
        return sum((marks_at(p) for p in range(place, place + alike)), ZERO) / alike

    def trajectory(self, unit, node, v, m, ctx):
        r = node.rule
        base = self.calc(r["baseline"], ctx)
        goal = self.calc(r["target"], ctx) if "target" in r else self.target(unit, node)
        if worse(base, goal):
            return worse(base, goal)
        begin, end, at = (as_years(str(r.get(k, self.period))) for k in ("from", "to", "at"))
        if goal == base or end == begin or at == begin:
            return MISSING
        progress = (v - number(base)) / (number(goal) - number(base))
        expected = (at - begin) / (end - begin)
        return m * min(max(progress / expected, ZERO), Fraction(1))

    # ---- adding up

    def adjusted(self, unit, node_id, d, hold=None):
        """Adjustments in the order of the file; `hold` holds an indicator's marks again at the end."""
        rows = self.m.marks_adjust.get((unit.code, node_id, self.period), [])
        done = False
        for action, amount in rows:
            if action == "set" and not d.get("gone"):
                d["score"], d["state"], done = amount, "value", True
            elif action == "add" and d["score"] is not None:
                d["score"], done = d["score"] + amount, True
        if done and hold:
            d["score"] = hold(d["score"])
        return d

    def zero_veto(self, unit, node_id, d):
        for v in self.m.vetoes:
            if v["effect"].get("zero") == node_id and d["score"] is not None and self.fires(v, unit, Ctx(self, unit)):
                d["score"] = ZERO
        return d

    def result(self, unit, node_id):
        """A node's result for a unit: state, score, marks, counted (marks that apply), value, target."""
        if node_id == "total" and unit.code in self.final:
            return self.final[unit.code]
        key = unit.code, node_id
        if key not in self.memo:
            if ("node",) + key in self.busy:
                raise RubricError("cycle at " + node_id)
            self.busy.add(("node",) + key)
            if node_id == "total":
                d = self.total(unit)
            else:
                node = self.m.nodes[node_id]
                d = self.section(unit, node) if node.is_section else self.leaf(unit, node)
            self.busy.discard(("node",) + key)
            self.memo[key] = d
        return self.memo[key]

    def leaf(self, unit, node):
        d = self.indicator(unit, node)
        d["marks"] = self.marks(unit, node)

        def hold(x):
            low, high = self.bounds(unit, node)
            if not is_state(low):
                x = max(x, number(low))
            return x if is_state(high) else min(x, number(high))
        d = self.adjusted(unit, node.id, d, hold)
        d = self.zero_veto(unit, node.id, d)
        d["counted"] = ZERO if d["score"] is None else d["marks"]
        return d

    def section(self, unit, node):
        m = self.marks(unit, node)
        d = {"state": "value", "score": None, "marks": m, "value": None, "target": None, "counted": ZERO,
             "gone": m == 0}
        if not self.applies(unit, node):
            d["state"] = NA
        else:
            self.add_up(unit, node, d, m)
            if d["score"] is not None:
                if node.kind == "bonus" and "cap" in node.t:
                    d["score"] = min(d["score"], exact(node.t["cap"]))
                if node.kind == "penalty":
                    if "cap" in node.t:
                        d["score"] = max(d["score"], -exact(node.t["cap"]))
                    d["score"] = min(d["score"], ZERO)
                d["score"] = self.rounded(d["score"], self.m.rounding.get("section"))
        d = self.adjusted(unit, node.id, d)
        d = self.zero_veto(unit, node.id, d)
        if d["score"] is None:
            d["counted"] = ZERO
        elif d["counted"] == 0:
            d["counted"] = m
        return d

    def add_up(self, unit, node, d, m):
        """Fill in a section's state, score and the marks that apply."""
        children = [(c, self.result(unit, c.id)) for c in node.children]
        if any(r["state"] is MISSING and r["score"] is None for _, r in children):
            d["state"] = MISSING
            return
        there = [(c, r) for c, r in children if r["score"] is not None]
        if not there:
            d["state"] = NA
            return
        how = node.t.get("combine", "sum")
        d["counted"] = m
        if how == "formula":
            x = evaluate(parse(node.t["marks_from"]), Ctx(self, unit))
            if is_state(x):
                d["state"] = x
            else:
                d["score"] = min(max(number(x), ZERO), m)
        elif how == "sum":
            x = sum((r["score"] for _, r in there), ZERO)
            if self.m.rescale_total:
                d["counted"] = sum((r["counted"] for _, r in there), ZERO)
            elif node.kind in ("regular", "memo"):
                x = x * m / sum((r["marks"] for _, r in there), ZERO)
            d["score"] = x
        else:
            pairs = [(exact(c.t["weight"]) if "weight" in c.t else r["marks"], r["score"] / r["marks"])
                     for c, r in there]
            s = combined(how, pairs)
            if s is None:
                d["state"] = MISSING
            else:
                d["score"] = m * s

    def total(self, unit):
        full = self.m.full
        d = {"state": "value", "score": None, "marks": full, "value": None, "target": None, "exact": None}
        parts = [(n, self.result(unit, n.id)) for n in self.m.top if n.kind != "memo"]
        regular = [r for n, r in parts if n.kind == "regular" and r["score"] is not None]
        if any(r["state"] is MISSING and r["score"] is None for _, r in parts):
            d["state"] = MISSING
        elif not regular:
            d["state"] = NA
        else:
            base = sum((r["counted" if self.m.rescale_total else "marks"] for r in regular), ZERO)
            x = sum((r["score"] for r in regular), ZERO) * full / base
            x += sum((r["score"] for n, r in parts if n.kind != "regular" and r["score"] is not None), ZERO)
            d["score"] = min(x, full) if self.m.cap_total else x
        d = self.adjusted(unit, "total", d)
        d = self.zero_veto(unit, "total", d)
        if d["score"] is not None:
            for v in self.m.vetoes:
                if "deduct" in v["effect"] and self.fires(v, unit, Ctx(self, unit)):
                    x = self.calc(v["effect"]["deduct"], Ctx(self, unit))
                    if not is_state(x):
                        d["score"] -= number(x)
            d["exact"] = d["score"]
            d["score"] = self.rounded(d["score"], self.m.rounding.get("total"))
        return d


def line(points, x):
    points = sorted(points)
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def as_years(period):
    if len(period) == 7:
        return Fraction(int(period[:4])) + Fraction(int(period[5:]) - 1, 12)
    return Fraction(int(period))


def combined(how, pairs):
    """The children's (weight, share) as one share; None where there is none."""
    shares = [s for _, s in pairs]
    weight = sum((w for w, _ in pairs), ZERO)
    if how == "min":
        return min(shares)
    if how == "max":
        return max(shares)
    if weight == 0:
        return None
    if how == "mean":
        return sum((w * s for w, s in pairs), ZERO) / weight
    if any(s < 0 for s in shares):
        return None
    if how == "geometric":
        return em.geometric(pairs)
    if how == "harmonic":
        if any(s == 0 for s in shares):
            return ZERO
        return weight / sum((w / s for w, s in pairs), ZERO)
    raise RubricError("combine " + how)


# ---------------------------------------------------------------- ranks and grades

def places(units, key, ties):
    """{code: rank} by a key whose highest comes first; equal keys are ties; units come in register order."""
    keys = {u.code: key(u) for u in units}
    better = {u.code: sum(1 for w in units if keys[w.code] > keys[u.code]) for u in units}
    out = {}
    for u in units:
        k = keys[u.code]
        if ties == "dense":
            out[u.code] = Fraction(1 + len({keys[w.code] for w in units if keys[w.code] > k}))
        elif ties == "average":
            alike = sum(1 for w in units if keys[w.code] == k)
            out[u.code] = better[u.code] + Fraction(alike + 1, 2)
        elif ties == "ordinal":
            before = sum(1 for w in units if keys[w.code] == k and w.order < u.order)
            out[u.code] = Fraction(1 + better[u.code] + before)
        else:
            out[u.code] = Fraction(1 + better[u.code])
    return out


class GradeCtx(Ctx):
    def __init__(self, run, unit, own):
        super().__init__(run, unit)
        self.standing = own

    def name(self, n):
        return self.standing[n] if n in self.standing else super().name(n)


class Standing:
    """Rank and grade, from the totals of one run (the last one, with the combined totals, under [periods])."""

    def __init__(self, run):
        m = run.m
        self.m, self.run = m, run
        self.total = {u.code: run.result(u, "total") for u in m.units}
        self.ranked = [u for u in m.units
                       if self.total[u.code]["score"] is not None and u.code not in run.disqualified]
        on = "exact" if m.ranking.get("on", "published") == "exact" else "score"

        def key(u):
            out = [self.total[u.code][on]]
            for node in m.ranking.get("break_by", []):
                s = run.result(u, node)["score"]
                out.append((0, ZERO) if s is None else (1, s))
            return tuple(out)
        self.key = key
        ties = m.ranking.get("ties", "competition")
        self.rank = places(self.ranked, key, ties)
        self.own = {u.code: {"place": self.rank.get(u.code, MISSING), "ranked": Fraction(len(self.ranked))}
                    for u in m.units}
        # {"group": {code: rank}, "class": {code: rank}}
        self.inside = {}
        for what, part in (("group", lambda u: u.group), ("class", lambda u: u.cls)):
            self.inside[what] = {}
            for name in {part(u) for u in m.units}:
                inside = [u for u in self.ranked if part(u) == name]
                within = places(inside, key, ties)
                self.inside[what].update(within)
                for u in m.units:
                    if part(u) == name:
                        self.own[u.code][what + "_place"] = within.get(u.code, MISSING)
                        self.own[u.code][what + "_ranked"] = Fraction(len(inside))
        self.grade = self.graded() if m.grades else {}

    def graded(self):
        m, names = self.m, [g["name"] for g in self.m.grades]
        on = "exact" if m.r.get("grading", {}).get("on", "published") == "exact" else "score"
        at = {}
        for u in self.ranked:
            ctx = GradeCtx(self.run, u, self.own[u.code])
            for i, g in enumerate(m.grades):
                if "at_least" in g and self.total[u.code][on] < exact(g["at_least"]):
                    continue
                if "also" in g:
                    a = evaluate(parse(g["also"]), ctx)
                    if is_state(a) or not truth(a):
                        continue
                at[u.code] = i
                break
            if u.code not in at:
                continue
            for v in m.vetoes:
                for effect in ("grade", "cap_grade"):
                    if effect in v["effect"] and self.run.fires(v, u, ctx):
                        at[u.code] = max(at[u.code], names.index(v["effect"][effect]))
        for i, g in enumerate(m.grades[:-1]):
            if "quota" not in g:
                continue
            room = em.floor_(exact(g["quota"]) * len(self.ranked))
            here = [u for u in self.ranked if at.get(u.code) == i]
            for u in here:
                before_or_tied = sum(1 for w in here if self.key(w) >= self.key(u))
                if before_or_tied > room:
                    at[u.code] = i + 1
        return {code: names[i] for code, i in at.items()}


# ---------------------------------------------------------------- the whole

def printed(v):
    if v is None or is_state(v):
        return ""
    if isinstance(v, bool):
        return "1" if v else "0"
    if isinstance(v, Fraction):
        return em.text_of(v)
    return v.isoformat() if isinstance(v, date) else v


def row(unit, node, level, d, period, rank=None, grade="", apart=()):
    score, marks = d["score"], d["marks"]
    state = d["state"] if d["state"] == "value" else d["state"].name
    return [unit.code, node, level, em.text_of(marks), printed(d["value"]), printed(d["target"]), em.text_of(score),
            em.text_of(None if score is None or marks == 0 else score / marks), state, em.text_of(rank), grade, "",
            period, *map(em.text_of, apart)]


def apart(model, standing=None, unit=None):
    """A unit's ranks within its group and its class, for those columns that the rubric asks for."""
    asked = [what for what in ("group", "class") if model.ranking.get("by_" + what)]
    return [standing.inside[what].get(unit.code) if standing else None for what in asked]


def score(model):
    several = model.r.get("periods")
    periods = sorted(str(p) for p in several["score"]) if several else [model.period]
    runs = {p: Run(model, p) for p in periods}
    last = runs[periods[-1]]
    out = []
    totals = {p: {u.code: runs[p].result(u, "total") for u in model.units} for p in periods}
    for p in periods:
        run = runs[p]
        eligible = [u for u in model.units
                    if totals[p][u.code]["score"] is not None and u.code not in run.disqualified]
        standing = None if several else Standing(run)
        ranks = {}
        for n in model.order:
            if n.is_section:
                have = [u for u in eligible if run.result(u, n.id)["score"] is not None]
                ranks[n.id] = places(have, lambda u, n=n: run.result(u, n.id)["score"],
                                     model.ranking.get("ties", "competition"))
        for u in model.units:
            d = totals[p][u.code]
            if standing:
                out.append(row(u, "total", 0, d, p, standing.rank.get(u.code), standing.grade.get(u.code, ""),
                               apart(model, standing, u)))
            else:
                out.append(row(u, "total", 0, d, p, apart=apart(model)))
            for n in model.order:
                out.append(row(u, n.id, n.level, run.result(u, n.id), p, ranks.get(n.id, {}).get(u.code),
                               apart=apart(model)))
    if several:
        for u in model.units:
            d = {"state": "value", "score": None, "marks": model.full, "value": None, "target": None, "exact": None}
            each = [(p, totals[p][u.code]) for p in periods]
            if each[-1][1]["score"] is None:
                d["state"] = each[-1][1]["state"]
            else:
                ctx = PeriodsCtx([(p, t["state"] if t["score"] is None else t["score"]) for p, t in each],
                                 periods[-1])
                x = evaluate(parse(several["total"]), ctx)
                if is_state(x):
                    d["state"] = x
                else:
                    d["exact"] = number(x)
                    d["score"] = last.rounded(d["exact"], model.rounding.get("total"))
            last.final[u.code] = d
        standing = Standing(last)
        for u in model.units:
            out.append(row(u, "total", 0, last.final[u.code], "", standing.rank.get(u.code),
                           standing.grade.get(u.code, ""), apart(model, standing, u)))
    return out


def main():
    sys.setrecursionlimit(20000)
    p = argparse.ArgumentParser()
    for name in ("rubric", "register", "data", "out"):
        p.add_argument("--" + name, required=True)
    for name in ("adjustments", "responsibilities", "agencies"):
        p.add_argument("--" + name)
    a = p.parse_args()
    with open(a.rubric, encoding="utf-8-sig") as f:
        rubric = tomllib.loads(f.read(), parse_float=Fraction)
    model = Model(rubric, rows_of(a.register), rows_of(a.data),
                  *[rows_of(x) if x else [] for x in (a.adjustments, a.responsibilities, a.agencies)])
    with open(a.out, "w", encoding="utf-8-sig", newline="") as f:
        w = csv.writer(f)
        w.writerow(COLUMNS + [what + "_rank" for what in ("group", "class") if model.ranking.get("by_" + what)])
        w.writerows(score(model))


if __name__ == "__main__":
    main()
