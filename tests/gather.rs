//! Fourteen prefectures run the scheme on their own counties, and the region gathers what they found.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fs;
use std::path::Path;

use support::{example, root, zhiheng};

const SETTINGS: &str = "[assessment]\ntitle = \"县市区考核（示例）\"\n[[scoring]]\nrubric = \"counties-2015\"\n";

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Runs a folder's work and gives what its `observations.csv` says.
fn observed(dir: &Path) -> String {
    let ran = zhiheng(["ingest", dir.to_str().unwrap(), "--quiet"]);
    assert!(ran.code < 2, "{}", ran.err);
    read(&dir.join("out/counties-2015/observations.csv"))
}

#[test]
fn fourteen_gathered_results_score_as_the_returns_themselves() {
    let (_guard, whole) = example("counties-2015");
    let ran = zhiheng(["run", whole.to_str().unwrap(), "--quiet"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let scores = |dir: &Path| read(&dir.join("out/counties-2015/scores.csv"));
    let counties = read(&root().join("seeds/counties.csv"));
    let (head, rows) = counties.split_once('\n').unwrap();

    let region = tempfile::tempdir().unwrap();
    let region = region.path();
    let mut prefectures: Vec<_> =
        fs::read_dir(whole.join("returns/counties")).unwrap().map(|e| e.unwrap().path()).collect();
    prefectures.sort();
    assert_eq!(prefectures.len(), 14);
    let mut unused = 0;
    for prefecture in &prefectures {
        let name = prefecture.file_name().unwrap().to_str().unwrap();
        let own = tempfile::tempdir().unwrap();
        let own = own.path();
        copy(prefecture, &own.join("returns"));
        let of_it: Vec<&str> = rows.lines().filter(|row| row.ends_with(&name[..6])).collect();
        fs::write(own.join("counties.csv"), format!("{head}\n{}\n", of_it.join("\n"))).unwrap();
        fs::write(
            own.join("assessment.toml"),
            format!("{SETTINGS}register = \"counties.csv\"\nreturns = [\"returns\"]\n"),
        )
        .unwrap();
        let observations = observed(own);
        unused += observations.lines().filter(|line| line.ends_with(",false")).count();
        let to = region.join("gathered").join(name);
        fs::create_dir_all(&to).unwrap();
        fs::write(to.join("observations.csv"), observations).unwrap();
    }
    assert!(unused > 1, "nothing is there that must not count twice");
    fs::write(
        region.join("assessment.toml"),
        format!("{SETTINGS}register = \"counties\"\nreturns = [\"gathered\"]\nadjustments = \"adjustments.csv\"\n"),
    )
    .unwrap();
    fs::copy(whole.join("adjustments.csv"), region.join("adjustments.csv")).unwrap();
    let ran = zhiheng(["run", region.to_str().unwrap(), "--quiet"]);
    assert!(ran.code < 2, "{}", ran.err);
    assert_eq!(scores(region), scores(&whole));

    // what did not count there counts nowhere, and is not found out again
    let findings = read(&region.join("out/counties-2015/findings.csv"));
    assert!(!findings.contains("duplicate-observation"), "{findings}");
    // the trail leads on to the cell of the first return
    let said = zhiheng(["explain", region.to_str().unwrap(), "伽师县", "A11"]).out;
    let there = "653100-喀什地区/observations.csv!";
    assert!(said.contains(there) && said.contains(" ← returns/喀什各县市质量考核数据.xlsx!2015年!M5"), "{said}");

    // gathered once more, the same figures are found
    let again = tempfile::tempdir().unwrap();
    let again = again.path();
    let first = read(&region.join("out/counties-2015/observations.csv"));
    fs::create_dir(again.join("gathered")).unwrap();
    fs::write(again.join("gathered/observations.csv"), &first).unwrap();
    for file in ["assessment.toml", "adjustments.csv"] {
        fs::copy(region.join(file), again.join(file)).unwrap();
    }
    let figures = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split(',').take(6).collect::<Vec<_>>().join(",")).collect()
    };
    assert_eq!(figures(&observed(again)), figures(&first));
}

/// Two prefectures' adjustments beside their observations, and the region's own.
#[test]
fn adjustments_are_gathered_from_several_files_and_each_names_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let head = "unit,node,period,action,amount,reason,by,date\n";
    let rows = "unit,field,period,source,value,state,file,sheet,cell,used\n";
    for (folder, observed, adjusted) in [
        (
            "gathered/654000",
            "伊宁市,抽检批次,2015,self,10,value,a.xlsx,表1,C7,true\n",
            "伊宁市,A11,,add,1,复核,州质监局,2016-01-05\n",
        ),
        (
            "gathered/653100",
            "喀什市,抽检批次,2015,self,20,value,b.xlsx,表1,C7,true\n",
            "喀什市,A11,,add,1,,地区质监局,2016-01-05\n",
        ),
    ] {
        fs::create_dir_all(dir.join(folder)).unwrap();
        fs::write(dir.join(folder).join("observations.csv"), format!("{rows}{observed}")).unwrap();
        fs::write(dir.join(folder).join("adjustments.csv"), format!("{head}{adjusted}")).unwrap();
    }
    fs::write(dir.join("adjustments.csv"), format!("{head}伊宁市,A11,,add,0.5,抽查,自治区质监局,2016-02-01\n"))
        .unwrap();
    let settings =
        |list: &str| format!("{SETTINGS}register = \"counties\"\nreturns = [\"gathered\"]\nadjustments = {list}\n");
    let all = "[\"adjustments.csv\", \"gathered/654000/adjustments.csv\", \"./gathered/653100/adjustments.csv\"]";
    fs::write(dir.join("assessment.toml"), settings(all)).unwrap();
    let ran = zhiheng(["run", dir.to_str().unwrap(), "--quiet"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let findings = read(&dir.join("out/counties-2015/findings.csv"));
    // the one without a reason is refused where it stands; none is read as a return
    let refused: Vec<&str> = findings.lines().filter(|line| line.contains("adjustment-refused")).collect();
    assert!(refused.len() == 1 && refused[0].contains("gathered/653100/adjustments.csv"), "{findings}");
    let about: Vec<&str> = findings.lines().filter(|line| line.contains("adjustments.csv")).collect();
    assert_eq!(about, refused);
    let returns = read(&dir.join("out/counties-2015/returns.csv"));
    assert!(!returns.contains("adjustments.csv"), "{returns}");
    let said = zhiheng(["explain", dir.to_str().unwrap(), "伊宁市", "A11"]).out;
    assert!(said.contains("复核") && said.contains("抽查"), "{said}");

    let twice = "[\"adjustments.csv\", \"./adjustments.csv\"]";
    fs::write(dir.join("assessment.toml"), settings(twice)).unwrap();
    let ran = zhiheng(["run", dir.to_str().unwrap()]);
    assert!(ran.code == 2 && ran.err.contains("./adjustments.csv"), "{}", ran.err);
}

#[test]
fn rows_of_an_earlier_run_that_did_not_count_are_passed_over_in_any_encoding() {
    let text = "unit,field,period,source,value,state,file,sheet,cell,used\r\n\
                伊宁市,抽检批次,2015,self,10,value,returns/a.xlsx,表1,C7,TRUE\r\n\
                伊宁市,抽检批次,2015,self,99,value,returns/b.xlsx,表1,C7,FALSE\r\n";
    for bytes in [text.as_bytes().to_vec(), gb18030(text)] {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        fs::create_dir(dir.join("returns")).unwrap();
        fs::write(dir.join("returns/observations.csv"), &bytes).unwrap();
        fs::write(dir.join("assessment.toml"), format!("{SETTINGS}register = \"counties\"\nreturns = [\"returns\"]\n"))
            .unwrap();
        let observations = observed(dir);
        let rows: Vec<&str> = observations.lines().skip(1).collect();
        assert_eq!(rows.len(), 1, "{observations}");
        assert!(rows[0].starts_with("654002,抽检批次,2015,self,10,value,returns/observations.csv,"), "{observations}");
    }
}

#[test]
fn a_column_headed_used_alone_decides_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::create_dir(dir.join("returns")).unwrap();
    fs::write(dir.join("returns/a.csv"), "unit,field,value,used\n伊宁市,抽检批次,10,false\n").unwrap();
    fs::write(dir.join("assessment.toml"), format!("{SETTINGS}register = \"counties\"\nreturns = [\"returns\"]\n"))
        .unwrap();
    assert_eq!(observed(dir).lines().count(), 2);
}

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}
