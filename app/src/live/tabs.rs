//! What the tabs of a browser tell each other, so that one of them follows for all.
//!
//! Who follows says so every second, and at once to a tab that asks. Who hears nobody for a moment follows; of two that
//! began at once, the one with the greater number stops.

use domain::event::Topic;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// Where a step began that leads over what nobody remembers: everything may have changed.
pub(super) const ANYWHERE: i64 = -1;

/// What a tab says that wants to know who follows.
const WHO: &str = "who";

/// A step in the log.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// The event it leads to.
    pub(super) seq: i64,
    /// The event it began at; [`ANYWHERE`] if nobody remembers.
    pub(super) after: i64,
    /// What the event is about; nothing where the step is only a sign of life.
    pub(super) topic: Option<Topic>,
}

/// What the tab that follows says.
pub(super) struct Word {
    /// Its number.
    pub(super) from: i64,
    /// For how many milliseconds it has not heard of the server.
    pub(super) silence: i64,
    /// Whether the server refuses it, and has for too long.
    pub(super) refused: bool,
    /// Where it is in the log, and how it came there.
    pub(super) step: Step,
}

impl Word {
    fn write(&self) -> String {
        let Step { seq, after, topic } = self.step;
        let topic = topic.map_or("", Topic::as_str);
        let refused = i64::from(self.refused);
        format!(
            "{} {} {seq} {after} {topic} {refused}",
            self.from, self.silence
        )
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let mut number = || parts.next()?.parse().ok();
        let (from, silence, seq, after) = (number()?, number()?, number()?, number()?);
        let topic = parts.next().and_then(|word| word.parse().ok());
        let refused = parts.next() == Some("1");
        Some(Self {
            from,
            silence,
            refused,
            step: Step { seq, after, topic },
        })
    }
}

/// This tab among the others.
pub(super) struct Tabs {
    /// Tells this tab from the others.
    pub(super) number: i64,
    channel: Option<BroadcastChannel>,
}

impl Tabs {
    /// Begins to listen to the others: `on_word` hears what they say, or nothing where one asks who follows.
    pub(super) fn open(number: i64, on_word: impl Fn(Option<Word>) + 'static) -> Self {
        let channel = BroadcastChannel::new("watchfloor.live").ok();
        if let Some(channel) = &channel {
            let on = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                let text = event.data().as_string().unwrap_or_default();
                let word = Word::read(&text);
                if word.is_some() || text == WHO {
                    on_word(word);
                }
            });
            channel.set_onmessage(Some(on.as_ref().unchecked_ref()));
            // It listens as long as the page is there.
            on.forget();
        }
        Self { number, channel }
    }

    /// Tells the others.
    pub(super) fn tell(&self, (silence, refused): (i64, bool), step: Step) {
        let word = Word {
            from: self.number,
            silence,
            refused,
            step,
        };
        self.say(&word.write());
    }

    /// Asks the others who follows.
    pub(super) fn ask(&self) {
        self.say(WHO);
    }

    fn say(&self, text: &str) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&JsValue::from_str(text));
        }
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}
