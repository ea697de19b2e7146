//! What is said of returns (`@key`): what a cell should have held, what a file is, how a sheet was taken. A `{}` stands
//! for what follows the key: `@bytes 512` is "512 bytes".

/// Key, 中文, English; by rising key.
#[rustfmt::skip]
const WORDS: &[(&str, &str, &str)] = &[
    ("a-binary", "不认识的二进制文件", "a binary file of an unknown kind"),
    ("a-frameset", "只有框架的网页（表格在附带的文件夹里）", "a web page of frames (its tables are in the folder beside it)"),
    ("a-mail", "邮件", "a mail message"),
    ("a-numbers-document", "苹果 Numbers 表格", "an Apple Numbers document"),
    ("a-pdf", "PDF 文件", "a PDF"),
    ("a-presentation", "演示文稿", "a presentation"),
    ("a-web-archive", "网页归档（MHTML）", "a web archive (MHTML)"),
    ("a-web-page", "网页（HTML）", "a web page (HTML)"),
    ("a-word-document", "Word 文档", "a Word document"),
    ("an-archive", "压缩包", "an archive"),
    ("an-image", "图片", "an image"),
    ("an-ods-spreadsheet", " ods 工作簿", "an ods spreadsheet"),
    ("an-ofd-document", "OFD 文件", "an OFD document"),
    ("an-old-workbook", "Excel 4.0 或更早的旧格式", "a workbook of Excel 4.0 or before"),
    ("an-rtf-document", "RTF 文档", "an RTF document"),
    ("an-xls-workbook", " xls 工作簿", "an xls workbook"),
    ("an-xlsb-workbook", " xlsb 工作簿", "an xlsb workbook"),
    ("an-xlsx-workbook", " xlsx 工作簿", "an xlsx workbook"),
    ("an-xml-file", "XML 文件", "an XML file"),
    ("an-xml-spreadsheet", "Excel 2003 的 XML 表格", "an XML spreadsheet of Excel 2003"),
    ("apostrophes", "撇号作千分位", "apostrophes separate thousands"),
    ("approximate", "只是约数、界限或区间，不是一个确定的值", "a bound, a range or an estimate, not one value"),
    ("bool", "是或否", "yes or no"),
    ("bytes", "{} 字节", "{} bytes"),
    ("cells", "{} 个单元格", "{} cells"),
    ("claim", "声明的字符串个数与内容不符", "it claims more strings than it can hold"),
    ("crashed", "读取程序出错", "the reader failed"),
    ("cut", "文件不完整，中途截断", "it breaks off in the middle"),
    ("date", "日期（如 2015-06-30）", "a date (such as 2015-06-30)"),
    ("day-as-number", "单元格是日期格式", "the cell is formatted as a date"),
    ("day-or-month", "分不清哪个是月、哪个是日", "which is the day and which the month cannot be told"),
    ("deep", "标记嵌套过深", "its markup is nested too deeply"),
    ("elsewhere", "所填内容在别处", "the answer is somewhere else"),
    ("encoding", "既不是 UTF-8，也不是 GB18030", "neither UTF-8 nor GB18030"),
    ("entity", "含有不允许的实体", "it refers to an entity that it defines itself"),
    ("entries", "{} 个内部文件", "{} entries"),
    ("file-name", "文件名", "the file's name"),
    ("formula", "公式成了文字，没有结果", "a formula typed as text, without a result"),
    ("full-width", "全角字符或空格", "full-width forms or spaces"),
    ("hidden", "隐藏的工作表", "a hidden sheet"),
    ("hidden-file", "隐藏文件", "a hidden file"),
    ("in-words", "中文数字", "a number in words"),
    ("incomplete-date", "缺少年份、月份或日", "the year, the month or the day is missing"),
    ("integer", "整数", "a whole number"),
    ("last-stop", "末尾多了标点", "a stop at the end"),
    ("later", "还没有填报", "not filled in yet"),
    ("layout-crossed", "指标在行、单位在列", "fields down, units across"),
    ("layout-long", "长表：每行一个单位的一项指标", "long form: one unit and field a row"),
    ("layout-matrix", "单位在行、指标在列", "units down, fields across"),
    ("layout-single", "一个单位，指标在行", "one unit, fields down"),
    ("layout-skipped", "没有读取", "not read"),
    ("leading-zeros", "前面有多余的 0，请确认不是编号", "noughts in front; is it a code?"),
    ("lock-file", "打开工作簿时留下的锁文件", "a lock file left by an open workbook"),
    ("marks-around", "去掉编号或标点", "without its number or marks"),
    ("maybe-negative", "括号或箭头可能表示负数，也可能不是", "the brackets or arrow may mean a negative number, or may not"),
    ("memory", "读取所需内存超出限制", "reading it takes more memory than allowed"),
    ("merged", "合并单元格", "a merged cell"),
    ("multiplier", "没有写明计量单位，“万”“亿”“千”无法确定", "without a unit of measure it is not certain what the multiplier counts"),
    ("no", "否", "no"),
    ("no-decimals", "小数点后没有数字", "no digits behind the point"),
    ("no-such-day", "没有这一天", "there is no such day"),
    ("no-table", "其中没有指标数据", "there is no data of any field in it"),
    ("no-unit", "找不到填报单位", "the reporting unit is named nowhere"),
    ("none", "“无”可能是 0，也可能是不适用，请填 0 或“不适用”", "it may mean 0 or not applicable; write which"),
    ("not-a-percentage", "该指标不是百分数", "the field is no percentage"),
    ("not-one-tick", "没有勾选，或者勾选了不止一项", "nothing is ticked, or more than one thing"),
    ("number", "数值", "a number"),
    ("open-quote", "这里的引号没有配对，其后的行无法分列", "the quotation mark here is never closed, so what follows it is no table"),
    ("other-digits", "阿拉伯文数字", "Arabic digits"),
    ("percent", "百分数（如 98.5）", "percentage points (such as 98.5)"),
    ("percent-sign", "带百分号", "with a percent sign"),
    ("plain-text", "纯文本表格（CSV）", "plain text (CSV)"),
    ("plus-sign", "带正号", "with a plus sign"),
    ("quoted", "带引号或撇号", "with quotes or an apostrophe"),
    ("ratio", "压缩比异常", "packed suspiciously tight"),
    ("ratio-or-percent", "按百分数读取；如果填的是比例，请乘以 100", "read as percentage points; if a ratio was meant, multiply by 100"),
    ("save-as", "请另存为 xlsx 或 CSV 后重新报送", "Save it as xlsx or CSV and send it again"),
    ("scientific", "科学记数，可能丢了后面的数字", "written in powers of ten, which may have lost digits"),
    ("seconds", "{} 秒", "{} seconds"),
    ("send-table", "请报送填好的表格本身（xlsx 或 CSV）", "Send the filled-in workbook itself (xlsx or CSV)"),
    ("separators", "逗号或空格没有分在千位上，可能是小数点或两个数", "commas or spaces that do not separate thousands"),
    ("serial", "像是没有设成日期格式的序号", "it looks like an unformatted date"),
    ("sheet-name", "工作表名", "the sheet's name"),
    ("sheets", "{} 个工作表", "{} sheets"),
    ("snapped", "去掉二进制运算的尾差", "the residue of binary arithmetic dropped"),
    ("spaced-thousands", "空格作千分位", "spaces separate thousands"),
    ("special", "不是普通文件", "not a regular file"),
    ("state", "value、missing 或 not_applicable", "value, missing or not_applicable"),
    ("state-clash", "状态与数值矛盾", "the state contradicts the value"),
    ("stop-as-point", "句号作小数点", "a full stop for the decimal point"),
    ("styles", "{} 种单元格样式", "{} cell styles"),
    ("text", "文字", "text"),
    ("ticked", "按勾选读取", "by what is ticked"),
    ("two-digit-year", "年份只有两位", "a year of two digits"),
    ("unpack", "请解压，把其中的表格放进考核文件夹", "Unpack it and put the workbooks in it into the folder"),
    ("unpacked", "解压后 {}", "{} unpacked"),
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
