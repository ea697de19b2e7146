//! The targets on a plain toolchain: the committed corpus, then so many changed copies of it, always the same ones.
//!
//! `bounded [ROUNDS] [SEED]`. Ends with 101 and the input at the first thing that does not hold.

use std::panic::catch_unwind;
use std::path::Path;
use std::time::Instant;

use zhiheng_fuzz::TARGETS;

/// What cells, headings and files are made of.
const WORDS: &[&str] = &[
    "0",
    "1",
    "98.5",
    "2000",
    "9",
    "12",
    ".",
    ",",
    "，",
    "。",
    "、",
    "-",
    "－",
    "—",
    "+",
    "%",
    "％",
    "‰",
    " ",
    "\u{3000}",
    "\u{200b}",
    "万",
    "亿",
    "千",
    "百",
    "十",
    "零",
    "〇",
    "○",
    "一",
    "二",
    "两",
    "三",
    "九",
    "点",
    "负",
    "廿",
    "壹",
    "元",
    "万元",
    "家",
    "起",
    "吨",
    "约",
    "≥",
    "≤",
    "~",
    "(",
    ")",
    "（",
    "）",
    "'",
    "\"",
    "“",
    "”",
    "e",
    "E+05",
    "=",
    "@",
    "#N/A",
    "#DIV/0!",
    "无",
    "不适用",
    "未填",
    "是",
    "否",
    "√",
    "×",
    "☑",
    "□",
    "已完成",
    "A.",
    "年",
    "月",
    "日",
    "2015",
    "2015-06-30",
    "/",
    "星期二",
    ":",
    "08:00",
    "T",
    "百分之",
    "填报单位：",
    "单位：",
    "年度：",
    "和田",
    "地区",
    "市",
    "县",
    "克州",
    "克市",
    "653200",
    "\n",
    "\r\n",
    "\t",
    ";",
    "|",
    "٣",
    "۵",
    "９",
    "．",
    "\0",
    "uniqueCount=\"4000000000\"",
    "PK\u{3}\u{4}",
];

/// A small generator of our own: the inputs must be the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(n.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    fn input(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut input = match self.below(4) {
            0 => (0..3).map(|_| u8::try_from(self.below(256)).unwrap_or(0)).collect(),
            _ if corpus.is_empty() => Vec::new(),
            _ => corpus[self.below(corpus.len())].clone(),
        };
        for _ in 0..=self.below(6) {
            let at = self.below(input.len() + 1);
            match self.below(6) {
                0 if !input.is_empty() => {
                    let at = self.below(input.len());
                    input[at] = u8::try_from(self.below(256)).unwrap_or(0);
                }
                1 if at < input.len() => drop(input.remove(at)),
                2 => input.truncate(at),
                3 if at < input.len() => {
                    let piece = input[at..].to_vec();
                    input.extend(piece);
                }
                _ => {
                    let word = WORDS[self.below(WORDS.len())].bytes();
                    input.splice(at..at, word);
                }
            }
        }
        input.truncate(1 << 16);
        input
    }
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let below = |folder: &str| std::fs::read_dir(here.join(folder)).into_iter().flatten().flatten().map(|e| e.path());
    let mut files: Vec<_> = below(&format!("corpus/{name}")).collect();
    if matches!(name, "csv" | "zips") {
        // what other programs wrote
        files.extend(below("../tests/files").chain(below("../tests/files/formats")));
    }
    files.sort();
    files.iter().filter_map(|path| std::fs::read(path).ok()).collect()
}

fn holds(run: fn(&[u8]), name: &str, input: &[u8]) {
    if catch_unwind(|| run(input)).is_err() {
        eprintln!("{name}: {:?}\n{input:?}", String::from_utf8_lossy(input));
        std::process::exit(101);
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let rounds: usize = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let seed: u64 = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(2015);
    for (name, run) in TARGETS {
        let began = Instant::now();
        let corpus = corpus(name);
        corpus.iter().for_each(|input| holds(run, name, input));
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        (0..rounds).for_each(|_| {
            let input = dice.input(&corpus);
            holds(run, name, &input);
        });
        println!("{name}: {} kept, {rounds} made, {} ms", corpus.len(), began.elapsed().as_millis());
    }
}
