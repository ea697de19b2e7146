#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| zhiheng_fuzz::numbers(data));
