//! The chart's names, for the search and for pasted texts.
//!
//! Owns when they are read: once, on a thread of its own, the first time anyone asks. What a name means is the chart's
//! ([`crate::chart::Gazetteer`]). Start at [`Names::prepare`].

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, TryRecvError};

use egui::Context;

use crate::chart::{Gazetteer, TileReader};

/// The chart's names, once they are read.
#[derive(Default)]
pub struct Names {
    known: Gazetteer,
    coming: Option<Receiver<Gazetteer>>,
    is_begun: bool,
}

impl Names {
    /// Begins to read the names, unless that was done; takes them in when they have come.
    pub fn prepare(&mut self, ctx: &Context, chart: &Arc<dyn TileReader>) {
        if !self.is_begun {
            self.is_begun = true;
            let (send, receive) = mpsc::channel();
            let (ctx, chart) = (ctx.clone(), Arc::clone(chart));
            let worker = move || {
                // A window that is closed no longer listens.
                drop(send.send(Gazetteer::read(&*chart)));
                ctx.request_repaint();
            };
            let thread = std::thread::Builder::new().name("chart names".into()).spawn(worker);
            self.coming = thread.ok().map(|_| receive);
        }
        let Some(coming) = &self.coming else { return };
        match coming.try_recv() {
            Ok(names) => (self.known, self.coming) = (names, None),
            Err(TryRecvError::Disconnected) => self.coming = None,
            Err(TryRecvError::Empty) => {}
        }
    }

    /// What is known so far.
    #[must_use]
    pub const fn known(&self) -> &Gazetteer {
        &self.known
    }
}
