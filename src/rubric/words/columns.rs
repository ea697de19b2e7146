//! The headings of a printed scheme, for whoever prints it.

use crate::finding::Lang;

use super::super::model::Rubric;
use super::table::{put, words};

/// Headings and the words around a printed scheme.
#[derive(Clone, Debug)]
pub struct Columns {
    /// 一级指标, 二级指标 … as many as the tree is deep.
    pub levels: Vec<String>,
    /// 编号.
    pub id: &'static str,
    /// 指标.
    pub indicator: &'static str,
    /// 分值.
    pub marks: &'static str,
    /// 评分标准.
    pub rule: &'static str,
    /// 目标值.
    pub target: &'static str,
    /// 数据来源.
    pub source: &'static str,
    /// 佐证材料.
    pub evidence: &'static str,
    /// 牵头部门.
    pub lead: &'static str,
    /// 缺项处理.
    pub policies: &'static str,
    /// 说明.
    pub notes: &'static str,
    /// Name of the sheet.
    pub sheet: &'static str,
    /// Said where marks and targets are examples.
    pub example: &'static str,
    /// Footer, with a spreadsheet's marks for page and pages.
    pub page: &'static str,
    /// Font for the workbook.
    pub font: &'static str,
}

/// The headings for a rubric.
#[must_use]
pub fn columns(rubric: &Rubric, lang: Lang) -> Columns {
    let c = &words(lang).column;
    let deepest = rubric.nodes.iter().map(|n| n.level).max().unwrap_or(1);
    let level = |n: usize| match c.levels.get(n) {
        Some(name) => (*name).to_owned(),
        None => put(c.level, &[&(n + 1).to_string()]),
    };
    Columns {
        levels: (0..deepest).map(level).collect(),
        id: c.id,
        indicator: c.indicator,
        marks: c.marks,
        rule: c.rule,
        target: c.target,
        source: c.source,
        evidence: c.evidence,
        lead: c.lead,
        policies: c.policies,
        notes: c.notes,
        sheet: c.sheet,
        example: c.example,
        page: c.page,
        font: c.font,
    }
}
