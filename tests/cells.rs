//! How cells are read: hundreds of them as offices type them, by the type of the field that they answer. Each is read
//! right, or read with a note, or refused with its own words kept.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

use std::fs;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use zhiheng::finding::{Finding, Lang, Level};
use zhiheng::ingest::{Expected, Ingested, ReturnsFrom, ingest, ingest_table};
use zhiheng::number::Exact;
use zhiheng::observe::Reading;
use zhiheng::register::{Register, read_register, seeds};
use zhiheng::rubric::FieldType::{Bool, Choice, Date, Decimal, Integer, Percent, Text};
use zhiheng::rubric::{Field, FieldType};

fn field(kind: FieldType, unit: &str) -> Field {
    Field {
        id: "x".into(),
        name: "x".into(),
        kind,
        unit: unit.into(),
        from: "self".into(),
        min: None,
        max: None,
        choices: if kind == Choice {
            ["已完成", "推进中", "未开展"].map(String::from).into()
        } else {
            Vec::new()
        },
        aliases: Vec::new(),
        required: false,
        tolerance: Exact::ZERO,
        panel: false,
    }
}

fn register() -> Register {
    read_register("prefectures.csv", seeds::PREFECTURES).unwrap()
}

/// What one cell came to: the value, `missing` or `n/a`, then what was said about it.
fn outcome(ingested: &Ingested, cell: &str) -> String {
    let observation = ingested.observations.iter().find(|o| *o.place.cell == *cell).unwrap();
    let findings: Vec<&Finding> = ingested.findings.iter().filter(|f| *f.place.cell == *cell).collect();
    let mut words = vec![match &observation.reading {
        Reading::Value(value) => value.to_string(),
        Reading::Missing if findings.is_empty() => "missing".into(),
        Reading::Missing => "refused".into(),
        Reading::NotApplicable => "n/a".into(),
    }];
    for finding in findings {
        words.push(finding.code.id().trim_start_matches("read-with-").into());
        if finding.level == Level::Warning {
            words.push("(warning)".into());
        }
        words.extend(finding.hint.strip_prefix('@').map(str::to_owned));
        for lang in [Lang::Zh, Lang::En] {
            let says = finding.says(lang).replace(&finding.found, "");
            assert!(!says.contains(['{', '@', '[']), "{says}");
        }
    }
    words.join(" ")
}

/// Reads each text as CSV holds it, under a stated unit of measure (`""` for none).
fn check_stated(field: Field, stated: &str, cases: &[(&str, &str)]) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.csv");
    let mut csv = csv::Writer::from_path(&path).unwrap();
    csv.write_record(["unit", "field", "计量单位", "value"]).unwrap();
    for (text, _) in cases {
        csv.write_record(["653200", "x", stated, text]).unwrap();
    }
    csv.flush().unwrap();
    let (fields, register) = ([field], register());
    let ingested = ingest_table(&path, &Expected::new(&fields, &[], "2015", &register));
    let mut wrong = Vec::new();
    let mut line = 2;
    for (text, expected) in cases {
        let cell = format!("{line}:4");
        let found = outcome(&ingested, &cell);
        if found != *expected {
            wrong.push(format!("{text:?}: {found:?} instead of {expected:?}"));
        }
        for finding in ingested.findings.iter().filter(|f| *f.place.cell == *cell) {
            assert!(finding.found.starts_with(text.trim()), "{text:?} is lost: {:?}", finding.found);
        }
        line += 1 + text.matches('\n').count();
    }
    assert!(wrong.is_empty(), "{:?} {:?} {stated:?}\n{}", fields[0].kind, fields[0].unit, wrong.join("\n"));
}

fn check(kind: FieldType, unit: &str, cases: &[(&str, &str)]) {
    check_stated(field(kind, unit), "", cases);
}

#[test]
fn plain_figures_are_read_as_they_are() {
    check(
        Decimal,
        "",
        &[
            ("98.5", "98.5"),
            ("98.50", "98.5"),
            ("0", "0"),
            ("0.0", "0"),
            ("-0", "0"),
            ("0.985", "0.985"),
            ("100", "100"),
            ("-12", "-12"),
            ("-0.5", "-0.5"),
            ("1286", "1286"),
            ("1,286", "1286"),
            ("1,286.5", "1286.5"),
            ("-1,286", "-1286"),
            ("12,345,678", "12345678"),
            ("123456789012345678901234567890.5", "123456789012345678901234567890.5"),
            (" 98.5 ", "98.5"),
            ("\t98.5", "98.5"),
            (".5", "0.5"),
            ("　98.5", "98.5"),
            ("98.5\u{a0}", "98.5"),
            ("\u{feff}98.5", "98.5"),
            ("\u{202d}98.5\u{202c}", "98.5"),
        ],
    );
}

#[test]
fn what_typing_does_to_figures_is_mended_with_a_note() {
    check(
        Decimal,
        "",
        &[
            ("９８．５", "98.5 note full-width"),
            ("１２", "12 note full-width"),
            ("98．5", "98.5 note full-width"),
            ("－12", "-12 note full-width"),
            ("−12", "-12 note full-width"),
            ("98\u{a0}.5", "98.5 note full-width"),
            ("98\u{200b}.5", "98.5 note full-width"),
            ("98. 5", "98.5 note full-width"),
            ("- 12", "-12 note full-width"),
            ("1，286", "1286 note full-width"),
            ("1 286", "1286 note spaced-thousands"),
            ("1 286 000.5", "1286000.5 note spaced-thousands"),
            ("1\u{2009}286", "1286 note spaced-thousands"),
            ("1'286", "1286 note apostrophes"),
            ("98。5", "98.5 note stop-as-point"),
            ("９８。５", "98.5 note full-width"),
            ("98.5。", "98.5 note last-stop"),
            ("98.5；", "98.5 note full-width"),
            ("98.5;", "98.5 note last-stop"),
            ("98,", "98 note last-stop"),
            ("98.", "98 note no-decimals"),
            ("'98.5", "98.5 note quoted"),
            ("’98.5", "98.5 note quoted"),
            ("\"98.5\"", "98.5 note quoted"),
            ("“98.5”", "98.5 note quoted"),
            ("+3", "3 note plus-sign"),
            ("＋3", "3 note full-width"),
            ("00012", "12 note leading-zeros"),
            ("007.5", "7.5 note leading-zeros"),
            ("-05", "-5 note leading-zeros"),
            ("1e3", "1000 note (warning) scientific"),
            ("1.2E+05", "120000 note (warning) scientific"),
            ("1.5E-3", "0.0015 note (warning) scientific"),
            ("١٢", "12 note other-digits"),
            ("٩٨٫٥", "98.5 note other-digits"),
            ("۱۲", "12 note other-digits"),
        ],
    );
}

#[test]
fn figures_that_may_mean_two_things_are_refused() {
    check(
        Decimal,
        "",
        &[
            ("98,5", "refused unreadable-value separators"),
            ("98，5", "refused unreadable-value separators"),
            ("12,34", "refused unreadable-value separators"),
            ("12,3456", "refused unreadable-value separators"),
            ("0,285", "refused unreadable-value separators"),
            ("1,286,5", "refused unreadable-value separators"),
            ("98 97", "refused unreadable-value separators"),
            ("9 8.5", "refused unreadable-value separators"),
            ("3 5", "refused unreadable-value separators"),
            ("98\n97", "refused unreadable-value separators"),
            ("1.286.000", "refused unreadable-value"),
            ("1.286,5", "refused unreadable-value"),
            ("1.2.3", "refused unreadable-value"),
            ("1..2", "refused unreadable-value"),
            ("98、97", "refused unreadable-value"),
            ("98·5", "refused unreadable-value"),
            ("98:5", "refused unreadable-value"),
            ("12/13", "refused unreadable-value"),
            ("2/3", "refused unreadable-value"),
            ("½", "refused unreadable-value"),
            ("①", "refused unreadable-value"),
            ("Ⅲ", "refused unreadable-value"),
            ("98.5*", "refused unreadable-value"),
            ("98.5①", "refused unreadable-value"),
            ("98.5（修改）", "refused unreadable-value"),
            ("1O2", "refused unreadable-value"),
            ("l2", "refused unreadable-value"),
            ("--3", "refused unreadable-value approximate"),
            ("+-3", "refused unreadable-value approximate"),
            ("–12", "refused unreadable-value"),
            ("1e99", "refused unreadable-value"),
            ("1e-400", "refused unreadable-value"),
            ("0x1F", "refused unreadable-value"),
            ("inf", "refused unreadable-value"),
            ("NaN", "refused unreadable-value"),
            ("TRUE", "refused unreadable-value"),
            ("¥820", "refused unreadable-value"),
            ("98.5.", "refused unreadable-value"),
            (&"9".repeat(61), "refused unreadable-value"),
        ],
    );
}

#[test]
fn bounds_ranges_estimates_and_brackets_are_refused_and_said() {
    check(
        Decimal,
        "",
        &[
            ("≥96", "refused unreadable-value approximate"),
            (">=96", "refused unreadable-value approximate"),
            (">96", "refused unreadable-value approximate"),
            ("＜5", "refused unreadable-value approximate"),
            ("96以上", "refused unreadable-value approximate"),
            ("不低于96", "refused unreadable-value approximate"),
            ("超过98", "refused unreadable-value approximate"),
            ("约98", "refused unreadable-value approximate"),
            ("近2000", "refused unreadable-value approximate"),
            ("98.5左右", "refused unreadable-value approximate"),
            ("20余万", "refused unreadable-value approximate"),
            ("20多", "refused unreadable-value approximate"),
            ("十几", "refused unreadable-value approximate"),
            ("几十", "refused unreadable-value approximate"),
            ("98±1", "refused unreadable-value approximate"),
            ("90-95", "refused unreadable-value approximate"),
            ("90~95", "refused unreadable-value approximate"),
            ("90～95", "refused unreadable-value approximate"),
            ("90至95", "refused unreadable-value approximate"),
            ("90—95", "refused unreadable-value"),
            ("(12)", "refused unreadable-value maybe-negative"),
            ("（12）", "refused unreadable-value maybe-negative"),
            ("△5", "refused unreadable-value maybe-negative"),
            ("▲5", "refused unreadable-value maybe-negative"),
            ("↓3", "refused unreadable-value maybe-negative"),
            ("↑3", "refused unreadable-value"),
            ("=A1+B1", "refused unreadable-value formula"),
            ("＝SUM(C3:C9)", "refused unreadable-value formula"),
            ("@A1", "refused unreadable-value"),
        ],
    );
}

#[test]
fn words_that_are_no_number_are_kept_apart_by_what_they_say() {
    check(
        Decimal,
        "万元",
        &[
            ("", "missing"),
            ("　", "missing"),
            ("未填", "missing"),
            ("未 填 报", "missing"),
            ("缺", "missing"),
            ("空", "missing"),
            ("空白", "missing"),
            ("null", "missing"),
            ("－", "n/a"),
            ("-", "n/a"),
            ("--", "n/a"),
            ("—", "n/a"),
            ("——", "n/a"),
            ("–", "n/a"),
            ("/", "n/a"),
            ("／", "n/a"),
            ("\\", "n/a"),
            ("\\\\", "n/a"),
            ("N/A", "n/a"),
            ("n/a", "n/a"),
            ("不适用", "n/a"),
            ("不 适 用", "n/a"),
            ("未涉及", "n/a"),
            ("不涉及", "n/a"),
            ("合理缺项", "n/a"),
            ("0", "0"),
            ("０", "0 note full-width"),
            ("零", "0 note in-words"),
            ("〇", "0 note in-words"),
            ("无", "refused unreadable-value none"),
            ("没有", "refused unreadable-value none"),
            ("否", "refused unreadable-value"),
            ("未开展", "refused unreadable-value"),
            ("暂无", "refused unreadable-value later"),
            ("待定", "refused unreadable-value later"),
            ("待核", "refused unreadable-value later"),
            ("待补报", "refused unreadable-value later"),
            ("暂无数据", "refused unreadable-value later"),
            ("无数据", "refused unreadable-value later"),
            ("同上", "refused unreadable-value elsewhere"),
            ("见附件", "refused unreadable-value elsewhere"),
            ("详见附件2", "refused unreadable-value elsewhere"),
            ("#N/A", "refused cell-error"),
            ("#DIV/0!", "refused cell-error"),
            ("#REF!", "refused cell-error"),
            ("Err:502", "refused cell-error"),
            ("?", "refused unreadable-value"),
            ("……", "refused unreadable-value"),
            (".", "refused unreadable-value"),
            ("○", "refused unreadable-value"),
            ("√", "refused unreadable-value"),
        ],
    );
}

#[test]
fn numbers_in_words_are_read_where_they_can_be_heard_in_one_way() {
    check(
        Decimal,
        "",
        &[
            ("九十八点五", "98.5 note in-words"),
            ("九八点五", "98.5 note in-words"),
            ("一百二十三", "123 note in-words"),
            ("二〇一五", "2015 note in-words"),
            ("二○一五", "2015 note in-words"),
            ("壹佰贰拾", "120 note in-words"),
            ("廿三", "23 note in-words"),
            ("两百", "200 note in-words"),
            ("十二", "12 note in-words"),
            ("负三", "-3 note in-words"),
            ("三千", "3000 note in-words"),
            ("3千", "3000 note in-words"),
            ("一万二千", "12000 note in-words"),
            ("三五", "refused unreadable-value"),
            ("一二三", "refused unreadable-value"),
            ("一百二", "refused unreadable-value"),
            ("三万五", "refused unreadable-value"),
            ("三分之二", "refused unreadable-value"),
            ("九成", "refused unreadable-value"),
            ("一半", "refused unreadable-value"),
            ("第三", "refused unreadable-value"),
            ("十二十三", "refused unreadable-value"),
        ],
    );
}

#[test]
fn multipliers_belong_to_the_number_where_the_unit_of_measure_lets_them() {
    check(
        Decimal,
        "",
        &[
            ("2000万", "refused unreadable-value multiplier"),
            ("1.2亿", "refused unreadable-value multiplier"),
            ("1亿2000万", "refused unreadable-value multiplier"),
            ("三百万", "refused unreadable-value multiplier"),
            ("2000万元", "refused unreadable-value"),
            ("5百", "500 note in-words"),
        ],
    );
    check(
        Decimal,
        "万元",
        &[
            ("2000万", "2000 note with-measure"),
            ("2,000万元", "2000 note with-measure"),
            ("2000 万元", "2000 note with-measure"),
            ("2000萬元", "2000 note with-measure"),
            ("2000元", "0.2 unit-converted"),
            ("1.2亿", "12000 unit-converted"),
            ("1.2亿元", "12000 unit-converted"),
            ("1亿2000万", "12000 note with-measure"),
            ("1亿2000万元", "12000 unit-converted"),
            ("三百万", "300 note with-measure"),
            ("三百万元", "300 unit-converted"),
            ("三百万元整", "300 unit-converted"),
            ("三百", "300 note in-words"),
            ("5百万", "500 unit-converted"),
            ("千万", "refused unreadable-value"),
            ("0万", "0 note with-measure"),
            ("0万元", "0 note with-measure"),
            ("3千", "refused unreadable-value multiplier"),
            ("三千", "refused unreadable-value multiplier"),
            ("一万二千", "refused unreadable-value multiplier"),
            ("一万二千元", "1.2 unit-converted"),
            ("98%", "refused unit-of-measure"),
            ("820吨", "refused unit-of-measure"),
            ("820美元", "refused unit-of-measure"),
            ("820万美元", "refused unit-of-measure"),
            ("人民币2000万元", "refused unreadable-value"),
            ("2万3", "refused unreadable-value"),
            ("820多万元", "refused unreadable-value approximate"),
        ],
    );
    check(
        Decimal,
        "元",
        &[("2000万", "20000000 unit-converted"), ("3千", "3000 note in-words"), ("8.2万元", "82000 unit-converted")],
    );
    // a factor is not a multiplier: 3万 of 吨 is 30 000 吨, whatever a 吨 is in 克
    check(
        Decimal,
        "吨",
        &[("3万", "30000 unit-converted"), ("3万吨", "30000 unit-converted"), ("500公斤", "0.5 unit-converted")],
    );
    check(Decimal, "公顷", &[("2000万", "20000000 unit-converted"), ("15亩", "1 unit-converted")]);
    check(
        Decimal,
        "亿元",
        &[("2000万", "0.2 unit-converted"), ("3亿", "3 note with-measure"), ("2000万元", "0.2 unit-converted")],
    );
    check(
        Decimal,
        "公里",
        &[("3千", "3000 note in-words"), ("500米", "0.5 unit-converted"), ("3km", "3 note with-measure")],
    );
}

#[test]
fn counts_may_carry_their_counting_word() {
    check(
        Integer,
        "起",
        &[
            ("3起", "3 note with-measure"),
            ("3 件", "3 note with-measure"),
            ("3个", "3 note with-measure"),
            ("三起", "3 note with-measure"),
            ("３起", "3 note with-measure"),
            ("3人", "refused unit-of-measure"),
            ("3.5", "refused unreadable-value"),
            ("3.0", "3"),
            ("12.0", "12"),
            ("3起以上", "refused unreadable-value approximate"),
            ("3起（上年5起）", "refused unreadable-value"),
            ("0起", "0 note with-measure"),
            ("零起", "0 note with-measure"),
            ("无", "refused unreadable-value none"),
        ],
    );
    check(
        Integer,
        "",
        &[
            ("12家", "12 note with-measure"),
            ("12个", "12 note with-measure"),
            ("12人次", "refused unreadable-value"),
            ("12元", "refused unreadable-value"),
        ],
    );
    check(
        Integer,
        "人",
        &[("1.2万", "12000 unit-converted"), ("1.2万人", "12000 unit-converted"), ("十二名", "12 note with-measure")],
    );
    check(Decimal, "", &[("98.5分", "98.5 note with-measure")]);
    check(Decimal, "分", &[("98.5分", "98.5 note with-measure"), ("98.5 分", "98.5 note with-measure")]);
}

#[test]
fn percentages_are_percentage_points_whatever_their_sign() {
    let cases = [
        ("98.5", "98.5"),
        ("98.5%", "98.5 note percent-sign"),
        ("98.5％", "98.5 note percent-sign"),
        ("98.5 %", "98.5 note percent-sign"),
        ("９８．５％", "98.5 note percent-sign"),
        ("98。5%", "98.5 note percent-sign"),
        ("0.5%", "0.5 note percent-sign"),
        ("98.5个百分点", "98.5 note percent-sign"),
        ("百分之九十八点五", "98.5 note percent-sign"),
        ("百分之98.5", "98.5 note percent-sign"),
        ("百分之百", "100 note percent-sign"),
        ("98.5‰", "9.85 unit-converted"),
        ("千分之三", "0.3 unit-converted"),
        ("九十八点五", "98.5 note in-words"),
        ("0.985", "0.985 note (warning) ratio-or-percent"),
        (".985", "0.985 note (warning) ratio-or-percent"),
        ("1", "1 note (warning) ratio-or-percent"),
        ("0", "0"),
        ("100", "100"),
        ("9850%", "9850 note percent-sign"),
        ("98.5%（上年97.2%）", "refused unreadable-value"),
        ("98.5%左右", "refused unreadable-value approximate"),
        ("≥98.5%", "refused unreadable-value approximate"),
        ("98.5%以上", "refused unreadable-value approximate"),
        ("2000万", "refused unreadable-value"),
        ("98.5元", "refused unit-of-measure"),
        ("九成", "refused unreadable-value"),
        ("百分百", "refused unreadable-value"),
    ];
    check(Percent, "%", &cases);
    check(Percent, "", &cases);
    let bounded = |unit| Field { min: Some(Exact::ZERO), max: Some(Exact::from(100)), ..field(Percent, unit) };
    check_stated(
        bounded("%"),
        "",
        &[("9850%", "refused out-of-range"), ("977", "refused out-of-range"), ("-1", "refused out-of-range")],
    );
    check_stated(bounded("%"), "%", &[("98.5", "98.5"), ("98.5%", "98.5 note percent-sign")]);
    // a percentage where none is asked for is nobody's ratio, unless the field can only be one
    check(Decimal, "", &[("98.5%", "refused unreadable-value not-a-percentage")]);
    let ratio = Field { min: Some(Exact::ZERO), max: Some(Exact::ONE), ..field(Decimal, "") };
    check_stated(ratio, "", &[("98.5%", "0.985 note percent-sign"), ("0.985", "0.985")]);
}

#[test]
fn a_stated_unit_of_measure_converts_exactly_or_refuses() {
    let stated = |unit: &str, stated: &str, cases: &[(&str, &str)]| check_stated(field(Decimal, unit), stated, cases);
    stated("万元", "万元", &[("820", "820")]);
    stated(
        "万元",
        "元",
        &[("5000", "0.5 unit-converted"), ("0", "0 unit-converted"), ("820万元", "820 note with-measure")],
    );
    stated("万元", "亿元", &[("0.082", "820 unit-converted"), ("２", "20000 unit-converted")]);
    stated("万元", "千元", &[("8200", "820 unit-converted")]);
    stated("万元", "百万元", &[("8.2", "820 unit-converted")]);
    stated("万元", "人民币万元", &[("820", "820")]);
    stated("万元", "吨", &[("820", "refused unit-of-measure")]);
    stated("万元", "—", &[("820", "820")]);
    stated("吨", "万吨", &[("0.5", "5000 unit-converted")]);
    stated("亩", "公顷", &[("2", "30 unit-converted")]);
    stated("%", "‰", &[("985", "98.5 unit-converted")]);
    stated("天", "日", &[("3", "3")]);
    stated("天", "工作日", &[("3", "refused unit-of-measure")]);
    stated("人", "人次", &[("3", "refused unit-of-measure")]);
    stated("", "万元", &[("3", "3"), ("2000万", "refused unreadable-value multiplier")]);
}

#[test]
fn dates_are_days_that_are_written_out() {
    check(
        Date,
        "",
        &[
            ("2015.6.30", "2015-06-30"),
            ("2015-6-30", "2015-06-30"),
            ("2015/06/30", "2015-06-30"),
            ("2015年6月30日", "2015-06-30"),
            ("２０１５年６月３０日", "2015-06-30"),
            ("2015 年 6 月 30 日", "2015-06-30"),
            ("2015-06-30 00:00:00", "2015-06-30"),
            ("2015年6月30日（星期二）", "2015-06-30"),
            ("20150630", "2015-06-30 note"),
            ("二〇一五年六月三十日", "2015-06-30 note in-words"),
            ("30/06/2015", "2015-06-30 note year-last"),
            ("06/30/2015", "2015-06-30 note year-last"),
            ("05/06/2015", "refused unreadable-value day-or-month"),
            ("15.6.30", "refused unreadable-value two-digit-year"),
            ("6月30日", "refused unreadable-value incomplete-date"),
            ("2015年6月", "refused unreadable-value incomplete-date"),
            ("2015", "refused unreadable-value incomplete-date"),
            ("2015年6月31日", "refused unreadable-value no-such-day"),
            ("2015年6月30日星期一", "refused unreadable-value weekday"),
            ("42185", "refused unreadable-value serial"),
            ("2015年6月底", "refused unreadable-value"),
            ("2015年上半年", "refused unreadable-value"),
            ("待定", "refused unreadable-value later"),
            ("", "missing"),
            ("－", "n/a"),
            ("无", "n/a"),
            ("#VALUE!", "refused cell-error"),
        ],
    );
}

#[test]
fn yes_and_no_have_many_marks() {
    check(
        Bool,
        "",
        &[
            ("是", "1"),
            ("是 ", "1"),
            ("有", "1"),
            ("对", "1"),
            ("√", "1"),
            ("✓", "1"),
            ("✔", "1"),
            ("☑", "1"),
            ("Y", "1"),
            ("yes", "1"),
            ("TRUE", "1"),
            ("1", "1"),
            ("１", "1"),
            ("是。", "1 note last-stop"),
            ("否", "0"),
            ("不是", "0"),
            ("没有", "0"),
            ("无", "0"),
            ("×", "0"),
            ("✗", "0"),
            ("N", "0"),
            ("0", "0"),
            ("否。", "0 note last-stop"),
            ("☑是 □否", "1 note ticked"),
            ("□是 ☑否", "0 note ticked"),
            ("√是 ×否", "1 note ticked"),
            ("是√ 否□", "1 note ticked"),
            ("■ 有  □ 无", "1 note ticked"),
            ("是（√）否（×）", "1 note ticked"),
            ("√否", "0 note ticked"),
            ("□是 □否", "refused unreadable-value not-one-tick"),
            ("☑是 ☑否", "refused unreadable-value not-one-tick"),
            ("□是", "refused unreadable-value not-one-tick"),
            ("是√否", "refused unreadable-value"),
            ("☒是 ☐否", "refused unreadable-value"),
            ("是/否", "refused unreadable-value"),
            ("■", "refused unreadable-value"),
            ("□", "refused unreadable-value"),
            ("基本是", "refused unreadable-value approximate"),
            ("已完成", "refused unreadable-value"),
            ("是，已印发文件", "refused unreadable-value"),
            ("2", "refused unreadable-value"),
            ("见附件", "refused unreadable-value elsewhere"),
            ("不适用", "n/a"),
            ("－", "n/a"),
            ("", "missing"),
        ],
    );
}

#[test]
fn a_choice_is_one_of_the_choices_or_a_finding() {
    check(
        Choice,
        "",
        &[
            ("已完成", "已完成"),
            ("已 完 成", "已完成"),
            (" 推进中\u{3000}", "推进中"),
            ("已完成。", "已完成 note marks-around"),
            ("“已完成”", "已完成 note marks-around"),
            ("A.已完成", "已完成 note marks-around"),
            ("b、推进中", "推进中 note marks-around"),
            ("（C）未开展", "未开展 note marks-around"),
            ("1、已完成", "已完成 note marks-around"),
            ("（一）已完成", "已完成 note marks-around"),
            ("①已完成", "已完成 note marks-around"),
            ("☑已完成 □推进中 □未开展", "已完成 note ticked"),
            ("□已完成　√推进中　□未开展", "推进中 note ticked"),
            ("已完成□ 推进中☑ 未开展□", "推进中 note ticked"),
            ("√已完成", "已完成 note ticked"),
            ("□已完成 □推进中 □未开展", "refused choice-unknown not-one-tick"),
            ("☑已完成 ☑推进中 □未开展", "refused choice-unknown not-one-tick"),
            ("已完成/推进中/未开展", "refused choice-unknown"),
            ("A", "refused choice-unknown"),
            ("1", "refused choice-unknown"),
            ("完成", "refused choice-unknown"),
            ("已经完成", "refused choice-unknown"),
            ("已完成（部分）", "refused choice-unknown"),
            ("基本完成", "refused choice-unknown approximate"),
            ("同上", "refused choice-unknown elsewhere"),
            ("－", "n/a"),
            ("不适用", "n/a"),
            ("无", "n/a"),
            ("", "missing"),
        ],
    );
}

#[test]
fn texts_are_kept_as_they_are() {
    check(
        Text,
        "",
        &[
            ("  已印发《质量发展规划》 ", "已印发《质量发展规划》"),
            ("98.5", "98.5"),
            ("见附件", "见附件"),
            ("=1+1", "=1+1"),
            ("不适用", "n/a"),
            ("未填", "missing"),
            ("#REF!", "refused cell-error"),
        ],
    );
}

/// Writes a cell into a row.
type Write<'a> = &'a dyn Fn(&mut Worksheet, u32);

/// Writes one cell a row beside the name of the unit, and reads the workbook.
fn check_book(field: Field, cases: &[(Write<'_>, &str)]) {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("returns")).unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "地州市").unwrap();
    sheet.write_string(0, 1, "x").unwrap();
    let names: Vec<String> = register().units().iter().map(|u| u.name.clone()).collect();
    for ((row, name), (write, _)) in (1..).zip(&names).zip(cases) {
        sheet.write_string(row, 0, name).unwrap();
        write(sheet, row);
    }
    assert!(cases.len() <= names.len());
    book.save(dir.path().join("returns/a.xlsx")).unwrap();
    let (fields, register) = ([field], register());
    let from = [ReturnsFrom { path: "returns".into(), ..ReturnsFrom::default() }];
    let ingested = ingest(dir.path(), &from, &Expected::new(&fields, &[], "2015", &register));
    for (row, (_, expected)) in (2..).zip(cases) {
        assert_eq!(outcome(&ingested, &format!("B{row}")), *expected, "B{row} as {:?}", fields[0].kind);
    }
}

fn number(x: f64) -> impl Fn(&mut Worksheet, u32) {
    move |sheet, row| {
        sheet.write_number(row, 1, x).unwrap();
    }
}

fn formatted(x: f64, format: &'static str) -> impl Fn(&mut Worksheet, u32) {
    move |sheet, row| {
        sheet.write_number_with_format(row, 1, x, &Format::new().set_num_format(format)).unwrap();
    }
}

fn formula(result: &'static str) -> impl Fn(&mut Worksheet, u32) {
    move |sheet, row| {
        sheet.write_formula(row, 1, Formula::new("=A1").set_result(result)).unwrap();
    }
}

fn day(sheet: &mut Worksheet, row: u32) {
    let format = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_datetime_with_format(row, 1, ExcelDateTime::from_ymd(2015, 6, 30).unwrap(), &format).unwrap();
}

fn yes(sheet: &mut Worksheet, row: u32) {
    sheet.write_boolean(row, 1, true).unwrap();
}

#[test]
fn numbers_in_workbooks_are_read_by_their_format() {
    let bounded = Field { min: Some(Exact::ZERO), max: Some(Exact::from(100)), ..field(Percent, "%") };
    check_book(
        bounded,
        &[
            (&formatted(0.985, "0.0%"), "98.5"),
            (&number(98.5), "98.5"),
            (&number(0.985), "0.985 note (warning) ratio-or-percent"),
            (&formatted(98.5, "0.0%"), "refused out-of-range"),
            (&formatted(0.005, "0.0%"), "0.5"),
            (&number(977.0), "refused out-of-range"),
            (&formula("98.5"), "98.5"),
            (&formula("#DIV/0!"), "refused cell-error"),
            (&yes, "refused unreadable-value"),
            (&day, "refused unreadable-value day-as-number"),
            (&formatted(98.5, "0.0\"%\""), "98.5"),
        ],
    );
    check_book(
        field(Decimal, "万元"),
        &[
            (&number(820.0), "820"),
            (&number(7.000_000_000_000_001), "7 note snapped"),
            (&formatted(0.5, "0%"), "refused unit-of-measure"),
            (&formatted(1286.0, "#,##0.00"), "1286"),
            (&number(0.0), "0"),
            (&number(-3.0), "-3"),
            (&formula("约820"), "refused unreadable-value approximate"),
            (&formula("820万"), "820 note with-measure"),
        ],
    );
    check_book(field(Decimal, ""), &[(&formatted(0.985, "0.0%"), "refused unreadable-value not-a-percentage")]);
    check_book(
        field(Integer, "家"),
        &[
            (&number(12.0), "12"),
            (&number(12.5), "refused unreadable-value"),
            (&number(0.1 + 0.2), "refused unreadable-value"),
        ],
    );
    check_book(
        field(Date, ""),
        &[
            (&day, "2015-06-30"),
            (&number(42185.0), "refused unreadable-value serial"),
            (&number(20_150_630.0), "2015-06-30 note"),
            (&number(2015.0), "refused unreadable-value"),
        ],
    );
    check_book(
        field(Bool, ""),
        &[(&yes, "1"), (&number(1.0), "1"), (&number(0.0), "0"), (&number(2.0), "refused unreadable-value")],
    );
    check_book(field(Choice, ""), &[(&number(1.0), "refused choice-unknown"), (&formula("已完成"), "已完成")]);
    check_book(field(Text, ""), &[(&number(98.5), "98.5"), (&day, "2015-06-30"), (&yes, "TRUE")]);
}

/// A whole number in words, as accountants and clerks write it; made without looking at the reader.
fn in_words(n: u64, digits: &[&str; 10], units: &[&str; 4], ten: bool) -> String {
    fn section(n: u64, digits: &[&str; 10], units: &[&str; 4]) -> String {
        let mut out = String::new();
        let mut gap = false;
        for (power, unit) in [(1000, units[3]), (100, units[2]), (10, units[1]), (1, units[0])] {
            let digit = n / power % 10;
            if digit == 0 {
                gap = !out.is_empty();
            } else {
                if gap {
                    out.push_str(digits[0]);
                }
                gap = false;
                out.push_str(digits[usize::try_from(digit).unwrap()]);
                out.push_str(unit);
            }
        }
        out
    }
    let mut out = String::new();
    for (size, word) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
        let part = n / size % 10_000;
        if part > 0 {
            if !out.is_empty() && part < 1_000 {
                out.push_str(digits[0]);
            }
            out.push_str(&section(part, digits, units));
            out.push_str(word);
        }
    }
    let out = if out.is_empty() { digits[0].to_owned() } else { out };
    if ten && out.starts_with("一十") { out.trim_start_matches('一').to_owned() } else { out }
}

fn mapped(text: &str, map: impl Fn(char) -> char) -> String {
    text.chars().map(map).collect()
}

fn shifted(text: &str, zero: u32) -> String {
    mapped(text, |c| c.to_digit(10).and_then(|d| char::from_u32(zero + d)).unwrap_or(c))
}

fn grouped(whole: &str, mark: &str) -> String {
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let first = digits.len() % 3;
    let mut groups: Vec<&str> = if first > 0 { vec![&digits[..first]] } else { Vec::new() };
    groups.extend((first..digits.len()).step_by(3).map(|at| &digits[at..at + 3]));
    format!("{sign}{}", groups.join(mark))
}

/// The ways in which offices write one number in a field of 万元.
fn styles(whole: i64, fraction: &str) -> Vec<String> {
    let point = if fraction.is_empty() { "" } else { "." };
    let plain = format!("{whole}{point}{fraction}");
    let group = |mark: &str| format!("{}{point}{fraction}", grouped(&whole.to_string(), mark));
    let wide = |text: &str| {
        mapped(&shifted(text, 0xFF10), |c| match c {
            '.' => '．',
            ',' => '，',
            '-' => '－',
            c => c,
        })
    };
    let mut all = vec![
        plain.clone(),
        format!("  {plain}　"),
        group(","),
        group("，"),
        group(" "),
        group("\u{a0}"),
        group("'"),
        wide(&plain),
        wide(&group(",")),
        shifted(&plain, 0x0660),
        format!("'{plain}"),
        format!("“{plain}”"),
        format!("{plain}。"),
        plain.replace('.', "。"),
        format!("{plain}万元"),
        format!("{} 万元", group(",")),
        format!("{plain}万"),
        format!("{plain}\u{200b}"),
    ];
    if let (Ok(whole), true) = (u64::try_from(whole), whole < 10_000) {
        let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let spoken = mapped(&shifted(fraction, 0x30), |c| {
            c.to_digit(10).and_then(|d| digits[d as usize].chars().next()).unwrap_or(c)
        });
        let words = in_words(whole, &digits, &["", "十", "百", "千"], true);
        if fraction.is_empty() {
            all.push(format!("{words}万元"));
            let formal = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
            all.push(format!("{}万元整", in_words(whole, &formal, &["", "拾", "佰", "仟"], false)));
            all.push(format!("{}元", in_words(whole * 10_000, &digits, &["", "十", "百", "千"], true)));
        } else {
            all.push(format!("{words}点{spoken}"));
        }
    }
    all
}

#[test]
fn a_number_is_itself_in_every_style_that_offices_write() {
    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestRunner};
    let numbers = prop_oneof![0_i64..100, 0_i64..10_000, -100_000_i64..100_000_000];
    let fractions = prop_oneof![Just(String::new()), "[0-9]{1,4}"];
    let tables = prop::collection::vec((numbers, fractions), 60);
    let (fields, register) = ([field(Decimal, "万元")], register());
    let expected = Expected::new(&fields, &[], "2015", &register);
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(24) });
    let held = runner.run(&tables, |table| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        let mut csv = csv::Writer::from_path(&path).unwrap();
        csv.write_record(["unit", "field", "value"]).unwrap();
        let mut wanted = Vec::new();
        for (whole, fraction) in &table {
            let value: Exact = format!("{whole}.{fraction}").parse().unwrap();
            for text in styles(*whole, fraction) {
                csv.write_record(["653200", "x", &text]).unwrap();
                wanted.push((text, value.clone()));
            }
        }
        csv.flush().unwrap();
        let ingested = ingest_table(&path, &expected);
        prop_assert_eq!(ingested.observations.len(), wanted.len());
        for (observation, (text, value)) in ingested.observations.iter().zip(&wanted) {
            let reading = Reading::Value(zhiheng::observe::Value::Number(value.clone()));
            prop_assert_eq!(&observation.reading, &reading, "{} as {}", text, value);
        }
        Ok(())
    });
    assert!(held.is_ok(), "{held:?}");
}

#[test]
fn whole_numbers_in_words_are_themselves() {
    let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let numbers: Vec<u64> =
        (0..2_000).chain((2_000..1_000_000).step_by(997)).chain([100_000_005, 120_000_000]).collect();
    let texts: Vec<(String, String)> = numbers
        .iter()
        .map(|n| {
            (
                format!("{}家", in_words(*n, &digits, &["", "十", "百", "千"], n % 2 == 0)),
                format!("{n} note with-measure"),
            )
        })
        .collect();
    let cases: Vec<(&str, &str)> = texts.iter().map(|(text, value)| (text.as_str(), value.as_str())).collect();
    check(Integer, "家", &cases);
}
