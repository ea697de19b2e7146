//! The scheme as people print it and edit it: in words, as a table, as a workbook and back.
use zhiheng::finding::Lang;
use zhiheng::rubric::{self, shipped, words};

#[test]
fn tmp_print() {
    for (id, text) in shipped::ALL {
        let (r, _) = rubric::read(id, text).unwrap();
        for l in [Lang::Zh, Lang::En] {
            println!("{}", words::print_scheme(&r, l, 130));
        }
    }
}
