//! Tabs of one browser tell each other which tokens they have changed, and that somebody has signed out. Never what a
//! token says or holds: whoever hears of it asks the server.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use crate::ui::context::provide_context;
use crate::ui::state::Stored;
use influx_api::Id;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

/// What is heard within so long is taken in together.
const GATHER: Duration = Duration::from_millis(150);

/// How a token has changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It was made, or something of it was changed.
    Updated,
    /// It is gone.
    Deleted,
}

impl Changed {
    const fn word(self) -> &'static str {
        match self {
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }
}

/// A token that another tab has changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct News {
    /// Its organization.
    pub org: Id,
    /// The token.
    pub id: Id,
    /// How.
    pub changed: Changed,
}

const SIGNED_OUT: &str = "signed-out";

/// The other tabs. A context of the whole app; where the browser has no `BroadcastChannel`, there are none.
#[derive(Clone, Copy)]
pub struct Tabs(Stored<Option<BroadcastChannel>>);

impl Tabs {
    /// Puts them into context: those that show this page below the same path, since elsewhere is another server.
    pub fn provide(base: &str) -> Self {
        let channel = BroadcastChannel::new(&["latchkey ", base].concat());
        let tabs = Self(Stored::new(channel.ok()));
        provide_context(tabs);
        tabs
    }

    /// Tells them that this tab has changed a token.
    pub fn tell(self, org: Id, id: Id, changed: Changed) {
        self.send(&[changed.word(), " ", &org.to_string(), " ", &id.to_string()].concat());
    }

    /// Tells them that the session has been ended.
    pub fn tell_signed_out(self) {
        self.send(SIGNED_OUT);
    }

    fn send(self, message: &str) {
        self.0.with_value(|channel| {
            if let Some(channel) = channel {
                // Fails only for what cannot be copied, which a text can, and on a closed channel, which this never is.
                let _ = channel.post_message(&message.into());
            }
        });
    }

    /// Hears what they tell, from now on: changed tokens, each once, and that the session has been ended.
    pub fn listen(self, changed: impl Fn(Vec<News>) + 'static, signed_out: impl Fn() + 'static) {
        let changed: Rc<dyn Fn(Vec<News>)> = Rc::new(changed);
        let waiting: Rc<RefCell<Vec<News>>> = Rc::default();
        let hear = move |event: MessageEvent| {
            let Some(message) = event.data().as_string() else {
                return;
            };
            if message == SIGNED_OUT {
                return signed_out();
            }
            let Some(news) = parse(&message) else { return };
            let first = waiting.borrow().is_empty();
            waiting
                .borrow_mut()
                .retain(|other| (other.org, other.id) != (news.org, news.id));
            waiting.borrow_mut().push(news);
            if first {
                let (waiting, changed) = (Rc::clone(&waiting), Rc::clone(&changed));
                set_timeout(move || changed(waiting.take()), GATHER);
            }
        };
        let hear = Closure::<dyn Fn(MessageEvent)>::new(hear).into_js_value();
        self.0.with_value(|channel| {
            if let Some(channel) = channel {
                channel.set_onmessage(Some(hear.unchecked_ref()));
            }
        });
    }
}

/// What a message of another tab says; `None` for one of a version that says more than this one knows.
fn parse(message: &str) -> Option<News> {
    let mut words = message.split(' ');
    let changed = match words.next()? {
        "updated" => Changed::Updated,
        "deleted" => Changed::Deleted,
        _ => return None,
    };
    let (org, id) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    words.next().is_none().then_some(News { org, id, changed })
}
