//! The words of the forms that are sent out.

use crate::finding::Lang;
use crate::rubric::fingerprint::Said;

/// The words of one language. A `{}` is filled in by [`put`](super::put), in order.
#[derive(Debug)]
pub struct FormWords {
    /// The folder of the forms.
    pub folder: &'static str,
    /// Sheet of a unit's form, which is also the end of its title.
    pub unit_sheet: &'static str,
    /// Sheet of a reporter's matrix.
    pub matrix_sheet: &'static str,
    /// Sheet of an assessor's marks.
    pub panel_sheet: &'static str,
    /// Sheet of instructions.
    pub about_sheet: &'static str,
    /// What stands between a title and the kind of the form.
    pub dash: &'static str,
    /// Something in brackets under a heading.
    pub aside: &'static str,
    /// The reporting unit.
    pub unit: &'static str,
    /// Who reports on all units.
    pub reporter: &'static str,
    /// Who gives marks; filled in.
    pub assessor: &'static str,
    /// The period.
    pub period: &'static str,
    /// A year as people write it.
    pub year: &'static str,
    /// A month of a year.
    pub month: &'static str,
    /// A column of values of a period.
    pub values: &'static str,
    /// Headings: number, part, indicator, field, unit of measure, how to fill it in, unit.
    pub heads: Heads,
    /// Headings of what is said with a value.
    pub said: fn(Said) -> &'static str,
    /// Heading of remarks.
    pub note: &'static str,
    /// Fields that vetoes read.
    pub vetoes: &'static str,
    /// Fields that nothing else names.
    pub others: &'static str,
    /// Signatures at the foot.
    pub signatures: [&'static str; 4],
    /// What is said under the table.
    pub foot: &'static str,
    /// How values are to be filled in.
    pub fill: Fill,
    /// The instructions.
    pub about: About,
    /// Page numbers.
    pub page: &'static str,
}

/// Headings of the tables.
#[derive(Debug)]
pub struct Heads {
    /// Number of the row.
    pub number: &'static str,
    /// Section.
    pub part: &'static str,
    /// Indicator.
    pub indicator: &'static str,
    /// Field.
    pub field: &'static str,
    /// Unit of measure.
    pub measure: &'static str,
    /// How to fill it in.
    pub how: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Periods asked for.
    pub periods: &'static str,
}

/// How a value is to be filled in.
#[derive(Debug)]
pub struct Fill {
    /// It must be there.
    pub required: &'static str,
    /// A number between two others.
    pub between: &'static str,
    /// A number not less than another.
    pub from: &'static str,
    /// A number not greater than another.
    pub to: &'static str,
    /// Any number.
    pub number: &'static str,
    /// A whole number.
    pub whole: &'static str,
    /// Percentage points.
    pub points: &'static str,
    /// Yes or no.
    pub yes_no: &'static str,
    /// The two answers.
    pub yes_no_list: [&'static str; 2],
    /// One of these.
    pub choose: &'static str,
    /// A date.
    pub date: &'static str,
    /// Text.
    pub text: &'static str,
    /// What evidence is wanted.
    pub evidence: &'static str,
    /// What is chosen from a list where nothing applies.
    pub not_applicable: &'static str,
    /// What else is taken for it.
    pub marks: &'static [&'static str],
    /// Title of the message where a value does not do.
    pub wrong: &'static str,
    /// What to do then.
    pub wrong_says: &'static str,
    /// What separates parts.
    pub and: &'static str,
    /// What separates items.
    pub comma: &'static str,
}

/// The instructions, a line each.
#[derive(Debug)]
pub struct About {
    /// Who fills a unit's form in: the unit, the period.
    pub unit: &'static str,
    /// Who fills a matrix in: the reporter, how many units, the period.
    pub matrix: &'static str,
    /// Who fills a form of a panel in: how many units.
    pub panel: &'static str,
    /// By when, left to be filled in by whoever sends it out.
    pub deadline: &'static str,
    /// What holds for every form.
    pub lines: &'static [&'static str],
    /// Where marks need a reason.
    pub reason: &'static str,
    /// Where an event must be vouched for.
    pub vouch: &'static str,
    /// Heading of the list of fields.
    pub fields: &'static str,
}

/// The words of a language.
#[must_use]
pub const fn form_words(lang: Lang) -> &'static FormWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

static ZH: FormWords = FormWords {
    folder: "填报表",
    unit_sheet: "自评填报表",
    matrix_sheet: "数据报送表",
    panel_sheet: "专家评分表",
    about_sheet: "填报说明",
    dash: "",
    aside: "（{}）",
    unit: "填报单位：{}",
    reporter: "报送部门：{}",
    assessor: "专家姓名：",
    period: "考核年度：{}",
    year: "{}年",
    month: "{}年{}月",
    values: "{}填报值",
    heads: Heads {
        number: "序号",
        part: "所属部分",
        indicator: "指标",
        field: "填报项",
        measure: "计量单位",
        how: "填报要求",
        unit: "单位名称",
        periods: "年度",
    },
    said: |said| match said {
        Said::Reason => "评分理由",
        Said::By => "认定人",
        Said::Date => "认定日期",
        Said::Evidence => "佐证材料",
    },
    note: "备注",
    vetoes: "否决项",
    others: "其他",
    signatures: ["填表人：", "审核人：", "联系电话：", "填报日期："],
    foot: "注：只填黄色单元格。空白为未填，0为零，不适用填“不适用”或“－”，三者含义不同。详见“填报说明”。",
    fill: Fill {
        required: "必填",
        between: "{}～{}",
        from: "不小于{}",
        to: "不大于{}",
        number: "填数字",
        whole: "填整数",
        points: "填百分点：98.5%填98.5",
        yes_no: "填“是”或“否”",
        yes_no_list: ["是", "否"],
        choose: "从下拉列表中选择：{}",
        date: "填日期，如2015-06-30",
        text: "填文字",
        evidence: "佐证：{}",
        not_applicable: "不适用",
        marks: &["不适用", "－", "-", "—", "/"],
        wrong: "不符合填报要求",
        wrong_says: "{}。不适用的填“不适用”。",
        and: "；",
        comma: "、",
    },
    about: About {
        unit: "本表由{}填报，考核年度为{}。表中只列出本单位需要填报的项目。",
        matrix: "本表由{}填报，就{}个单位逐一报送，考核年度为{}。灰色单元格不需要填报。",
        panel: "本表由专家逐人填写，一人一份，就{}个单位逐一评分，请先填写专家姓名。",
        deadline: "报送截止日期：　　　　年　　月　　日　　　　报送方式：",
        lines: &[
            "只填黄色单元格。表格设有保护（没有密码），以免误改；列宽和行高可以调整。",
            "空白表示没有填报，按缺少数据处理；确实为零的填0；本单位不涉及的填“不适用”或“－”（下拉列表中选“不适用”）。三者含义不同，请勿混用。",
            "按“计量单位”折算后填报，只填数字，不写单位。",
            "百分数填百分点：98.5%填98.5，不填0.985，也不写百分号。",
            "有下拉列表的从列表中选择；日期按2015-06-30的样式填写。",
            "“佐证材料”写明文件名称、文号或附件名；“备注”说明口径和特殊情况。",
            "可用Excel、WPS表格或LibreOffice填写，保存为xlsx、xls或ods均可；文件名可以改。",
            "第一行和第一列是隐藏的，汇总程序据此识别本表，请勿删除。",
        ],
        reason: "有“评分理由”一栏的，评分必须写明理由。",
        vouch: "有“认定人”一栏的事项，须写明认定人、认定日期和依据。",
        fields: "填报项目",
    },
    page: "第 &P 页 共 &N 页",
};

static EN: FormWords = FormWords {
    folder: "forms",
    unit_sheet: "Self-report",
    matrix_sheet: "Data report",
    panel_sheet: "Marks by assessor",
    about_sheet: "Instructions",
    dash: " – ",
    aside: "({})",
    unit: "Reporting unit: {}",
    reporter: "Reported by: {}",
    assessor: "Assessor:",
    period: "Period: {}",
    year: "{}",
    month: "{}-{}",
    values: "{}",
    heads: Heads {
        number: "No.",
        part: "Part",
        indicator: "Indicator",
        field: "Item",
        measure: "Unit of measure",
        how: "How to fill it in",
        unit: "Unit",
        periods: "Periods",
    },
    said: |said| match said {
        Said::Reason => "Reason",
        Said::By => "By",
        Said::Date => "Date",
        Said::Evidence => "Evidence",
    },
    note: "Remarks",
    vetoes: "Vetoes",
    others: "Other",
    signatures: ["Filled in by:", "Checked by:", "Telephone:", "Date:"],
    foot: "Note: fill in the yellow cells only. A blank is missing, 0 is nought, and what does not apply is N/A: the three differ. See Instructions.",
    fill: Fill {
        required: "Required",
        between: "{} to {}",
        from: "at least {}",
        to: "at most {}",
        number: "A number",
        whole: "A whole number",
        points: "Percentage points: 98.5 for 98.5%",
        yes_no: "Yes or No",
        yes_no_list: ["Yes", "No"],
        choose: "Choose from the list: {}",
        date: "A date such as 2015-06-30",
        text: "Text",
        evidence: "Evidence: {}",
        not_applicable: "N/A",
        marks: &["N/A", "-", "－", "—", "/"],
        wrong: "This does not do",
        wrong_says: "{}. Where it does not apply, N/A.",
        and: "; ",
        comma: ", ",
    },
    about: About {
        unit: "This form is filled in by {} for {}. It lists only what this unit is asked for.",
        matrix: "This form is filled in by {} for each of {} units, for {}. Grey cells are not asked for.",
        panel: "Every assessor fills in a copy of this form, for each of {} units. Please give your name first.",
        deadline: "To be returned by:                              to:",
        lines: &[
            "Fill in the yellow cells only. The sheet is protected (without a password) against slips; widths and heights can be changed.",
            "A blank means that nothing was reported and counts as missing. Where the figure is nought, write 0. Where it does not apply, write N/A (or choose it from the list). The three differ.",
            "Give figures in the unit of measure stated, without writing the unit.",
            "Percentages are percentage points: 98.5 for 98.5%, neither 0.985 nor with a sign.",
            "Where there is a list, choose from it. Dates look like 2015-06-30.",
            "Under Evidence name the document or attachment; under Remarks say what is particular.",
            "Excel, WPS and LibreOffice all do; save as xlsx, xls or ods. The file may be renamed.",
            "The first row and column are hidden. The form is known by them when it comes back: please leave them in place.",
        ],
        reason: "Where there is a column Reason, marks need one.",
        vouch: "Where there is a column By, say who found it, when, and on what evidence.",
        fields: "Items",
    },
    page: "Page &P of &N",
};
