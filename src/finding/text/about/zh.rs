//! 中文: what each code means and why it matters.

use super::Code;

#[allow(clippy::too_many_lines)] // a table
pub(super) fn about(code: Code) -> &'static str {
    match code {
        Code::FileUnreadable => "文件打不开或内容已损坏，里面的数据一个也没有用上。",
        Code::FileMissing => "设置或命令里写的文件、文件夹不存在。程序不会另找一个代替。",
        Code::PathOutside => "考核文件夹要能整体拷走、整体复核，所以不读取文件夹以外的东西；指向外面的链接也不读。",
        Code::TomlSyntax => "评分细则或 assessment.toml 的写法不合 TOML 语法，从这里起可能读错，因此不运行。",
        Code::UnknownKey => "多半是键名写错。如果放过去，写的人以为生效的规定其实没有生效。",
        Code::MissingKey => "缺少的内容没有可靠的默认值，不能替写的人决定。",
        Code::BadValue => "类型不对，或不在可选范围之内。",
        Code::DuplicateId => "编号用来引用，重复时不知道指的是哪一个。",
        Code::UnknownName => "表达式、规则或命令里引用的编号、名称没有定义。",
        Code::ExpressionSyntax => "表达式不完整或符号有误，无法确定含义。",
        Code::ExpressionType => "例如拿文字与数字比较、对是否项求平均。这样的式子没有确定的结果。",
        Code::Cycle => "一个值绕一圈依赖了自己，算不出来。",
        Code::MarksDoNotAddUp => "分值合计与上级分值不符，满分就不是公布的满分；对每个单位（含不同类别的分值）都核对。",
        Code::AmbiguousSetting => "一个文件夹里有几套评分细则时，--set、--drop 只写编号就不知道改哪一套。",
        Code::TrialRun => "用 --set、--drop 试着改了细则。输出在 out/trial/，不代替正式结果，也不进档案。",
        Code::BadTable => {
            "名册、责任分工、received.csv 等表格的列名或某一行不合要求。这一行没有采用；名册有误时整个不用，以免漏掉单位。"
        }
        Code::RubricOdd => "写法合法，但少有人这样写，可能不是本意。",
        Code::TargetOutOfReach => "按填报项的取值范围，没有单位能达到目标，或者取值范围写窄了。",
        Code::BandNeverReached => "前面的档次已经包含这一档的全部取值，这一档的分数永远给不出去。",
        Code::NobodyReports => "指标要用这个填报项，但没有写明由谁报送，生成模板和催报时都不知道找谁。",
        Code::FieldUnused => "报了也没有用处：没有指标、校验或否决项用到它。",
        Code::LayoutUnknown => {
            "工作表里有像指标的内容，但看不出哪些单元格是数据，或不知道是谁填的。程序不猜，整张表没有读取。"
        }
        Code::NotATable => "报来的是文档、图片、压缩包等，里面的数字程序不读。",
        Code::Encrypted => "设有打开密码的工作簿读不了。",
        Code::EmptyFile => "文件里没有任何内容，等于没有报送。",
        Code::TooLarge => "超过正常报表的大小，或压缩得异常紧。为防止一个文件拖垮全部工作，没有读取。",
        Code::LockFile => {
            "以“~$”或“.”开头的文件是 Excel、WPS 打开文件时留下的，不是报送材料。如果有人正开着那份表，可能还有没保存的改动。"
        }
        Code::EncodingChosen => "CSV 文件不写明编码，程序按内容判断。如果汉字显示不正常，请核对。",
        Code::UnknownUnit => "这一行或这张表不知道算给谁，因此没有采用。只报出最接近的名称，不会自动认作它。",
        Code::AmbiguousUnit => "几个单位都叫这个名称，不能任选一个。",
        Code::UnknownField => "这一列或这一行没有读取。如果它就是某项指标，数据等于没有报。",
        Code::AmbiguousField => "几个填报项都叫这个名称，不能任选一个，因此没有读取。",
        Code::UnknownSource => "数据来源决定以谁的数为准；没有声明的来源不知道排在第几。",
        Code::UnreadableValue => "单元格里写了东西，但只能猜才能变成数。原文照录，按未填处理，不当作零。",
        Code::ReadWithNote => "写法不规范，但只有一种读法，已经读取。列在这里供抽查。",
        Code::OutOfRange => "超出填报项规定的范围，多半是单位错了、小数点错了或填错了行。",
        Code::UnitOfMeasure => "报送的计量单位与规定的不同，又没有确定的换算关系。",
        Code::UnitConverted => "按计量单位换算成规定的单位后使用，列出换算前后的数值供核对。",
        Code::CellError => "公式出错时单元格里没有数，缓存的旧数也不可信。",
        Code::DuplicateObservation => {
            "同一份材料（或互不成版本的材料）里同一个数报了两次。以后一个为准，但应当弄清为什么有两个。"
        }
        Code::SourcesDisagree => {
            "两个来源对同一件事说法不同，差距超过允许的误差。按细则规定的次序采用，另一方应当解释。"
        }
        Code::RequiredMissing => "细则规定必须填报，而所有来源都没有给出数值。",
        Code::ValueMissing => "指标所需的数据没有报，已按细则规定的办法处理，分数因此不反映实际情况。",
        Code::NotReturned => "这个单位自己应报的材料一份也没有收到；别人替它报的数不算。",
        Code::SheetSkipped => "隐藏的工作表、填报说明、封面不读取。如果其中有数据，请移到可见的工作表。",
        Code::ExtensionDiffers => "例如网页另存为 .xls。按内容读取，一般不影响使用。",
        Code::TooSlow => "读取一份报表不该用这么久。为不影响其余文件，中途放弃，数据没有采用。",
        Code::TemplateStale => "下发模板之后细则改过。对得上的指标已读取，新增或改名的可能没有问到。",
        Code::TemplateForeign => "把别的考核的表放了进来。读进来会张冠李戴，因此没有读取。",
        Code::UnitDiffers => "表里写的单位和文件名、表名或模板标记不是一个，可能拿别人的表改了名。",
        Code::HeadingDiffers => {
            "下发的表里，可见的名称和隐藏的标识对不上。数该算给谁说不准：名称是另一项的没有采用，名称谁都不是的按标识读取。"
        }
        Code::WrongPeriod => "填报的年度不是评分用到的年度，这些数没有参与评分。",
        Code::TotalDiffers => "合计与各项之和不符，说明某一项或合计填错了。合计只用来核对。",
        Code::RateDiffers => "比率与分子、分母算出来的不符，至少有一个数填错了。",
        Code::VersionsUndecided => {
            "几个文件回答的大多是同样的问题，却没有依据认定哪一份是最终的。文件名里的“修改版”“最终”不作数；文件时间拷贝时会变，也不作数。"
        }
        Code::PartsDiffer => {
            "assessment.toml 要求对照的填报项，本级报的数和所辖单位报的数对不上，而所辖单位已经报齐。评分不受影响。"
        }
        Code::ReturnSetAside => "同一份报送有更新的或指定的版本，这一份的数据全部不用，仍列在 observations.csv 中。",
        Code::VersionLacks => "采用的版本比没有采用的版本少填了一些数。按版本整份采用，不会用旧版本补新版本。",
        Code::VersionUnused => "指定了采用的版本，但没有认出它的其他版本，这条设置没有改变任何结果。",
        Code::ReceivedMissing => "登记了收到，却找不到文件：可能放错了位置，或登记时写错了路径。",
        Code::LayoutUnused => "assessment.toml 里说明布局的一条没有用上，多半是路径或表名写错。",
        Code::UnitNotInPeriod => "名册为一个单位注明了设立或撤销的日期，考核期不在其间：既不催报，也不评分。",
        Code::CheckFailed => "细则自己规定的核对关系不成立，例如部分大于整体。",
        Code::DivisionByZero => "分母为零时比率没有意义，按缺失处理，不当作零或满分。",
        Code::OutOfDomain => "例如对零取对数、对负数开方，没有结果，按缺失处理。",
        Code::ChoiceUnknown => "填的选项不在规则列出的档次里，不能套用相近的一档。",
        Code::ReasonMissing => "评定给分要写理由，没有理由的分数无法复核。",
        Code::VetoUndecided => "判断否决项所需的数据没有报，不能当作没有发生。",
        Code::VetoEvidence => "否决项影响重大，要有认定人和依据才站得住。",
        Code::VetoFired => "否决项成立并已按细则处理，列出供复核。",
        Code::Rejected => "细则规定缺少这项数据就不参加排名。",
        Code::AdjustmentRefused => "这一条调整没有生效：单位、项目、年度或数值有误，或者没有理由、没有认定人。",
        Code::AdjustmentGone => {
            "采纳这项调整时，细则里还有它所指的指标、填报项或否决项，现在没有了。调整没有生效，也不会悄悄丢掉。"
        }
        Code::AdjustmentRedefined => "采纳以后，指标的分值、目标、规则，或者被它代替的得分、数值有了变化。",
        Code::LedgerBroken => {
            "每一行的封签由上一个封签和其间各行的内容算出。封签不符，说明有的行被改过、删过、插入过或调过次序。用 Excel、WPS 打开再保存不会这样。"
        }
        Code::LedgerUnsealed => {
            "手工添加的行没有封签，改动它不会被发现。用 zhiheng adjust 再记一笔，或者用 seal，就一并封上。"
        }
        Code::NearGradeEdge => "离等级界线很近，一处小错就会改变等级，公布前值得再核对一遍。",
        Code::PartsDoNotAddUp => "总分用精确值相加后修约一次，各部分分别修约后相加会有出入，属正常现象。",
        Code::OutputFailed => {
            "输出文件没有写成，通常是文件正被打开，也可能是磁盘已满或文件夹只读。原有的输出没有改动。"
        }
        Code::OutputsPutBack => {
            "运行在更新输出的瞬间被强行结束或断电。下一条命令发现后，把输出恢复成了上一次完整的结果。"
        }
        Code::RestoreDiffers => "恢复历史输出时，同名文件已有别的内容。程序从不覆盖不是自己写的东西。",
        Code::ArchiveFailed => "评分和输出都已完成，只是 history.sqlite 没有写成，这次运行以后无法在历史中查到。",
        Code::ArchiveUnreadable => {
            "history.sqlite 打不开、已损坏或由更新的版本写成。程序不会改动或删除它；评分不需要它。"
        }
        Code::ArchiveMissing => "文件夹里没有 history.sqlite：还没有运行过，或者已被删除。",
        Code::RunUnknown => "给出的编号不在历史档案里，或者写法不对。",
    }
}
