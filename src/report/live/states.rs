//! How the two states that are no values pass through formulas: 缺 and －, not applicable before missing.

use super::formula::Sx;
use super::value::{Dep, Tr, Val};

/// The marks of the states in cells.
#[derive(Clone, Debug)]
pub struct States {
    /// 缺.
    pub missing: Sx,
    /// －.
    pub na: Sx,
}

impl States {
    /// Whether every cell is there.
    pub fn there(&self, deps: &[Dep]) -> Sx {
        let numbers: Vec<Sx> = deps.iter().filter(|d| !d.text).map(|d| d.at.clone()).collect();
        let mut parts = Vec::new();
        match numbers.as_slice() {
            [] => {}
            [one] => parts.push(Sx::of("ISNUMBER", one.clone())),
            several => {
                let n = i32::try_from(several.len()).unwrap_or(i32::MAX);
                parts.push(count(several).op("=", Sx::int(n)));
            }
        }
        for dep in deps.iter().filter(|d| d.text) {
            parts.push(Sx::of("LEN", dep.at.clone()).op(">", Sx::int(0)));
            parts.push(dep.at.clone().op("<>", self.na.clone()));
            parts.push(dep.at.clone().op("<>", self.missing.clone()));
        }
        Sx::all(parts)
    }

    /// The state where not every cell is there.
    pub fn state(&self, deps: &[Dep]) -> Sx {
        let na = deps.iter().map(|d| d.at.clone().op("=", self.na.clone())).collect();
        Sx::any(na).then(self.na.clone(), self.missing.clone())
    }

    /// The number or the state of an indicator's marks: where its value is missing, it does not matter what else is not
    /// applicable.
    pub fn value_first(&self, val: &Val, value: &[Dep]) -> Sx {
        let rest: Vec<Dep> = val.deps.iter().filter(|d| !value.contains(d)).cloned().collect();
        if value.is_empty() || rest.is_empty() {
            return self.guarded(val, val.as_number());
        }
        let na = |deps: &[Dep]| Sx::any(deps.iter().map(|d| d.at.clone().op("=", self.na.clone())).collect());
        let na = Sx::any(vec![na(value), Sx::all(vec![self.there(value), na(&rest)])]);
        let x = val.as_number();
        let x = if val.risky { Sx::Call("IFERROR", vec![x, self.missing.clone()]) } else { x };
        self.there(&val.deps).then(x, na.then(self.na.clone(), self.missing.clone()))
    }

    /// A formula that yields the value or the state.
    pub fn whole(&self, tr: &Tr) -> Sx {
        match tr {
            Tr::Full(x, ..) => x.clone(),
            Tr::Pure(val) => self.guarded(val, val.as_cell()),
        }
    }

    /// `x` where all that `val` hangs on is there, otherwise the state.
    pub fn guarded(&self, val: &Val, x: Sx) -> Sx {
        let x = if val.risky { Sx::Call("IFERROR", vec![x, self.missing.clone()]) } else { x };
        if val.deps.is_empty() { x } else { self.there(&val.deps).then(x, self.state(&val.deps)) }
    }
}

/// How many of these are numbers; a call takes at most 255 arguments, so many are counted in parts.
fn count(cells: &[Sx]) -> Sx {
    Sx::sum(cells.chunks(200).map(|part| Sx::Call("COUNT", part.to_vec())).collect())
}
