//! What is said of returns (`@key`): what a cell should have held, what a file is, how a sheet was taken. A `{}` stands
//! for what follows the key: `@bytes 512` is "512 bytes".

/// Key, 中文, English; by rising key.
#[rustfmt::skip]
const WORDS: &[(&str, &str, &str)] = &[
    ("a-binary", "不认识的二进制文件", "a binary file of an unknown kind"),
    ("a-pdf", "PDF 文件", "a PDF"),
    ("a-presentation", "演示文稿", "a presentation"),
    ("a-web-page", "网页（HTML）", "a web page (HTML)"),
    ("a-word-document", "Word 文档", "a Word document"),
    ("an-archive", "压缩包", "an archive"),
    ("an-image", "图片", "an image"),
    ("an-ofd-document", "OFD 文件", "an OFD document"),
    ("an-rtf-document", "RTF 文档", "an RTF document"),
    ("an-xml-file", "XML 文件", "an XML file"),
    ("apostrophes", "撇号作千分位", "apostrophes separate thousands"),
    ("approximate", "只是约数、界限或区间，不是一个确定的值", "a bound, a range or an estimate, not one value"),
    ("bool", "是或否", "yes or no"),
    ("by-headings", "普通表格", "a plain table"),
    ("bytes", "{} 字节", "{} bytes"),
    ("cells", "{} 个单元格", "{} cells"),
    ("claim", "声明的字符串个数与内容不符", "it claims more strings than it can hold"),
    ("crashed", "读取程序出错", "the reader failed"),
    ("date", "日期（如 2015-06-30）", "a date (such as 2015-06-30)"),
    ("day-as-number", "单元格是日期格式", "the cell is formatted as a date"),
    ("day-or-month", "分不清哪个是月、哪个是日", "which is the day and which the month cannot be told"),
    ("elsewhere", "所填内容在别处", "the answer is somewhere else"),
    ("encoding", "既不是 UTF-8，也不是 GB18030", "neither UTF-8 nor GB18030"),
    ("entries", "{} 个内部文件", "{} entries"),
    ("file-name", "文件名", "the file's name"),
    (
        "filled-in",
        "修改清单中填写的“{}”不读取，请改在表中标色的单元格",
        "'{}', filled in on the list, is not read: it belongs into the coloured cell",
    ),
    ("fingerprint", "填报表标识", "the form's fingerprint"),
    ("formula", "公式成了文字，没有结果", "a formula typed as text, without a result"),
    ("full-width", "全角字符或空格", "full-width forms or spaces"),
    ("hidden", "隐藏的工作表", "a hidden sheet"),
    ("in-words", "中文数字", "a number in words"),
    ("incomplete-date", "缺少年份、月份或日", "the year, the month or the day is missing"),
    ("integer", "整数", "a whole number"),
    ("last-stop", "末尾多了标点", "a stop at the end"),
    ("later", "还没有填报", "not filled in yet"),
    ("layout-about", "下发的填报说明", "the instructions of a form that was sent out"),
    ("layout-crossed", "指标在行、单位在列", "fields down, units across"),
    ("layout-foreign", "另一份评分细则的填报表，没有读取", "a form of another rubric, not read"),
    ("layout-form", "下发的填报表", "a form that was sent out"),
    ("layout-long", "长表：每行一个单位的一项指标", "long form: one unit and field a row"),
    ("layout-matrix", "单位在行、指标在列", "units down, fields across"),
    ("layout-mendings", "退回修改清单", "the list of mendings"),
    ("layout-single", "一个单位，指标在行", "one unit, fields down"),
    ("layout-skipped", "没有读取", "not read"),
    ("leading-zeros", "前面有多余的 0，请确认不是编号", "noughts in front; is it a code?"),
    ("mangled", "填报表标识已损坏", "the fingerprint of the form is damaged"),
    ("marks-around", "去掉编号或标点", "without its number or marks"),
    ("maybe-negative", "括号或箭头可能表示负数，也可能不是", "the brackets or arrow may mean a negative number, or may not"),
    ("merged", "合并单元格", "a merged cell"),
    ("multiplier", "没有写明计量单位，“万”“亿”“千”无法确定", "without a unit of measure it is not certain what the multiplier counts"),
    ("no", "否", "no"),
    ("no-assessor", "（专家姓名没有填写）", "(no assessor is named)"),
    ("no-decimals", "小数点后没有数字", "no digits behind the point"),
    ("no-such-day", "没有这一天", "there is no such day"),
    ("no-table", "其中没有指标数据", "there is no data of any field in it"),
    ("no-unit", "找不到填报单位", "the reporting unit is named nowhere"),
    ("none", "“无”可能是 0，也可能是不适用，请填 0 或“不适用”", "it may mean 0 or not applicable; write which"),
    ("not-a-percentage", "该指标不是百分数", "the field is no percentage"),
    ("not-one-tick", "没有勾选，或者勾选了不止一项", "nothing is ticked, or more than one thing"),
    ("number", "数值", "a number"),
    ("other-digits", "阿拉伯文数字", "Arabic digits"),
    ("percent", "百分数（如 98.5）", "percentage points (such as 98.5)"),
    ("percent-sign", "带百分号", "with a percent sign"),
    ("plus-sign", "带正号", "with a plus sign"),
    ("quoted", "带引号或撇号", "with quotes or an apostrophe"),
    ("ratio", "压缩比异常", "packed suspiciously tight"),
    ("ratio-or-percent", "按百分数读取；如果填的是比例，请乘以 100", "read as percentage points; if a ratio was meant, multiply by 100"),
    ("scientific", "科学记数，可能丢了后面的数字", "written in powers of ten, which may have lost digits"),
    ("separators", "逗号或空格没有分在千位上，可能是小数点或两个数", "commas or spaces that do not separate thousands"),
    ("serial", "像是没有设成日期格式的序号", "it looks like an unformatted date"),
    ("sheet-name", "工作表名", "the sheet's name"),
    ("snapped", "去掉二进制运算的尾差", "the residue of binary arithmetic dropped"),
    ("spaced-thousands", "空格作千分位", "spaces separate thousands"),
    ("special", "不是普通文件", "not a regular file"),
    ("state", "value、missing 或 not_applicable", "value, missing or not_applicable"),
    ("state-clash", "状态与数值矛盾", "the state contradicts the value"),
    ("stop-as-point", "句号作小数点", "a full stop for the decimal point"),
    ("tags-gone", "填报表的隐藏行列已被删除，表头也认不出", "the hidden rows and columns of the form are gone, and its headings are not understood"),
    ("text", "文字", "text"),
    ("ticked", "按勾选读取", "by what is ticked"),
    ("two-digit-year", "年份只有两位", "a year of two digits"),
    ("weekday", "日期与星期不符", "the day of the week is another"),
    ("with-measure", "带计量单位", "with its unit of measure"),
    ("year-last", "年份写在后面", "the year stands last"),
    ("yes", "是", "yes"),
];

/// The Chinese and English words of a key.
pub(super) fn find(key: &str) -> Option<(&'static str, &'static str)> {
    WORDS.iter().find(|(known, ..)| *known == key).map(|(_, zh, en)| (*zh, *en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_there_once_and_none_is_a_word_of_scoring() {
        assert!(WORDS.is_sorted_by(|a, b| a.0 < b.0));
        for (key, zh, en) in WORDS {
            assert!(super::super::zh::word(key).is_none() && super::super::en::word(key).is_none(), "{key}");
            assert_eq!(zh.contains("{}"), en.contains("{}"), "{key}");
        }
    }
}
