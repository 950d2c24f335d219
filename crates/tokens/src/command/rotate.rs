//! Rotating a token: a new one takes over, then the old one is switched off.

use influx_api::{Id, NewAuthorization};

use super::create::{Owner, create};
use super::{Command, deactivate};

/// Makes a token in place of an old one, waits until it is in use, and switches the old one off, which can be undone.
///
/// The reply, the only one with the new secret, goes into a file that only whoever runs this can read, and nowhere else:
/// neither to the terminal nor into a log. A file that is there already is left alone, as it may hold the only copy of an
/// earlier secret. The old token stays as it is if anything fails, and if nobody is there to press Enter.
#[must_use]
pub fn rotate(server: &str, old: Id, new: &NewAuthorization, owner: Option<Owner<'_>>) -> Command {
    let (made, off) = (create(server, new, owner), deactivate(server, old));
    let influx = made.influx.zip(off.influx);
    Command {
        note: Some(if influx.is_some() {
            "The secret of the new API token goes into a file that only you can read. \"influx auth inactive\" takes the server and the API token from the active configuration only."
        } else {
            made.note.unwrap_or_default()
        }),
        influx: influx.map(|(made, off)| recipe(old, &[&made, " --json"].concat(), &off)),
        curl: recipe(old, &[&made.curl, " --silent --show-error"].concat(), &off.curl),
    }
}

fn recipe(old: Id, make: &str, switch_off: &str) -> String {
    [
        "(\nfile=rotated-",
        &old.to_string(),
        ".json\numask 077 && set -C && : > \"$file\" || exit\n",
        make,
        " >| \"$file\"\n",
        "grep -q '\"token\":' \"$file\" || { cat \"$file\" >&2; rm \"$file\"; exit 1; }\n",
        "printf '%s\\n' \"The new API token is in $file, which only you can read.\" \\\n",
        "  'Put it to use, see that all is well, and delete the file.' \\\n",
        "  'Enter then deactivates the old one; Ctrl+C keeps both.'\n",
        "read -r answer && ",
        switch_off,
        "\n)",
    ]
    .concat()
}
