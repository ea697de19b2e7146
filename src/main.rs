//! The `zhiheng` program: [`zhiheng::cli`] and nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    zhiheng::cli::main()
}
