//! The JSON Schema of rubrics, for editors that complete and check TOML as it is typed (`docs/schema/rubric.schema.json`).
//!
//! It knows keys, types and choices. What only the reader knows (names, expressions, whether marks add up) it leaves to
//! `zhiheng rubric check`.

mod rules;

use serde_json::{Map, Value, json};

use super::sheets::{Word, labels};

/// Where the schema says that it lives.
const ID: &str = "https://zhiheng.invalid/schema/rubric.schema.json";

/// A property: its key and its schema.
type Property = (&'static str, Value);

/// The schema, draft 2020-12.
#[must_use]
pub fn json_schema() -> Value {
    let tables = object(
        "评分细则. A rubric: what is reported, how it turns into marks, how marks add up, what the total means.",
        vec![
            ("rubric", head()),
            ("defaults", defaults()),
            ("rounding", roundings()),
            ("ranking", ranking()),
            (
                "grading",
                object(
                    "评等级依据. What grades look at.",
                    vec![("on", word(labels::BASIS, "The total that counts."))],
                    &[],
                ),
            ),
            ("grade", array(grade(), "等级. Grades, from the top.")),
            ("source", array(source(), "来源. Sources, the most authoritative first.")),
            ("field", array(field(), "填报项. What is reported.")),
            ("check", array(check(), "校验. Consistency between fields.")),
            ("section", array(section(), "分项. Sections of the tree.")),
            ("indicator", array(indicator(), "指标. Indicators, which bear the marks.")),
            ("veto", array(veto(), "否决项. Vetoes.")),
            ("periods", periods()),
        ],
        &["rubric"],
    );
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("$id".into(), json!(ID));
    schema.insert("title".into(), json!("质衡 rubric, version 1"));
    schema.insert("$defs".into(), json!({ "score": rules::score(), "rounding": rounding(), "scalar": scalar() }));
    if let Value::Object(tables) = tables {
        schema.extend(tables);
    }
    let extends = json!({ "required": ["rubric"], "properties": { "rubric": { "required": ["extends"] } } });
    schema.insert("if".into(), extends);
    schema.insert("then".into(), json!({ "properties": { "rubric": { "required": ["id"] } } }));
    schema.insert("else".into(), complete());
    Value::Object(schema)
}

/// The lists whose entries may take keys away from those that they are laid over.
const UNSET: [&str; 4] = ["field", "section", "indicator", "veto"];

/// What is asked of a rubric that extends no other: it must say everything itself, and there is nothing to take away.
fn complete() -> Value {
    let mut properties: Map<String, Value> = UNSET
        .into_iter()
        .map(|list| (list.to_owned(), json!({ "items": { "properties": { "unset": false } } })))
        .collect();
    for (list, key) in [("indicator", "score"), ("veto", "effect")] {
        properties[list]["items"]["required"] = json!([key]);
    }
    properties.insert(
        "rubric".into(),
        json!({ "required": ["id", "title", "period", "full_marks"], "properties": { "drop": false } }),
    );
    properties.insert("periods".into(), json!({ "required": ["score", "total"] }));
    json!({ "properties": properties })
}

/// Keys of the entry below that are not to be taken over.
fn unset() -> Property {
    (
        "unset",
        texts("不沿用的键. In a rubric that extends another: keys of the entry with this id that it does without."),
    )
}

/// A table whose keys are these and no others.
fn object(about: &str, properties: Vec<Property>, required: &[&str]) -> Value {
    let properties: Map<String, Value> = properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let mut schema = json!({
        "type": "object",
        "description": about,
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn array(items: Value, about: &str) -> Value {
    let mut schema = json!({ "type": "array", "description": about });
    schema["items"] = items;
    schema
}

fn text(about: &str) -> Value {
    json!({ "type": "string", "description": about })
}

fn texts(about: &str) -> Value {
    array(json!({ "type": "string" }), about)
}

fn number(about: &str) -> Value {
    json!({ "type": "number", "description": about })
}

fn positive(about: &str) -> Value {
    json!({ "type": "number", "exclusiveMinimum": 0, "description": about })
}

fn flag(about: &str) -> Value {
    json!({ "type": "boolean", "description": about })
}

/// A number, or an expression in quotes.
fn either(about: &str) -> Value {
    json!({ "$ref": "#/$defs/scalar", "description": about })
}

/// A period: a text, or a bare year.
fn period(about: &str) -> Value {
    json!({ "type": ["string", "integer"], "description": about })
}

/// One of these words, with what each is called.
fn word(words: &[Word], about: &str) -> Value {
    let keys: Vec<&str> = words.iter().map(|w| w.key).collect();
    let named: Vec<String> = words.iter().map(|w| format!("{} {}", w.key, w.zh)).collect();
    json!({ "enum": keys, "description": format!("{about} {}", named.join(" · ")) })
}

/// Numbers by free keys.
fn numbers(about: &str) -> Value {
    json!({ "type": "object", "description": about, "minProperties": 1, "additionalProperties": { "type": "number" } })
}

fn scalar() -> Value {
    json!({ "type": ["number", "string"], "description": "A number, or an expression in quotes." })
}

fn rounding() -> Value {
    let places = json!({ "type": "integer", "minimum": -12, "maximum": 18, "description": "小数位数. Decimals kept." });
    object("修约. A declared rounding.", vec![("places", places), ("mode", word(labels::MODES, "How."))], &["places"])
}

fn rounded(about: &str) -> Value {
    json!({ "$ref": "#/$defs/rounding", "description": about })
}

fn head() -> Value {
    object(
        "基本信息. What is assessed, when, and out of how much.",
        vec![
            ("format", json!({ "const": 1, "description": "Version of the language." })),
            (
                "id",
                json!({ "type": "string", "pattern": r"^[^./\\:][^/\\:]*$", "description": "编号. Names the folder of outputs." }),
            ),
            ("title", text("名称. Title.")),
            ("version", text("版本. Version.")),
            ("period", period("考核年度. The period scored.")),
            ("full_marks", positive("满分. Full marks.")),
            ("subjects", text("名册. The register of units.")),
            ("lang", word(labels::LANGS, "语言. Language of reports.")),
            ("basis", texts("依据. Documents and articles.")),
            ("illustrative", flag("示例. Whether marks and targets are examples.")),
            ("extends", text("沿用的评分细则. The rubric that this one extends: its id, or a file beside it.")),
            (
                "drop",
                texts(
                    "不沿用的项目. Entries of that rubric that this one does without, by id; a check by what it says.",
                ),
            ),
            ("cap_total", flag("总分不超过满分. Whether the total is cut at full marks.")),
        ],
        &[],
    )
}

fn defaults() -> Value {
    object(
        "缺省. What holds for indicators that do not say.",
        vec![
            ("missing", word(labels::MISSING, "缺报. Where a value is missing.")),
            ("na", word(labels::NA, "不适用. Where an indicator is not applicable.")),
            ("rescale_at", word(labels::RESCALE_AT, "标化. Where that is made up for.")),
        ],
        &[],
    )
}

fn roundings() -> Value {
    object(
        "修约. What is not named stays exact.",
        vec![
            ("indicator", rounded("指标得分. Of indicators.")),
            ("section", rounded("分项得分. Of sections.")),
            ("total", rounded("总分. Of the total.")),
        ],
        &[],
    )
}

fn ranking() -> Value {
    object(
        "排名. How units are ranked.",
        vec![
            ("on", word(labels::BASIS, "By which total.")),
            ("ties", word(labels::TIES, "并列. How ties are numbered.")),
            ("break_by", texts("同分时比较. Nodes compared in turn.")),
            ("by_group", flag("分组排名. Whether each group is ranked too.")),
            ("by_class", flag("分类排名. Whether each class is ranked too.")),
        ],
        &[],
    )
}

fn grade() -> Value {
    object(
        "等级. A grade.",
        vec![
            ("name", text("Its name.")),
            ("at_least", number("最低分（含）. The least total.")),
            (
                "quota",
                json!({ "type": "number", "minimum": 0, "maximum": 1, "description": "比例上限. Share of the ranked units that may have it." }),
            ),
            ("also", text("另须符合. A further condition, such as score(A) >= 32.")),
        ],
        &["name"],
    )
}

fn source() -> Value {
    object("来源. A source.", vec![("id", text("编号. Id.")), ("name", text("名称. Name."))], &["id"])
}

fn field() -> Value {
    object(
        "填报项. Something that is reported.",
        vec![
            ("id", text("编号. Its name in expressions, of any script.")),
            ("name", text("名称. Its name for people.")),
            ("type", word(labels::TYPES, "类型. Type.")),
            ("unit", text("计量单位. Unit of measure.")),
            ("from", text("填报单位. An agency, or self.")),
            ("min", number("最小值. The least value allowed.")),
            ("max", number("最大值. The greatest value allowed.")),
            ("choices", texts("选项. The values of a choice.")),
            ("aliases", texts("别名. Other names in headings.")),
            ("required", flag("必填. Whether a missing value is an error.")),
            ("tolerance", number("允许相差. By how much sources may differ.")),
            unset(),
        ],
        &["id"],
    )
}

fn check() -> Value {
    object(
        "校验. A check: where `when` is true, something is wrong.",
        vec![
            ("when", text("An expression, such as 合格批次 > 抽检批次.")),
            ("says", text("提示. What is wrong.")),
            ("level", word(labels::LEVELS, "级别. Level.")),
        ],
        &["when"],
    )
}

/// The keys that sections and indicators share.
fn node() -> Vec<Property> {
    vec![
        ("id", text("编号. Id: a letter or _, then letters, digits and _.")),
        ("under", text("上级. The section that it stands in.")),
        ("name", text("名称. Name.")),
        ("marks", either("分值. Marks.")),
        ("marks_for", numbers("分类分值. Marks by class.")),
        ("weight", number("权重. Weight in a section that works on shares.")),
        ("applies", text("适用条件. Where it applies, such as group == '南疆'.")),
    ]
}

fn section() -> Value {
    let mut keys = node();
    keys.extend([
        ("kind", word(labels::KINDS, "性质. What a top section does to the total.")),
        ("cap", number("上限. The most that a bonus adds or a penalty takes.")),
        ("combine", word(labels::COMBINE, "汇总. How children make its score.")),
        ("marks_from", text("汇总公式. Its score, over score(node) and share(node).")),
        unset(),
    ]);
    object("分项. A section.", keys, &["id"])
}

fn indicator() -> Value {
    let mut keys = node();
    keys.extend([
        ("value", text("实际值. An expression; by default the field with its id.")),
        ("unit", text("计量单位. Unit of measure of the value.")),
        ("better", word(labels::BETTER, "方向. Direction.")),
        ("target", either("目标值. What is to be reached.")),
        ("score", json!({ "$ref": "#/$defs/score", "description": "评分规则. The rule and its keys." })),
        ("scope", word(labels::SCOPES, "比较范围. Which units are compared.")),
        ("missing", word(labels::MISSING, "缺报. Where the value is missing.")),
        ("na", word(labels::NA, "不适用. Where it is not applicable.")),
        ("weigh_by", text("权数. An expression by which values are weighted where all units are taken together.")),
        ("evidence", text("佐证材料. Evidence.")),
        ("lead", text("牵头部门. Who scores or vouches for it.")),
        unset(),
    ]);
    object("指标. An indicator.", keys, &["id"])
}

fn veto() -> Value {
    let mut effect = object(
        "后果. What it does.",
        vec![
            ("grade", text("评为等级. The grade, whatever the total.")),
            ("cap_grade", text("最高等级. The best grade that is left.")),
            ("deduct", either("扣分. Marks off the total.")),
            ("zero", text("记零分. A node, or total.")),
            ("disqualify", flag("取消资格. Neither rank nor grade.")),
        ],
        &[],
    );
    effect["minProperties"] = json!(1);
    object(
        "否决项. A veto.",
        vec![
            ("id", text("编号. Id.")),
            ("name", text("名称. Name.")),
            ("when", text("成立条件. Without it only an adjustment pronounces it.")),
            ("effect", effect),
            ("evidence", flag("须写明依据. Whether finder, date and evidence are asked for.")),
            unset(),
        ],
        &["id"],
    )
}

fn periods() -> Value {
    let score = json!({
        "type": "array",
        "minItems": 1,
        "items": { "type": ["string", "integer"] },
        "description": "计分年度. The periods scored.",
    });
    object(
        "期间. Several periods put together.",
        vec![("score", score), ("total", text("总分公式, such as mean(each) * 0.5 + last * 0.5."))],
        &[],
    )
}
