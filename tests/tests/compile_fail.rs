//! What must not compile does not, for the reason it should.

#[test]
fn what_must_not_compile() {
    trybuild::TestCases::new().compile_fail("compile_fail/*.rs");
}
