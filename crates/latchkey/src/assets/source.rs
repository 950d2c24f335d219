//! Where the page's files come from: the binary, or a folder.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use axum::body::Bytes;
use rust_embed::RustEmbed;

/// What `make build` left in `dist/` when this program was compiled; empty if nothing. (A debug build reads the
/// folder when it starts instead, so that the page can be rebuilt without the server.)
#[derive(RustEmbed)]
#[folder = "../../dist"]
#[allow_missing = true]
struct Embedded;

/// Every file's bytes by its path below the root, with `/` between folders.
pub(super) type Files = BTreeMap<String, Bytes>;

/// The files inside the binary.
pub(super) fn embedded() -> Files {
    Embedded::iter()
        .filter(|path| is_served(path))
        .filter_map(|path| {
            let bytes = match Embedded::get(&path)?.data {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => Bytes::from(bytes),
            };
            Some((path.into_owned(), bytes))
        })
        .collect()
}

/// The files below a folder, as they are now. Symbolic links are followed: the folder is the operator's own.
///
/// # Errors
/// The path that could not be read, and why.
pub(super) fn directory(root: &Path) -> Result<Files, (PathBuf, io::Error)> {
    let mut files = Files::new();
    let mut folders = vec![(root.to_path_buf(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        let failed = |error| (folder.clone(), error);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let name = format!("{prefix}{name}");
            if !is_served(&name) {
                continue;
            }
            let kind = fs::metadata(&path).map_err(|error| (path.clone(), error))?;
            if kind.is_dir() {
                if depth == MAX_DEPTH {
                    return Err((
                        path,
                        io::Error::other("folders are nested too deep (a link to itself?)"),
                    ));
                }
                folders.push((path, format!("{name}/"), depth + 1));
            } else {
                let bytes = fs::read(&path).map_err(|error| (path, error))?;
                files.insert(name, Bytes::from(bytes));
            }
        }
    }
    Ok(files)
}

/// Deeper than any page needs, and an end to links that lead back up.
const MAX_DEPTH: u8 = 16;

/// Dot files, such as the build tool's lock, are nobody's business.
fn is_served(path: &str) -> bool {
    !path.split('/').any(|segment| segment.starts_with('.'))
}
