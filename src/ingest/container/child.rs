//! A process of its own for readers that build whole sheets: what it may take is the system's to enforce, and its end,
//! however sudden, is one finding.
//!
//! The program starts itself again, gives the file on standard input and takes the cells from standard output
//! ([`super::wire`]). Where nothing announced itself as that program ([`Reader`]) or no process can be had, the file is
//! read here, one at a time, if it is small.

use std::io::{BufReader, BufWriter, Read, Write};
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use crate::finding::{Code, Finding};
use crate::ingest::words::say;
use crate::ingest::{Limits, Reader};

use super::budget::Budget;
use super::wire::{Sheets, Sink, Writer, take};
use super::{Opened, Refusal, xls, xlsb};

/// The command of the program that reads a workbook for it. It is no command for people.
pub const COMMAND: &str = "read-workbook";

/// Bytes of a file that is read in this process, for want of another.
const HERE: usize = 16 << 20;

/// Held while such a file is read in this process.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The kinds of workbook that are read this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Book {
    /// Excel 97–2003, and WPS .et.
    Xls,
    /// Excel's binary workbook.
    Xlsb,
}

impl Book {
    const fn id(self) -> &'static str {
        match self {
            Self::Xls => "xls",
            Self::Xlsb => "xlsb",
        }
    }

    fn read(self, bytes: &[u8], sink: &mut dyn Sink, budget: &mut Budget) -> Result<(), Refusal> {
        match self {
            Self::Xls => xls::read(bytes, sink, budget),
            Self::Xlsb => xlsb::read(bytes, sink, budget),
        }
    }
}

/// Opens a workbook.
pub(super) fn open(bytes: &[u8], book: Book, budget: &mut Budget) -> Result<Opened, Refusal> {
    if budget.limits().reader == Reader::Child
        && let Some(child) = start(book, budget)
    {
        return converse(child, bytes, book, budget);
    }
    if bytes.len() > HERE {
        return Err(budget.too_large());
    }
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    // the sheets and the reader each need to look at the clock
    let mut own = Budget::new(budget.limits());
    let mut sheets = Sheets::new(book.id(), budget);
    book.read(bytes, &mut sheets, &mut own)?;
    sheets.finish()
}

fn start(book: Book, budget: &Budget) -> Option<Child> {
    let Limits { memory, seconds, .. } = budget.limits();
    Command::new(std::env::current_exe().ok()?)
        .args([COMMAND, book.id(), &memory.to_string(), &seconds.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()
}

/// Gives the file, takes the cells, and waits no longer than allowed.
fn converse(mut child: Child, bytes: &[u8], book: Book, budget: &mut Budget) -> Result<Opened, Refusal> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (limits, patience) = (budget.limits(), budget.remaining());
    let slow = budget.too_slow();
    let large = budget.too_large();
    std::thread::scope(|scope| {
        let (done, finished) = channel();
        scope.spawn(move || {
            // a reader that has seen enough closes its end
            let _ = stdin.map(|mut to| to.write_all(bytes));
        });
        let last_words = scope.spawn(move || {
            let mut text = String::new();
            let _ = stderr.map(|from| from.take(4096).read_to_string(&mut text));
            text
        });
        let reading = scope.spawn(move || {
            let mut sheets = Sheets::new(book.id(), budget);
            let from = stdout.map(|from| BufReader::new(from.take(limits.memory)));
            let taken = from.and_then(|from| take(from, &mut sheets));
            let _ = done.send(());
            taken.map(|ended| ended.and_then(|()| sheets.finish()))
        });
        let late = wait(&finished, patience);
        // it has said all, or is not to say more
        let status = end(&mut child, late || reading.is_finished());
        let read = reading.join().ok().flatten();
        let words = last_words.join().unwrap_or_default();
        match read {
            Some(read) => read,
            None if late => Err(slow),
            None if words.contains("memory allocation") => Err(large),
            None if status.is_some_and(out_of_time) => Err(slow),
            None => Err(Finding::new(Code::FileUnreadable).found(say::CRASHED).into()),
        }
    })
}

/// Waits until the cells have come; true where that took too long.
fn wait(finished: &Receiver<()>, patience: Duration) -> bool {
    // a little more than the process gives itself, so that it can say why it stopped
    let patience = patience + Duration::from_millis(500);
    matches!(finished.recv_timeout(patience), Err(RecvTimeoutError::Timeout))
}

fn end(child: &mut Child, now: bool) -> Option<ExitStatus> {
    if now {
        let _ = child.kill();
    }
    child.wait().ok()
}

/// Whether the system ended the process for the processor time that it took.
#[cfg(unix)]
fn out_of_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    const SIGXCPU: i32 = 24;
    status.signal() == Some(SIGXCPU)
}

#[cfg(not(unix))]
const fn out_of_time(_status: ExitStatus) -> bool {
    false
}

/// The other side: reads the workbook on standard input and writes its cells to standard output, within limits that the
/// system holds this process to. Nothing but [`COMMAND`] calls it.
#[must_use]
pub fn serve(book: Book, memory: u64, seconds: u64) -> ExitCode {
    confine(memory, seconds);
    let mut writer = Writer(BufWriter::new(std::io::stdout().lock()));
    let mut bytes = Vec::new();
    let mut budget = Budget::new(Limits { memory, seconds, ..Limits::default() });
    let read = match std::io::stdin().lock().take(memory).read_to_end(&mut bytes) {
        Ok(_) => book.read(&bytes, &mut writer, &mut budget),
        Err(error) => Err(Finding::new(Code::FileUnreadable).found(error.to_string()).into()),
    };
    if writer.end(read).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Sets the limits of this process. Where the system has none of this kind, the process that waits for this one still
/// limits its time.
#[cfg(unix)]
fn confine(memory: u64, seconds: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let most = |n: u64| Rlimit { current: Some(n), maximum: Some(n) };
    // the program's own code is mapped but not counted as data
    let _ = setrlimit(Resource::Data, most(memory - memory / 16));
    let _ = setrlimit(Resource::As, most(memory.saturating_add(512 << 20)));
    let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(seconds + 1), maximum: Some(seconds + 2) });
    let _ = setrlimit(Resource::Core, most(0));
}

#[cfg(not(unix))]
const fn confine(_memory: u64, _seconds: u64) {}
