//! Scratch.
fn main() {
    let spec = std::fs::read_to_string("spec/twilio-calls.yaml").unwrap_or_default();
    let edits: Vec<(String, Vec<(String, String)>)> = serde_json::from_str(
        &std::fs::read_to_string("/tmp/review/edits.json").unwrap_or_default(),
    )
    .unwrap_or_default();
    let Ok(old) = codegen::Spec::read(&codegen::Source::new("old", spec.as_str())) else {
        return;
    };
    for (name, pairs) in edits {
        let mut text = spec.clone();
        for (a, b) in &pairs {
            text = text.replace(a.as_str(), b);
        }
        println!("## {name}");
        match codegen::Spec::read(&codegen::Source::new("new", text)) {
            Ok(new) => {
                let (there, back) = (old.account(&new), new.account(&old));
                for c in there.changes() {
                    println!(
                        "> {} | {} | {} | {} @{}",
                        c.class, c.wire, c.rust, c.why, c.line
                    );
                }
                let ok = there.changes().len() == back.changes().len()
                    && there
                        .changes()
                        .iter()
                        .all(|a| back.changes().iter().any(|b| a.mirrors(b)));
                if !ok {
                    for c in back.changes() {
                        println!(
                            "< {} | {} | {} | {} @{}",
                            c.class, c.wire, c.rust, c.why, c.line
                        );
                    }
                }
            }
            Err(report) => println!("{}", report.render(false)),
        }
    }
}
