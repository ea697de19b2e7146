//! What is said of returns (`@key`): what a cell should have held, what a file is, how a sheet was taken. A `{}` stands
//! for what follows the key: `@bytes 512` is "512 bytes".

/// Key, 中文, English; by rising key.
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
    ("bool", "是或否", "yes or no"),
    ("bytes", "{} 字节", "{} bytes"),
    ("cells", "{} 个单元格", "{} cells"),
    ("claim", "声明的字符串个数与内容不符", "it claims more strings than it can hold"),
    ("crashed", "读取程序出错", "the reader failed"),
    ("date", "日期（如 2015-06-30）", "a date (such as 2015-06-30)"),
    ("day-as-number", "单元格是日期格式", "the cell is formatted as a date"),
    ("encoding", "既不是 UTF-8，也不是 GB18030", "neither UTF-8 nor GB18030"),
    ("entries", "{} 个内部文件", "{} entries"),
    (
        "filled-in",
        "修改清单中填写的“{}”不读取，请改在表中标色的单元格",
        "'{}', filled in on the list, is not read: it belongs into the coloured cell",
    ),
    ("full-width", "全角字符或空格", "full-width forms or spaces"),
    ("hidden", "隐藏的工作表", "a hidden sheet"),
    ("integer", "整数", "a whole number"),
    ("layout-crossed", "指标在行、单位在列", "fields down, units across"),
    ("layout-long", "长表：每行一个单位的一项指标", "long form: one unit and field a row"),
    ("layout-matrix", "单位在行、指标在列", "units down, fields across"),
    ("layout-mendings", "退回修改清单", "the list of mendings"),
    ("layout-single", "一个单位，指标在行", "one unit, fields down"),
    ("layout-skipped", "没有读取", "not read"),
    ("merged", "合并单元格", "a merged cell"),
    ("no-table", "其中没有指标数据", "there is no data of any field in it"),
    ("no-unit", "找不到填报单位", "the reporting unit is named nowhere"),
    ("number", "数值", "a number"),
    ("percent", "百分数（如 98.5）", "percentage points (such as 98.5)"),
    ("percent-sign", "带百分号", "with a percent sign"),
    ("ratio", "压缩比异常", "packed suspiciously tight"),
    (
        "ratio-or-percent",
        "按百分数读取；如果填的是比例，请乘以 100",
        "read as percentage points; if a ratio was meant, multiply by 100",
    ),
    ("serial", "像是没有设成日期格式的序号", "it looks like an unformatted date"),
    ("snapped", "去掉二进制运算的尾差", "the residue of binary arithmetic dropped"),
    ("special", "不是普通文件", "not a regular file"),
    ("state", "value、missing 或 not_applicable", "value, missing or not_applicable"),
    ("state-clash", "状态与数值矛盾", "the state contradicts the value"),
    ("text", "文字", "text"),
    ("with-measure", "带计量单位", "with its unit of measure"),
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
