//! A first draft of a rubric from a table of measures (措施) and who answers for them: the plan's own, or any other of the same
//! shape. It passes the check and scores; marks, fields and rules stand in it for a person to settle.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::finding::{Code, Finding, Lang};
use crate::register::{Measure, Register, Responsibilities, Unit, read_measures, seeds};

use super::Failure;
use super::alone::named;
use super::load::Lookout;
use super::output::Staging;

/// What to draft.
#[derive(Clone, Debug)]
pub struct Draft {
    /// A table of measures: a file, or `measures` for the plan's.
    pub measures: String,
    /// Who answers for which; by default the plan's.
    pub responsibilities: Option<String>,
    /// The register of those assessed, by name: `agencies` are asked for the measures that they answer for, anybody else for
    /// all of them.
    pub subjects: String,
    /// The rubric's id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// The period assessed.
    pub period: String,
    /// The rubric to write; by default the id with `.toml`.
    pub out: Option<PathBuf>,
    /// Language of the draft.
    pub lang: Lang,
}

/// Words of a draft.
struct Words {
    opening: &'static str,
    title: &'static str,
    basis: &'static str,
    fields: &'static str,
    levels: [&'static str; 4],
    grades: [&'static str; 4],
    own: &'static str,
    office: &'static str,
    all: &'static str,
    between: &'static str,
    who: &'static str,
    marks: &'static str,
    evidence: &'static str,
}

const ZH: Words = Words {
    opening: "# 由措施清单生成的草稿（示例）。分值为平均分配，填报项、档次和佐证材料均为占位，定稿前请逐项改定；\n\
              # 改好后用 zhiheng rubric check 检查。措施没有规定分值，本稿的任何分值都不是官方规定。\n",
    title: "措施落实情况考核方案（草稿）",
    basis: "措施清单",
    fields: "填报项：一条措施一项，可改为数量、比率、日期等",
    levels: ["已完成", "基本完成", "推进中", "未开展"],
    grades: ["优秀", "良好", "合格", "不合格"],
    own: "自评",
    office: "牵头部门",
    all: "全体成员单位",
    between: "、",
    who: "责任单位：",
    marks: "分值占位，请按方案改定",
    evidence: "印发文件、统计或总结材料",
};

const EN: Words = Words {
    opening: "# A draft made from a list of measures; illustrative. Marks are spread evenly; fields, levels and evidence hold a place for\n\
              # what is to be settled, one by one. Then: zhiheng rubric check. The measures lay down no marks; none of these is official.\n",
    title: "Scheme for the measures (draft)",
    basis: "list of measures",
    fields: "Fields: one a measure; make them counts, rates or dates as fits",
    levels: ["done", "mostly done", "under way", "not begun"],
    grades: ["excellent", "good", "pass", "fail"],
    own: "self-assessment",
    office: "leading agency",
    all: "all members",
    between: ", ",
    who: "Who answers: ",
    marks: "a place holder: settle it",
    evidence: "documents issued, figures or a report",
};

/// Where the shipped measures come from.
const PLAN: &str = "新疆维吾尔自治区贯彻实施国务院质量发展纲要2015年行动计划实施方案，措施（一）至（十八）";

/// Drafts a rubric, checks it and writes it; a file that is there is left alone.
pub fn draft_rubric(draft: &Draft) -> Result<PathBuf, Failure> {
    let out = draft.out.clone().unwrap_or_else(|| format!("{}.toml", draft.id).into());
    if out.exists() {
        return Err(Finding::new(Code::OutputFailed).found(out.display().to_string()).hint("--out FILE").into());
    }
    let lookout = Lookout::anywhere();
    let shipped = (draft.measures == seeds::MEASURES_NAME).then_some(seeds::MEASURES);
    let (label, text) = named(&draft.measures, shipped, &[seeds::MEASURES_NAME])?;
    let measures = read_measures(&label, &text).map_err(failed)?;
    let agencies = crate::register::read_register("agencies.csv", seeds::AGENCIES).map_err(failed)?;
    let own = match &draft.responsibilities {
        None => None,
        Some(path) => Some(named(path, None, &[])?),
    };
    let own = own.as_ref().map(|(label, text)| (label.as_str(), text.as_str()));
    let Some(duties) = lookout.responsibilities(own, &agencies) else {
        let (findings, sources, lang) = lookout.finish();
        return Err(Failure { findings, sources, lang });
    };
    let text = write(draft, &measures, &agencies, &duties);
    if lookout.rubric(&out.display().to_string(), &text).is_none() {
        let (findings, sources, lang) = lookout.finish();
        return Err(Failure { findings, sources, lang });
    }
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = out.file_name().map(PathBuf::from).unwrap_or_default();
    let mut staging = Staging::new(folder)?;
    staging.write(&name, |file| file.write_all(text.as_bytes()))?;
    staging.publish()?;
    Ok(out)
}

fn failed(findings: Vec<Finding>) -> Failure {
    Failure { findings, ..Failure::default() }
}

fn write(draft: &Draft, measures: &[Measure], agencies: &Register, duties: &Responsibilities) -> String {
    let words = if draft.lang == Lang::En { &EN } else { &ZH };
    let mut text = head(draft, words);
    let _ = write!(text, "# {}\n\n", words.fields);
    for (index, measure) in measures.iter().enumerate() {
        let _ = write!(
            text,
            "[[field]]\nid       = {}\nname     = {}\ntype     = \"choice\"\nfrom     = \"self\"\nchoices  = [{}]\nrequired = true\n\n",
            quoted(&id(index)),
            quoted(&measure.title),
            words.levels.map(quoted).join(", "),
        );
    }
    let marks = shares(100, measures.len());
    let mut part = None;
    let mut parts = 0;
    for (index, measure) in measures.iter().enumerate() {
        if part != Some(&measure.part) {
            part = Some(&measure.part);
            parts += 1;
            let whole: usize =
                measures.iter().zip(&marks).filter(|(m, _)| m.part == measure.part).map(|(_, m)| m).sum();
            let name = if measure.part.is_empty() { &draft.id } else { &measure.part };
            let _ = write!(text, "[[section]]\nid    = \"S{parts}\"\nname  = {}\nmarks = {whole}\n\n", quoted(name));
        }
        text.push_str(&indicator(draft, words, (index, measure), (parts, marks[index]), (agencies, duties)));
    }
    text
}

fn head(draft: &Draft, words: &Words) -> String {
    let [excellent, good, pass, fail] = words.grades.map(quoted);
    let rescale = if draft.subjects == "agencies" { "na         = \"rescale\"\nrescale_at = \"total\"\n" } else { "" };
    format!(
        "{}\n[rubric]\nformat       = 1\nid           = {}\ntitle        = {}\nversion      = \"0.1.0\"\nperiod       = {}\nfull_marks   = 100\n\
         subjects     = {}\nlang         = \"{}\"\nbasis        = [{}]\nillustrative = true\n\n\
         [defaults]\nmissing    = \"zero\"\n{rescale}\n\
         [rounding]\nindicator = {{ places = 2, mode = \"half_up\" }}\ntotal     = {{ places = 2, mode = \"half_up\" }}\n\n\
         [[grade]]\nname     = {excellent}\nat_least = 90\n\n[[grade]]\nname     = {good}\nat_least = 80\n\n\
         [[grade]]\nname     = {pass}\nat_least = 60\n\n[[grade]]\nname = {fail}\n\n\
         [[source]]\nid   = \"office\"\nname = {}\n\n[[source]]\nid   = \"self\"\nname = {}\n\n",
        words.opening,
        quoted(&draft.id),
        quoted(draft.title.as_deref().unwrap_or(words.title)),
        quoted(&draft.period),
        quoted(&draft.subjects),
        if draft.lang == Lang::En { "en" } else { "zh" },
        quoted(if draft.measures == seeds::MEASURES_NAME { PLAN } else { words.basis }),
        quoted(words.office),
        quoted(words.own),
    )
}

fn indicator(
    draft: &Draft,
    words: &Words,
    (index, measure): (usize, &Measure),
    (part, marks): (usize, usize),
    (agencies, duties): (&Register, &Responsibilities),
) -> String {
    let units = agencies.units();
    let who: Vec<&str> = units.iter().filter(|unit| duties.answers(&unit.code, &measure.no)).map(Unit::label).collect();
    let said = if who.len() == units.len() { words.all.to_owned() } else { who.join(words.between) };
    let lead = who.first().map(|lead| format!("lead     = {}\n", quoted(lead))).unwrap_or_default();
    // those who are not agencies answer for every measure
    let applies = if draft.subjects == "agencies" {
        format!("applies  = {}\n", quoted(&format!("answers('{}')", measure.no.replace('\'', ""))))
    } else {
        String::new()
    };
    let levels = words.levels.iter().zip(["1", "0.8", "0.5", "0"]);
    let levels: Vec<String> = levels.map(|(name, share)| format!("{} = {share}", quoted(name))).collect();
    format!(
        "# {}{said}\n[[indicator]]\nid       = {}\nunder    = \"S{part}\"\nname     = {}\nmarks    = {marks}         # {}\n{applies}\
         score    = {{ rule = \"choice\", levels = {{ {} }} }}\nevidence = {}\n{lead}\n",
        words.who,
        quoted(&id(index)),
        quoted(&format!("{}{}", measure.no, measure.title)),
        words.marks,
        levels.join(", "),
        quoted(words.evidence),
    )
}

fn id(index: usize) -> String {
    format!("M{:02}", index + 1)
}

/// Whole marks for each of so many, as even as they get; the first ones have one more.
fn shares(whole: usize, count: usize) -> Vec<usize> {
    let count = count.max(1);
    (0..count).map(|index| whole / count + usize::from(index < whole % count)).collect()
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
