#!/usr/bin/env python3
"""Cases worked by hand, to keep the reference scorer itself honest.   python3 selftest.py"""
from fractions import Fraction as F
import tomllib

import exactmath as em
from expr import MISSING, NA, evaluate, parse
from score import Model, Run, combined, score

FAILED = []


def check(what, got, want):
    if got != want:
        FAILED.append(what)
        print("%s: got %s, want %s" % (what, got, want))


def model(toml, values, adjust=(), units=None, sources=None):
    """values: {unit: {field: text}} for the period 2015, or {(field, period): text}."""
    head = '[rubric]\nformat=1\nid="x"\nperiod="2015"\nfull_marks=10\nsubjects="u"\n'
    codes = units or {u: ("", "") for u in values}
    register = [{"code": u, "group": g, "class": c} for u, (g, c) in codes.items()]
    data = []
    for u, fields in values.items():
        for f, v in fields.items():
            f, p = f if isinstance(f, tuple) else (f, "2015")
            state = "not_applicable" if v == "NA" else ""
            data.append(dict(unit=u, field=f, period=p, source="", value="" if state else v, state=state))
    return Model(tomllib.loads(head + toml, parse_float=F), register, data, adjust)


def simple(score_table, extra="", kind="", field="decimal", more="", top=""):
    types = "".join('[[field]]\nid="%s"\nname="f"\ntype="%s"\n' % (f, t)
                    for f, t in [("I", field)] + [tuple(x.split(":")) for x in more.split()])
    body = top + types + '[[section]]\nid="A"\nname="A"\nmarks=10\n' + kind
    if kind:
        body += '[[section]]\nid="B"\nname="B"\nmarks=10\n[[indicator]]\nid="Z"\nunder="B"\nname="z"\nmarks=10\n' \
                'value="1"\nscore={rule="formula",marks="10"}\n'
    return body + '[[indicator]]\nid="I"\nunder="A"\nname="i"\nmarks=10\nscore=%s\n%s' % (score_table, extra)


def marks(score_table, value, extra="", want=None, others=None, **kw):
    values = {"u": value if isinstance(value, dict) else {"I": value}}
    for i, o in enumerate(others or []):
        values["o%d" % i] = {"I": o}
    m = model(simple(score_table, extra, **kw), values)
    d = Run(m, "2015").result(m.units[0], "I")
    check("%s %s %s" % (score_table, value, extra), d["score"], None if want is None else F(want))


T = "target=90\n"
marks('{rule="meet"}', "90", T, "10")
marks('{rule="meet"}', "89.9", T, "0")
marks('{rule="deduct",per=1,take=0.5}', "87.5", T, "8.75")
marks('{rule="deduct",per=1,take=0.5,partial="whole"}', "87.5", T, "9")
marks('{rule="deduct",per=1,take=0.5,partial="started"}', "87.5", T, "8.5")
marks('{rule="deduct",per=1,take=0.5}', "100", T + 'better="lower"\n', "5")
marks('{rule="deduct",per=1,take=5}', "80", T, "0")
marks('{rule="deduct",per=1,take=5,floor="marks-12"}', "80", T, "-2")
marks('{rule="deduct",per=1,take=1,times="2"}', "88", T, "6")
S = '{rule="deduct",slopes=[{beyond=0,per=1,take=0.25},{beyond=6,per=1,take=0.5}],slopes_mode="%s"}'
marks(S % "marginal", "82", T, "7.5")
marks(S % "whole", "82", T, "6")
marks(S % "whole", "84", T, "8.5")
marks('{rule="deduct",per=1,take=1,bonus={per=10,add=1,cap=5,of="completion"}}', "108", T, "12")
marks('{rule="deduct",per=1,take=1,bonus={per=5,add=1,cap=3}}', "120", T, "13")
marks('{rule="bands",bands=[{at_least=10,marks=5},{at_least=5,marks=3}]}', "9", "", "3")
marks('{rule="bands",of="completion",bands=[{above=100,marks=10},{at_least=100,marks=7}]}', "90", T, "7")
marks('{rule="ratio"}', "45", T, "5")
marks('{rule="ratio"}', "120", T + 'better="lower"\n', "7.5")
marks('{rule="ratio",cap=12}', "180", T, "12")
marks('{rule="anchors",points=[[80,0],[90,1]]}', "84", "", "4")
marks('{rule="anchors",points=[[90,0],[80,1]]}', "84", "", "6")
marks('{rule="efficacy",worst="min",best="max",base=0.6,span=0.4}', "3", "", "8", others=["1", "5"])
marks('{rule="efficacy",worst="min",best="max",base=0.6,span=0.4}', "3", "", "10", others=["3"])
marks('{rule="versus",reference="mean",par=6,per=1,take=1,add=2}', "3", "", "4", others=["7", "5"])
marks('{rule="versus",reference="best",par=6,per=1,take=1,add=2}', "3", 'better="lower"\n', "4", others=["1", "5"])
marks('{rule="versus",reference="previous",par=6,per=1,take=1,add=0.5}',
      {"I": "5", ("I", "2013"): "3", ("I", "2014-01"): "9"}, "", "7")
marks('{rule="rank",table=[10,8,6],then=1}', "5", "", "8", others=["9", "5", "1"])
marks('{rule="rank",table=[10,8,6],then=1,ties="mean"}', "5", "", "7", others=["9", "5", "1"])
marks('{rule="rank",step_share=0.1}', "5", 'better="lower"\n', "8", others=["4", "5", "1"])
marks('{rule="count",each=-2}', "3", "", "4")
marks('{rule="count",each=-2,zero_at=2}', "2", "", "0")
marks('{rule="count",each=2}', "3", "", "6")
marks('{rule="count",each=2,start="marks"}', "3", "", "10")
marks('{rule="count",severity={a=-1,b=-3}}', {"a": "1", "b": "2"}, "", "3", more="a:integer b:integer")
marks('{rule="count",severity={a=-1,b=-3}}', {"a": "1"}, "", "0", more="a:integer b:integer")
marks('{rule="choice",levels={"x"=1,"y"=0.5}}', "y", "", "5", field="choice")
marks('{rule="choice",levels={"x"=1,"y"=0.5}}', "z", "", "0", field="choice")
marks('{rule="checklist",items=[{field="a",marks=3},{field="b",marks=4}]}', {"a": "是", "b": "0"}, "", "3",
      more="a:bool b:bool")
marks('{rule="given",of=100}', "85", "", "8.5")
marks('{rule="trajectory",baseline=0,target=100,from="2010",to="2020",at="2015"}', "40", "", "8")
marks('{rule="trajectory",baseline=0,target=100,from="2010",to="2020",at="2015-07"}', "11", "", "2")
marks('{rule="formula",marks="marks*value/20"}', "8", "", "4")
marks('{rule="meet",exempt="I<5"}', "2", T, "10")
marks('{rule="meet",exempt="I<5",void="I<3"}', "2", T, "0")
marks('{rule="meet"}', {}, T + 'missing="reject"\n', None)
marks('{rule="meet",exempt="1==1"}', {}, T, "0")
marks('{rule="given",of=100}', {("I", "2014"): "50"}, 'missing="previous"\n', "5")
marks('{rule="given",of=100}', {}, 'missing="mean"\n', "6", others=["50", "70"])
marks('{rule="given",of=100}', {"I": "NA"}, 'na="full"\n', "10")
marks('{rule="given",of=100}', {"I": "NA"}, "", None)
P = 'kind="penalty"\ncap=6\n'
marks('{rule="count",each=-2}', "3", "", "-6", kind=P)
marks('{rule="meet"}', "3", T, "-10", kind=P)
marks('{rule="deduct",per=1,take=2}', "89", T, "-2", kind=P)

# expressions with three states
e = model('[[field]]\nid="a"\nname="a"\ntype="decimal"\n[[field]]\nid="b"\nname="b"\ntype="decimal"\n'
          '[[field]]\nid="n"\nname="n"\ntype="decimal"\n', {"u": {"a": "4", "n": "NA", ("a", "2014"): "2"}})


def ex(text):
    from score import Ctx
    run = Run(e, "2015")
    return evaluate(parse(text), Ctx(run, e.units[0]))


for text, want in [
        ("a / 0", MISSING), ("b + n", NA), ("n / 0", NA), ("a > 3 or b > 1", True), ("b > 1 or a > 3", True),
        ("b > 1 and a < 3", False), ("b > 1 and a > 3", MISSING), ("not b > 1", MISSING), ("if(a > 1, 2, b)", F(2)),
        ("if(b > 1, 2, 3)", MISSING), ("sqrt(a)", F(2)), ("pow(a, 1.5)", F(8)), ("pow(a, -1)", F(1, 4)),
        ("log10(0.01)", F(-2)), ("ln(0)", MISSING), ("previous(a)", F(2)), ("over(sum, a)", F(6)),
        ("at(a, '2014')", F(2)), ("at(a, '2016')", MISSING), ("days('2015-01-01', \"2015-03-01\")", F(59)),
        ("months('2015-01-31', '2015-03-30')", F(1)), ("months('2015-03-30', '2015-01-31')", F(-1)),
        ("-a + 2 * 3 - 1", F(1)), ("round(0 - 2.5, 0)", F(-3)), ("clamp(a, 0, 3)", F(3)), ("1 - 2 - 3", F(-4))]:
    check(text, ex(text), want)

check("half_even", em.round_to(F("2.5"), 0, "half_even"), F(2))
check("floor", em.round_to(F("-2.51"), 1, "floor"), F("-2.6"))
check("truncate", em.round_to(F("-2.59"), 1, "truncate"), F("-2.5"))
check("geometric", combined("geometric", [(F(1), F(1, 4)), (F(1), F(1))]), F(1, 2))
check("harmonic", combined("harmonic", [(F(1), F(1, 2)), (F(1), F(1))]), F(2, 3))
check("written", em.text_of(F(1, 3)), "0.33333333333333333333")
check("written", em.text_of(F("-0.125")), "-0.125")
check("irrational", em.text_of(em.sqrt(F(2))), "1.4142135623730950488")
check("irrational", em.text_of(em.ln(F(10))), "2.3025850929940456840")

# a whole small rubric: ranks, break_by, a quota whose edge is tied, a veto, rescaling, adjustments
R = '''
[ranking]
ties="%s"
[[grade]]
name="A"
at_least=8
quota=0.5
[[grade]]
name="B"
at_least=5
[[grade]]
name="C"
''' + '''[[field]]
id="x"
name="x"
type="decimal"
[[field]]
id="y"
name="y"
type="decimal"
[[section]]
id="S"
name="S"
marks=10
[[indicator]]
id="X"
under="S"
name="X"
marks=6
value="x"
score={rule="given"}
[[indicator]]
id="Y"
under="S"
name="Y"
marks=4
value="y"
score={rule="given"}
[[veto]]
id="V"
name="V"
when="y > 3.9"
effect={grade="C"}
'''
V = {"a": {"x": "6", "y": "3"}, "b": {"x": "5", "y": "4"}, "c": {"x": "5.5", "y": "3"}, "d": {"x": "5.5", "y": "3"},
     "e": {"x": "3", "y": "NA"}}
A = [dict(unit="e", node="Y", period="", action="add", amount="1", reason="r", by="b"),
     dict(unit="e", node="X", period="", action="add", amount="9", reason="r", by="b"),
     dict(unit="e", node="X", period="", action="add", amount="9", reason="", by="b")]


def totals(ties, adjust=()):
    return {r[0]: (r[6], r[9], r[10]) for r in score(model(R % ties, V, adjust)) if r[1] == "total"}


check("competition", totals("competition"),
      {"a": ("9", "1", "A"), "b": ("9", "1", "C"), "c": ("8.5", "3", "B"), "d": ("8.5", "3", "B"), "e": ("5", "5", "B")})
check("average", {u: r for u, (_, r, _) in totals("average").items()},
      {"a": "1.5", "b": "1.5", "c": "3.5", "d": "3.5", "e": "5"})
check("dense", {u: r for u, (_, r, _) in totals("dense").items()}, {"a": "1", "b": "1", "c": "2", "d": "2", "e": "3"})
check("ordinal", {u: r for u, (_, r, _) in totals("ordinal").items()},
      {"a": "1", "b": "2", "c": "3", "d": "4", "e": "5"})
check("adjusted", totals("dense", A)["e"], ("10", "1", "A"))

print("%d failed" % len(FAILED))
raise SystemExit(1 if FAILED else 0)
