use super::*;
use crate::register::{Unit, read_register, seeds};
use crate::rubric::FieldType;

fn prefectures() -> Register {
    read_register("prefectures.csv", seeds::PREFECTURES).unwrap()
}

fn agencies() -> Register {
    read_register("agencies.csv", seeds::AGENCIES).unwrap()
}

fn counties() -> Register {
    read_register("counties.csv", seeds::COUNTIES).unwrap()
}

/// The label of the unit that each text names in a line or cell, `""` for none.
fn check_known(register: &Register, cases: &[(&str, &str)]) {
    let names = UnitNames::new(register);
    for (text, expected) in cases {
        let found = names.known(text).map_or("", |u| register.units()[u].label());
        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn prefectures_are_known_under_the_names_they_sign_with() {
    check_known(
        &prefectures(),
        &[
            ("和田地区", "和田"),
            ("和 田 地 区", "和田"),
            ("和田", "和田"),
            ("　和田地区　", "和田"),
            ("653200", "和田"),
            ("６５３２００", "和田"),
            ("653200.0", "和田"),
            ("653200000000", "和田"),
            ("653200和田地区", "和田"),
            ("653200-和田", "和田"),
            ("和田地区（653200）", "和田"),
            ("和田地区653200", "和田"),
            ("博州人民政府", "博州"),
            ("博州", "博州"),
            ("塔城地区行政公署（盖章）", "塔城"),
            ("塔城地区行署", "塔城"),
            ("1、乌鲁木齐市", "乌鲁木齐"),
            ("（1）乌鲁木齐市", "乌鲁木齐"),
            ("①乌鲁木齐市", "乌鲁木齐"),
            ("1.乌鲁木齐市人民政府", "乌鲁木齐"),
            ("阿勒泰地区人民政府办公室", "阿勒泰"),
            ("新疆和田地区", "和田"),
            ("新疆维吾尔自治区和田地区", "和田"),
            ("新疆维吾尔自治区和田地区行政公署", "和田"),
            ("和田地区：", "和田"),
            ("吐鲁番市", "吐鲁番"),
            ("吐鲁番地区", "吐鲁番"),
            ("吐鲁番地区行政公署", "吐鲁番"),
            ("652100", "吐鲁番"),
            ("克市", "克拉玛依"),
            ("克州", "克州"),
            ("克拉玛依市人民政府（公章）", "克拉玛依"),
            ("伊犁州直", "伊犁州"),
            ("昌吉", "昌吉州"),
            ("昌吉回族自治州人民政府", "昌吉州"),
            // what is near and is another
            ("和田市", ""),
            ("和田县", ""),
            ("和田市人民政府", ""),
            ("新疆和田市", ""),
            ("和田地区和田市", ""),
            ("653201", ""),
            ("653200喀什地区", ""),
            ("1和田地区", ""),
            ("哈密市", ""),
            ("昌吉市", ""),
            ("昌吉市人民政府", ""),
            ("伊宁市", ""),
            ("伊宁县", ""),
            ("阿克苏市", ""),
            ("阿勒泰市", ""),
            ("塔城市", ""),
            ("喀什市", ""),
            ("博乐市", ""),
            ("吐鲁番市（县级）", ""),
            ("乌鲁木齐县", ""),
            ("克拉玛依区", ""),
            ("石河子市", ""),
            ("质监局", ""),
            ("和田地区质监局", ""),
            ("和田地区、喀什地区", ""),
            ("和田地区合计", ""),
            ("政府", ""),
            ("自治区", ""),
            ("", ""),
        ],
    );
}

#[test]
fn no_county_is_taken_for_its_prefecture() {
    let prefectures = prefectures();
    let names = UnitNames::new(&prefectures);
    for county in counties().units() {
        let own = [&county.code, &county.name, &county.short].into_iter().chain(&county.aliases);
        for name in own.filter(|n| !n.is_empty()) {
            for form in
                [name.clone(), format!("{name}人民政府"), format!("{name}2015年自评表"), format!("附件2：{name}")]
            {
                assert_eq!(names.known(&form), None, "{form}");
                assert_eq!(names.inside(&form), None, "{form}");
            }
        }
    }
}

#[test]
fn no_prefecture_is_taken_for_a_county() {
    // 克拉玛依, 吐鲁番: no county bears the name of a prefecture, but for the aliases that the seeds declare
    let counties = counties();
    let names = UnitNames::new(&counties);
    for prefecture in prefectures().units() {
        let own = [&prefecture.code, &prefecture.name, &prefecture.short].into_iter().chain(&prefecture.aliases);
        for name in own {
            assert_eq!(names.known(name), None, "{name}");
            assert_eq!(names.inside(&format!("{name}2015年自评表")), None, "{name}");
        }
    }
}

#[test]
fn agencies_are_known_under_their_many_names() {
    check_known(
        &agencies(),
        &[
            ("质监局", "质监局"),
            ("质量技术监督局", "质监局"),
            ("自治区质监局", "质监局"),
            ("自治区质量技术监督局（盖章）", "质监局"),
            ("新疆维吾尔自治区质量技术监督局", "质监局"),
            ("卫计委", "卫计委"),
            ("卫生计生委", "卫计委"),
            ("自治区卫生计生委", "卫计委"),
            ("新疆维吾尔自治区卫生计生委", "卫计委"),
            ("zjj", "质监局"),
            ("ZJJ", "质监局"),
            ("发展改革委", "发改委"),
            ("和田地区质监局", ""),
            ("市质监局", ""),
            ("工商", ""),
            ("卫生厅", ""),
            ("环保局", ""),
        ],
    );
}

#[test]
fn a_file_or_sheet_is_about_the_one_unit_that_it_names() {
    let check = |register: &Register, cases: &[(&str, &str)]| {
        let names = UnitNames::new(register);
        for (text, expected) in cases {
            assert_eq!(names.inside(text).map_or("", |u| register.units()[u].label()), *expected, "{text}");
        }
    };
    check(
        &prefectures(),
        &[
            ("652200-哈密地区", "哈密"),
            ("652200哈密", "哈密"),
            ("653200", "和田"),
            ("653200_2015", "和田"),
            ("和田地区2015年度质量工作自评表（修改版2）最终", "和田"),
            ("和田2015自评表", "和田"),
            ("2015年和田自评表", "和田"),
            ("2015-和田-自评", "和田"),
            ("附件2：昌吉州自评表", "昌吉州"),
            ("关于报送和田地区2015年质量工作自评情况的报告", "和田"),
            ("关于报送和田2015年自评表", "和田"),
            ("和 田 地 区 自评表", "和田"),
            ("和田地区市场监管自评", "和田"),
            ("和田地区县市汇总", "和田"),
            ("新疆和田地区自评表", "和田"),
            ("新疆维吾尔自治区和田地区自评表", "和田"),
            ("伊犁州直自评表", "伊犁州"),
            ("克州（最终）", "克州"),
            ("吐鲁番地区自评", "吐鲁番"),
            ("和田地区（和田）自评", "和田"),
            ("和田市2015自评表", ""),
            ("和田县2015自评表", ""),
            ("和田地区和田市自评表", ""),
            ("和田地区-和田市", ""),
            ("和田县市汇总", ""),
            ("和田地区各县市汇总", "和田"),
            ("和田地区辖区企业名单", "和田"),
            ("伊犁州塔城地区", ""),
            ("和田地区、喀什地区汇总", ""),
            ("和田地区和克州", ""),
            ("喀什和田自评", ""),
            ("昌吉市", ""),
            ("哈密市2015", ""),
            ("6532001", ""),
            ("自评汇总表", ""),
            ("Sheet1", ""),
        ],
    );
    check(
        &counties(),
        &[
            ("和田地区皮山县自评表", "皮山"),
            ("皮山县自评表", "皮山"),
            ("皮山自评表", "皮山"),
            ("创新和发展规划", ""),
            ("哈密地区哈密市自评表", "哈密市"),
            ("和田地区自评表", ""),
        ],
    );
    check(
        &agencies(),
        &[
            ("质监局.2015", "质监局"),
            ("自治区质监局自评", "质监局"),
            ("2015年质监局数据", "质监局"),
            ("和田地区质监局", ""),
            ("市质监局", ""),
            ("发改委和质监局", ""),
        ],
    );
    let country = |code: &str, name: &str| Unit { code: code.into(), name: name.into(), ..Unit::default() };
    let countries = Register::new(vec![
        country("NER", "Niger"),
        country("NGA", "Nigeria"),
        country("PNG", "Papua New Guinea"),
        country("GIN", "Guinea"),
    ]);
    let names = UnitNames::new(&countries);
    for (text, expected) in [
        ("Nigeria 2015", Some(1)),
        ("niger_2015", Some(0)),
        ("Nigerien report", None),
        ("Papua New Guinea", Some(2)),
        ("return-PNG", Some(2)),
        ("Guinea-Niger", None),
        ("engine", None),
    ] {
        assert_eq!(names.inside(text), expected, "{text}");
    }
}

#[test]
fn near_misses_are_suggested_and_never_accepted() {
    let register = prefectures();
    let names = UnitNames::new(&register);
    for (text, near) in
        [("和田市", "和田地区"), ("和田地区质监局", "和田地区"), ("喀十地区", "喀什地区"), ("昌吉市", "昌吉回族自治州")]
    {
        assert_eq!(names.known(text), None, "{text}");
        assert_eq!(names.unknown(text, true).hint, near, "{text}");
    }
    assert_eq!(names.unknown("石河子市", true).hint, "");
}

fn field(id: &str, name: &str, aliases: &[&str]) -> Field {
    Field {
        id: id.into(),
        name: name.into(),
        kind: FieldType::Decimal,
        unit: String::new(),
        from: String::new(),
        min: None,
        max: None,
        choices: Vec::new(),
        aliases: aliases.iter().map(|a| (*a).to_owned()).collect(),
        required: false,
        tolerance: crate::number::Exact::ZERO,
        panel: false,
    }
}

#[test]
fn a_heading_that_several_fields_bear_is_said_to_be_ambiguous() {
    let fields = [
        field("a", "产品抽检合格率", &["合格率", "抽检合格率"]),
        field("b", "工程验收合格率", &["合格率"]),
        field("c", "抽检批次", &[]),
    ];
    let names = FieldNames::new(&fields);
    let mut strangers = Strangers::default();
    assert_eq!(names.named("合格率（%）"), None);
    let finding = strangers.field(&names, "合格率（%）");
    assert_eq!(
        (finding.code, finding.expected.as_str()),
        (Code::AmbiguousField, "产品抽检合格率 (a)、工程验收合格率 (b)")
    );
    assert_eq!(names.named("抽检合格率").map(|n| n.field), Some(0));
    let finding = strangers.field(&names, "抽检批");
    assert_eq!((finding.code, finding.hint.as_str()), (Code::UnknownField, "抽检批次"));
}
