//! A session for a test, and what its jobs come to.
//!
//! Owns where its files lie and how long is waited. Never opens anything but the sample case. Start at [`session`], then [`settle`].
#![allow(dead_code, reason = "each test uses some of it")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cordon::io::basemap;
use cordon::session::{CaseCommand, Command, Folders, Session};

/// A session whose settings and journals lie in a folder of its own.
pub(crate) fn session(home: &Path) -> Session {
    let folders = Folders { config: home.join("config"), state: home.join("state"), cache: home.join("cache") };
    Session::new(folders, basemap::bundled().expect("the bundled chart"), Arc::new(|| {}))
}

/// The sample case, after everything that is found by itself was found.
pub(crate) fn sample(home: &Path) -> Session {
    let mut session = session(home);
    session.apply(Command::Case(CaseCommand::OpenSample));
    settle(&mut session);
    session.learn_waters();
    settle(&mut session);
    session
}

/// Takes in what jobs come to, until none is left.
pub(crate) fn settle(session: &mut Session) {
    let begun = Instant::now();
    session.poll();
    while session.is_busy() {
        session.poll();
        assert!(begun.elapsed() < Duration::from_mins(2), "a job does not end: {:?}", session.jobs());
        std::thread::sleep(Duration::from_millis(2));
    }
    session.poll();
}
