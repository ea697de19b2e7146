//! Rubrics (评分细则): a scheme as written → a checked model whose rules are all lowered to `expr/`.

mod field;

pub use field::{Field, FieldType, Source};
