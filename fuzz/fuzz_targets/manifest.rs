#![no_main]

use baton_tests::decoding::Target;

libfuzzer_sys::fuzz_target!(|input: &[u8]| Target::Manifest.check(input));
