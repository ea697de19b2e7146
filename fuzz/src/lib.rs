//! What must hold whatever comes in. Each function takes any bytes and panics where something does not hold; cargo-fuzz
//! and the bounded run call the same ones.

use std::str::FromStr;
use std::sync::LazyLock;

use zhiheng::finding::{Code, Finding, Lang};
use zhiheng::ingest::{Limits, fuzz};
use zhiheng::number::Exact;
use zhiheng::observe::{Reading, Value};
use zhiheng::register::{Register, fold, read_register, seeds};
use zhiheng::rubric::{Field, FieldType};

/// A target: its name, which is that of its corpus, and its function.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 6] =
    [("cells", cells), ("numbers", numbers), ("headings", headings), ("names", names), ("csv", csv), ("zips", zips)];

const UNITS: [&str; 12] = ["", "%", "万元", "元", "亿元", "家", "起", "吨", "公顷", "分", "人", "起/万台"];
const STATED: [&str; 8] = ["", "%", "‰", "万元", "亿元", "元", "万吨", "—"];

fn field(kind: FieldType, unit: &str) -> Field {
    Field {
        id: "x".into(),
        name: "x".into(),
        kind,
        unit: unit.into(),
        from: String::new(),
        min: None,
        max: None,
        choices: ["已完成", "推进中", "A+", "1"].map(String::from).into(),
        aliases: Vec::new(),
        required: false,
        tolerance: Exact::ZERO,
        panel: false,
    }
}

/// Cells of every type: never a panic, never a value that the text does not say, never a refusal without its words.
pub fn cells(data: &[u8]) {
    let [kind, unit, stated, text @ ..] = data else { return };
    let text = String::from_utf8_lossy(text);
    let kind = FieldType::ALL[usize::from(*kind) % FieldType::ALL.len()].1;
    let field = field(kind, UNITS[usize::from(*unit) % UNITS.len()]);
    let stated = Some(STATED[usize::from(*stated) % STATED.len()]).filter(|s| !s.is_empty());
    let folded = fold(&text);
    assert_eq!(fold(&folded), folded, "folding twice is folding once");
    let (reading, findings) = fuzz::cell(&text, &field, stated);
    spoken(&findings);
    for finding in &findings {
        assert!(finding.found.starts_with(text.trim()), "{text:?} is lost in {:?}", finding.found);
    }
    match &reading {
        Reading::Value(value) => value_holds(value, &text, &field, &findings),
        // what holds a digit is not silently nothing
        Reading::Missing | Reading::NotApplicable => {
            let digit = folded.contains(|c: char| c.is_ascii_digit());
            assert!(!findings.is_empty() || !digit, "{text:?} came to nothing");
        }
    }
}

fn value_holds(value: &Value, text: &str, field: &Field, findings: &[Finding]) {
    match value {
        Value::Number(x) => {
            if x.is_zero() {
                let noughts = ['0', '０', '\u{0660}', '\u{06F0}', '零', '〇', '○'];
                assert!(text.contains(noughts), "{text:?} became nought");
            }
            let converted = findings.iter().any(|f| f.code == Code::UnitConverted);
            assert!(field.kind != FieldType::Integer || x.is_whole());
            if !converted {
                let again = fuzz::cell(&x.to_string(), field, None).0;
                assert_eq!(again, Reading::Value(value.clone()), "{text:?}, read again from its own text");
            }
        }
        Value::Bool(_) => assert_eq!(field.kind, FieldType::Bool),
        Value::Date(day) => {
            let again = fuzz::cell(&day.to_string(), field, None);
            assert_eq!(again, (Reading::Value(value.clone()), Vec::new()), "{text:?}");
        }
        Value::Text(said) if field.kind == FieldType::Choice => {
            assert!(field.choices.iter().any(|c| **c == **said), "{text:?} became the choice {said}");
        }
        Value::Text(said) => assert_eq!(&**said, text.trim()),
    }
}

/// Every finding can be said, and nothing of its template or keys is left over.
fn spoken(findings: &[Finding]) {
    for finding in findings {
        for lang in [Lang::Zh, Lang::En] {
            let said = finding.says(lang);
            assert!(!said.is_empty() && finding.found.contains('@') || !said.contains("（@"), "{said}");
        }
    }
}

/// Exact numbers as text and as doubles.
pub fn numbers(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(x) = Exact::from_str(&text) {
        let shown = x.to_string();
        assert!(shown.len() > 400 || Exact::from_str(&shown) == Ok(x.clone()), "{text:?} → {shown}");
        let _ = x.display(4);
        assert_eq!(x.clone() - x.clone(), Exact::ZERO);
    }
    let Some(bits) = data.first_chunk::<8>() else { return };
    let double = f64::from_le_bytes(*bits);
    let Some((exact, snapped)) = Exact::from_double(double) else {
        assert!(!double.is_finite());
        return;
    };
    if !snapped && double.abs() < 1e300 && (double == 0.0 || double.abs() > 1e-300) {
        assert_eq!(exact.to_f64(), double, "a double is its shortest text");
    }
    for (percent, unit) in [(false, "万元"), (true, "%"), (false, "%")] {
        let (reading, findings) = fuzz::number_cell(double, percent, &field(FieldType::Decimal, unit), None);
        spoken(&findings);
        if let Reading::Value(Value::Number(x)) = reading {
            assert_eq!(x.is_zero(), exact.is_zero());
        }
    }
}

/// Headings, periods and the lines above a table.
pub fn headings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (names, period, _) = fuzz::heading(&text);
    assert!(names.windows(2).all(|pair| pair[1].len() < pair[0].len()), "{names:?}");
    assert!(names.iter().all(|name| !name.is_empty() && fold(name) == *name), "{names:?}");
    for period in period.into_iter().chain(fuzz::period(&text)) {
        assert_eq!(fuzz::period(&period).as_deref(), Some(period.as_str()));
    }
    for said in fuzz::lines(&text).into_iter().flatten() {
        assert!(!said.is_empty());
    }
}

static PREFECTURES: LazyLock<Register> =
    LazyLock::new(|| read_register("prefectures.csv", seeds::PREFECTURES).unwrap_or_default());

static UNITS_KNOWN: LazyLock<fuzz::Units> = LazyLock::new(|| fuzz::Units::new(&PREFECTURES));

/// Names of units in names of files: what is found stands in the text.
pub fn names(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Some(unit) = UNITS_KNOWN.inside(&text) else { return };
    let unit = &PREFECTURES.units()[unit];
    let folded: String =
        fold(&text).chars().filter(|c| !matches!(c, '_' | '-' | '—' | '+' | '.' | '、' | '·' | '&')).collect();
    let mut own = [&unit.code, &unit.name, &unit.short].into_iter().chain(&unit.aliases);
    assert!(own.any(|name| folded.contains(&fold(name))), "{text:?} is not about {}", unit.name);
}

/// Delimited text: cells where they stand, in order, nothing lost and nothing made up.
pub fn csv(data: &[u8]) {
    let Some(text) = fuzz::decode(data) else { return };
    let lines = text.bytes().filter(|b| matches!(b, b'\n' | b'\r')).count() + 1;
    // a cell takes some hundred bytes, a row as many: a text of a few characters always fits
    let memory = 1 << 20;
    let Some(cells) = fuzz::grid(&text, Limits { memory, ..Limits::default() }) else {
        assert!(text.len() >= 1_000, "too large at {} characters", text.len());
        return;
    };
    assert!(cells.windows(2).all(|pair| (pair[0].0, pair[0].1) < (pair[1].0, pair[1].1)), "{text:?}");
    for (row, _, content) in &cells {
        assert!((*row as usize) < lines, "row {row} of {lines} lines in {text:?}");
        assert!(!content.trim().is_empty());
        assert!(text.contains('"') || text.contains(content.as_str()), "{content:?} is not in {text:?}");
    }
}

/// The look into a zip before it is opened: an answer for any bytes, in bounded time and memory.
pub fn zips(data: &[u8]) {
    let (kind, refused) = fuzz::pre_flight(data);
    assert!(!kind.is_empty());
    spoken(&Vec::from_iter(refused));
}
