#![no_main]
#![doc = "See the module `targets` of the library."]

libfuzzer_sys::fuzz_target!(|input: &[u8]| twilio_calls_fuzz::targets::timestamps::run(input));
