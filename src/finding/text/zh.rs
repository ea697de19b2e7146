//! 中文: what each code says, and what to do.

use super::{Code, Entry};

#[allow(clippy::too_many_lines)] // a table
pub(super) fn entry(code: Code) -> Entry {
    let (says, remedy) = match code {
        Code::FileUnreadable => ("文件无法读取[：{found}]", "请确认文件没有损坏、没有被其他程序占用，再重新运行"),
        Code::FileMissing => ("找不到文件或文件夹“{found}”[，{hint}]", "请检查路径，或把文件放到该位置"),
        Code::PathOutside => ("路径“{found}”越出了考核文件夹", "请把文件放进考核文件夹，使用相对路径"),
        Code::TomlSyntax => ("不是有效的 TOML：{found}", "请按位置修改"),
        Code::UnknownKey => ("不认识的键“{found}”[，最接近的是“{hint}”]", "[可用的键：{expected}]"),
        Code::MissingKey => ("缺少必需的键“{expected}”[（{found}）]", "请补上"),
        Code::BadValue => ("值“{found}”不合要求[，应为{expected}][，最接近的是“{hint}”]", "请修改"),
        Code::DuplicateId => ("编号“{found}”重复", "请为其中一个另取编号"),
        Code::UnknownName => ("找不到名称“{found}”[，最接近的是“{hint}”]", "[应为{expected}]"),
        Code::ExpressionSyntax => ("表达式有误：{found}", "[应为{expected}]"),
        Code::ExpressionType => ("表达式类型不符：{found}", "[应为{expected}]"),
        Code::Cycle => ("循环依赖：{found}", "请去掉其中一个引用"),
        Code::MarksDoNotAddUp => ("“{field}”的下级分值合计为 {found}，应为 {expected}[（{hint}）]", "请调整分值"),
        Code::AmbiguousSetting => ("几套评分细则都有“{found}”", "请写明是哪一套：{expected}"),
        Code::TrialRun => ("这是试算，不是正式结果；改动：{found}", ""),
        Code::BadTable => ("表格有误：{found}", "[应为{expected}]"),
        Code::TargetOutOfReach => {
            ("目标值 {found} 超出填报项的取值范围（{expected}），没有单位能够达到", "请核对目标值或取值范围")
        }
        Code::BandNeverReached => ("第 {found} 档永远不会用到：前面的档次已包含其全部取值", "请调整档次的顺序或界线"),
        Code::NobodyReports => ("指标用到的填报项“{found}”没有写明由谁报送", "请用 from 写明报送单位"),
        Code::FieldUnused => ("填报项“{found}”没有任何指标、校验或否决项用到", "如不需要请删除"),
        Code::RubricOdd => ("{found}", "[{expected}]"),
        Code::LayoutUnknown => ("看不出表格的布局[：{found}]", "请使用下发的模板填报，或保留指标名称、单位名称的表头"),
        Code::NotATable => ("这是{found}，不是能读取的电子表格", "[{hint}]"),
        Code::Encrypted => ("工作簿设有密码，内容已加密", "请取消密码、另存后重新报送"),
        Code::EmptyFile => ("文件是空的，里面没有内容", "请填好后重新报送"),
        Code::TooLarge => (
            "文件内容过大[：{found}]",
            "请删除多余的空白行列、图片或附件[（上限为 {expected}）]；确有必要时用 --max-file 放宽",
        ),
        Code::LockFile => ("这是[{found}]，没有读取", ""),
        Code::EncodingChosen => ("文本按 {found} 编码读取", ""),
        Code::UnknownUnit => ("名册中没有单位“{found}”[，最接近的是“{hint}”]", "请更正单位名称，或在名册中增加别名"),
        Code::AmbiguousUnit => ("单位名称“{found}”对应多个单位：{expected}", "请写全称或代码"),
        Code::UnknownField => ("不认识的指标“{found}”[，最接近的是“{hint}”]", "请更正名称，或在评分细则中增加别名"),
        Code::AmbiguousField => (
            "“{found}”对应多个填报项：{expected}",
            "请写填报项的名称或编号，或在评分细则中去掉重复的别名；这些数据没有读取",
        ),
        Code::UnknownSource => ("评分细则没有声明数据来源“{found}”[，最接近的是“{hint}”]", "[可用的来源：{expected}]"),
        Code::UnreadableValue => ("“{found}”无法读作{expected}[（{hint}）]", "请按原始凭证改正；在此之前按未填处理"),
        Code::ReadWithNote => ("“{found}”按 {expected} 读取[（{hint}）]", ""),
        Code::OutOfRange => ("数值 {found} 超出允许范围（{expected}）", "请核实后改正；该值不计分，按未填处理"),
        Code::UnitOfMeasure => ("计量单位“{found}”无法换算为“{expected}”", "请按“{expected}”填报；在此之前按未填处理"),
        Code::UnitConverted => ("由“{found}”换算为“{expected}”", ""),
        Code::CellError => (
            "单元格是错误值，或公式没有结果：{found}",
            "请修正公式，用 Excel 或 WPS 打开重新计算并保存；在此之前按未填处理",
        ),
        Code::DuplicateObservation => {
            ("同一单位、指标、年度、来源出现两次：先为 {expected}，后为 {found}", "以后一个为准；请确认")
        }
        Code::SourcesDisagree => ("不同来源的数值不一致：{found}", "采用 {expected}；请核实"),
        Code::RequiredMissing => ("必填项“{field}”没有数据", "请补报"),
        Code::ValueMissing => ("缺少“{found}”，处理办法：{expected}", "请补报后重新评分"),
        Code::NotReturned => ("“{unit}”没有报送任何数据", "请催报"),
        Code::SheetSkipped => ("工作表已跳过[：{found}]", ""),
        Code::ExtensionDiffers => ("文件名的扩展名是“{expected}”，内容其实是{found}；按内容读取", ""),
        Code::TooSlow => (
            "读取超过 {expected} 仍未完成[（{found}）]",
            "请删除多余的空白行列、图片或公式，另存为 xlsx 后重新报送；确有必要时用 --max-file 放宽",
        ),
        Code::TemplateStale => (
            "这份表按评分细则 {found} 下发，现行为 {expected}",
            "能对应的指标已经读取；请确认两版之间改动的指标，必要时用新表重新填报",
        ),
        Code::TemplateForeign => {
            ("这份表属于另一份评分细则“{found}”，本次用的是“{expected}”", "没有读取；请放到对应的考核中")
        }
        Code::UnitDiffers => ("表中的单位是“{found}”，[{hint}]却是“{expected}”", "请确认这是谁的表，并改成一致"),
        Code::HeadingDiffers => (
            "这里写的是“{found}”，填报表标识却是“{expected}”",
            "可能是改动了名称，或只对部分列排了序；请改正后重新报送",
        ),
        Code::WrongPeriod => {
            ("年度“{found}”不在评分范围内[（评分细则用到：{expected}）]", "请核对填报年度；这些数据没有参与评分")
        }
        Code::TotalDiffers => ("合计填的是 {found}，各项之和为 {expected}", "请核对各项与合计；合计不参与评分"),
        Code::RateDiffers => {
            ("比率填的是 {found}，按所报数据计算为 {expected}[（{hint}）]", "请核对分子、分母；评分按计算值")
        }
        Code::PartsDiffer => ("本级填报 {found}，[{hint}]为 {expected}", "请与所辖单位核对口径和数据，改正有误的一方"),
        Code::VersionsUndecided => (
            "同一份报送有多个版本：{found}",
            "请在 received.csv 写明收到日期，或在 assessment.toml 指定采用哪一份；暂以“{expected}”为准",
        ),
        Code::ReturnSetAside => ("没有采用：同一份报送以“{expected}”为准[（{hint}）]", ""),
        Code::VersionLacks => (
            "这一版没有填、而“{expected}”填了的：{found}",
            "没有采用的版本中的数据不参与评分；请核实是否漏填，需要时重报或在 assessment.toml 指定采用另一份",
        ),
        Code::VersionUnused => (
            "这条 version 设置没有起作用：“{found}”没有其他版本",
            "请核对路径；要替换没有认出的版本，请用 instead_of 列出",
        ),
        Code::ReceivedMissing => {
            ("received.csv 登记了“{found}”，但找不到这个文件[，最接近的是“{hint}”]", "请补放文件，或更正登记")
        }
        Code::LayoutUnused => ("没有文件符合这条 layout 设置：{found}", "请核对路径和工作表名称[，最接近的是“{hint}”]"),
        Code::UnitNotInPeriod => (
            "“{found}”在考核期内不存在（名册注明的起止：{expected}），不参加这次考核",
            "如不属实，请更正名册的 since、until",
        ),
        Code::CheckFailed => ("{hint}[（{found}）]", "请核实并改正"),
        Code::DivisionByZero => ("除数为零[：{found}]", "按缺失处理；请核实分母"),
        Code::OutOfDomain => ("运算没有意义[：{found}]", "按缺失处理；请核实数据"),
        Code::ChoiceUnknown => {
            ("选项“{found}”不在评分档次之中[（{hint}）]", "请从{expected}中选择；在此之前按缺失处理")
        }
        Code::ReasonMissing => ("给分没有说明理由", "请补充评分理由"),
        Code::VetoUndecided => ("否决项“{found}”缺少数据，无法判定", "请补报后重新评分"),
        Code::VetoEvidence => ("否决项“{found}”成立，但没有写明认定人或依据", "请补充认定人、时间和依据"),
        Code::VetoFired => ("否决项“{found}”成立：{expected}", ""),
        Code::Rejected => ("“{found}”缺少数据，按规定不参加排名", "请补报后重新评分"),
        Code::AdjustmentRefused => ("调整未被采纳：{found}", "[{expected}]"),
        Code::AdjustmentGone => {
            ("[{hint} ]这项调整不再适用：现在没有“{found}”[（决定时：{expected}）]", "请撤回，或者就现在的指标另行提出")
        }
        Code::AdjustmentRedefined => (
            "这项调整决定时的情况已经变了：当时{expected}，现在{found}",
            "调整仍然有效；请复核它是否还成立，成立的重新采纳，不成立的撤回",
        ),
        Code::LedgerBroken => (
            "台账封签后被改动过：应为 {expected}，实为 {found}[（{hint}）]",
            "请与存档核对，查清改动；评分仍按现在的内容进行",
        ),
        Code::LedgerUnsealed => ("从这一行起有 {found} 行还没有封签", "核对无误后可以封签：zhiheng adjust … seal"),
        Code::NearGradeEdge => ("总分 {found} 距离等级界线 {expected} 不足 0.5 分", "请复核"),
        Code::PartsDoNotAddUp => ("各部分公布分之和 {found} 与公布总分 {expected} 因修约相差", ""),
        Code::OutputFailed => ("无法写入“{found}”[：{hint}]", "[{expected}；]原有文件未受影响"),
        Code::OutputsPutBack => (
            "以前的一次运行在更新输出文件时中断[（{hint}）]，新旧文件混在一起",
            "已经恢复为中断之前的输出；那次运行没有完成，需要时请重新运行",
        ),
        Code::RestoreDiffers => {
            ("“{found}”已经存在，内容与历史档案中的不同，没有覆盖", "请先改名或移走，或用 --to 恢复到别的文件夹")
        }
        Code::ArchiveFailed => {
            ("这次运行没有存入历史档案“{found}”[：{hint}]", "[{expected}；]输出文件已经写好，不受影响")
        }
        Code::ArchiveUnreadable => ("历史档案“{found}”无法读取[：{hint}]", "[{expected}]"),
        Code::ArchiveMissing => ("“{found}”还没有历史档案", "运行一次 zhiheng run 就会建立，以后每次运行都会存入"),
        Code::RunUnknown => {
            ("历史档案中没有“{found}”这次运行[，现有 {expected}]", "请用 zhiheng history 查看，写编号、last 或 -1、-2")
        }
    };
    Entry { says, remedy }
}

/// Words that findings hold by key.
pub(super) fn word(key: &str) -> Option<&'static str> {
    Some(match key {
        "zero" => "记 0 分",
        "mean" => "可比单位平均分",
        "worst" => "可比单位最低分",
        "previous" => "以前年度数值",
        "not-counted" => "该项不计入总分",
        "reject" => "不参加排名",
        "named" => "assessment.toml 指定",
        "same" => "内容相同",
        "undecided" => "尚未确定",
        "no-office" => "没有找到 LibreOffice，请安装后再试；工作簿已经生成",
        "office-failed" => "LibreOffice 没能转换工作簿",
        "no-score" => "该项没有得分，不能加减；可以用 set 直接核定",
        _ => return None,
    })
}

/// What the rubric's reader expects, by its English words.
pub(super) fn phrase(english: &str) -> Option<String> {
    const PHRASES: &[(&str, &str)] = &[
        ("a letter or _, then letters, digits and _", "以文字或 _ 开头，由文字、数字和 _ 组成"),
        ("a number, or yes and no", "数字或是/否"),
        (
            "another id: in an indicator this word means its own value, target or marks",
            "另一个编号：在指标中这个词指其自身的值、目标值或分值",
        ),
        ("each value once", "每个值只出现一次"),
        ("kind on top sections only", "kind 只写在一级指标上"),
        ("letters, digits, - and _", "字母、数字、- 和 _"),
        ("the id of a field", "填报项的编号"),
        ("a closing quote", "右引号"),
        ("a name, a number or an operator", "名称、数字或运算符"),
        ("a number", "数字"),
        ("a shorter expression (over() and memo sections add up)", "更短的表达式（可用 over() 或 memo 部分求和）"),
        ("[value, share]", "[数值, 比例]"),
        ("`and` between two comparisons", "两个比较之间用 and 连接"),
        ("a value", "一个值"),
        ("an operator or the end", "运算符或表达式结束"),
        ("fewer nested parentheses", "少一些嵌套的括号"),
        ("`==` or `!=` between texts", "文字之间只能用 == 或 != 比较"),
        ("`each` or `earlier` as the argument", "参数为 each 或 earlier"),
        ("a measure in quotes, such as '（五）'", "加引号的措施编号，如 '（五）'"),
        ("a period in quotes, such as '2011'", "加引号的年度，如 '2011'"),
        ("a plain expression", "不含统计函数的表达式"),
        ("a statistic over the units inside another", "统计函数中又用了统计函数"),
        ("an expression without scores", "不含得分的表达式"),
        ("condition (such as `x > 0`)", "条件（如 x > 0）"),
        ("date (a field, or '2015-06-30')", "日期（填报项，或 '2015-06-30'）"),
        ("expression", "表达式"),
        ("number", "数字"),
        ("condition", "条件"),
        ("date", "日期"),
        ("text", "文字"),
        ("the id of a section or an indicator", "部分或指标的编号"),
        ("a section or an indicator: the total is not yet known here", "部分或指标：总分在这里还没有算出"),
        ("two of the same kind", "两个同类的值"),
        ("a choice or text", "选项或文字"),
        ("a number or \"an expression\"", "数字或加引号的表达式"),
        ("mean, median, stdev, sum, count, highest or lowest", "mean、median、stdev、sum、count、highest 或 lowest"),
    ];
    if let Some((_, zh)) = PHRASES.iter().find(|(known, _)| *known == english) {
        return Some((*zh).to_owned());
    }
    if let Some(count) = english.strip_suffix(" arguments") {
        let count = count.replace("at least ", "至少 ").replace(" to ", "～");
        return Some(format!("{count} 个参数"));
    }
    let (a, b) = english.split_once(" / ")?;
    Some(format!("{} / {}", phrase(a)?, phrase(b)?))
}
