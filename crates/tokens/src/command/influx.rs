//! What the commands of the `influx` CLI have in common.

use super::text::quoted;

/// The flags that say which server and which credential; `active` and `inactive` do not have them.
pub(super) fn connection(server: &str) -> String {
    [
        " --host ",
        &quoted(server.trim_end_matches('/')),
        " --token \"$INFLUX_TOKEN\"",
    ]
    .concat()
}
