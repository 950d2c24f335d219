//! Has the program built again when the page in `dist/` has changed: the names of its files change with it, which
//! the compiler cannot know. A debug build embeds nothing, but reads the folder when it starts.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../../dist");
    }
}
