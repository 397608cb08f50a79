//! The user's own maps: opened off the frame, kept in the settings' order on the map, switched on and off.
//!
//! Owns which of them are open, hidden or broken. Never reads a tile: [`super::map::sources`] does. An online map is handed
//! over only while its switch is on, so nothing connects before. Start at [`OwnMaps::sync`], called once a frame.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};

use egui::Context;

use super::map::sources::MapSource;
use super::map::{MapPanel, OnlineMap, Origin, SourceId};
use crate::chart::MapTiles;
use crate::io::map_file::{self, MapFile};
use crate::language::{said, words};
use crate::session::{OnlineSource, Settings};

/// How a map of the user's stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is being opened.
    Opening,
    /// It is open: what it calls itself, and of what kind it is.
    Open {
        /// Its own title.
        title: String,
        /// "vector tiles" or "pictures".
        kind: &'static str,
        /// Whether it is shown.
        is_visible: bool,
    },
    /// It cannot be shown, with the reason.
    Broken(String),
}

enum State {
    Opening,
    Open { title: String, kind: &'static str, id: SourceId, is_visible: bool },
    Broken(String),
}

type Opened = (PathBuf, Result<MapFile, String>);

/// The user's own maps.
pub struct OwnMaps {
    states: HashMap<PathBuf, State>,
    online: Option<(OnlineSource, SourceId)>,
    order: Vec<SourceId>,
    send: Sender<Opened>,
    receive: Receiver<Opened>,
    news: Vec<String>,
}

impl Default for OwnMaps {
    fn default() -> Self {
        let (send, receive) = mpsc::channel();
        Self { states: HashMap::new(), online: None, order: Vec::new(), send, receive, news: Vec::new() }
    }
}

impl OwnMaps {
    /// Brings the map in line with the settings. `cache` is where an online map's tiles are kept.
    pub fn sync(&mut self, ctx: &Context, settings: &Settings, map: &mut MapPanel, cache: &Path) {
        self.take_opened(map);
        self.close_removed(settings, map);
        for path in &settings.maps {
            if !self.states.contains_key(path) {
                self.states.insert(path.clone(), State::Opening);
                self.open(ctx, path.clone());
            }
        }
        self.sync_online(settings, map, cache);
        let online = self.online.iter().map(|(_, id)| *id);
        let files = settings.maps.iter().filter_map(|path| match self.states.get(path) {
            Some(State::Open { id, .. }) => Some(*id),
            _ => None,
        });
        let order: Vec<SourceId> = online.chain(files).collect();
        if order != self.order {
            map.order_sources(&order);
            self.order = order;
        }
    }

    /// How the map of a path stands.
    #[must_use]
    pub fn standing(&self, path: &Path) -> Standing {
        match self.states.get(path) {
            None | Some(State::Opening) => Standing::Opening,
            Some(State::Open { title, kind, is_visible, .. }) => {
                Standing::Open { title: title.clone(), kind, is_visible: *is_visible }
            }
            Some(State::Broken(cause)) => Standing::Broken(cause.clone()),
        }
    }

    /// Shows or hides a map.
    pub fn show(&mut self, path: &Path, shows: bool, map: &mut MapPanel) {
        if let Some(State::Open { id, is_visible, .. }) = self.states.get_mut(path) {
            *is_visible = shows;
            map.show_source(*id, shows);
        }
    }

    /// Sentences for the notice log, each once.
    pub fn take_news(&mut self) -> Vec<String> {
        std::mem::take(&mut self.news)
    }

    fn open(&mut self, ctx: &Context, path: PathBuf) {
        let (send, ctx, worker_path) = (self.send.clone(), ctx.clone(), path.clone());
        let worker = move || {
            let opened = map_file::open(&worker_path).map_err(|cause| cause.to_string());
            // A window that is closed no longer listens.
            drop(send.send((worker_path, opened)));
            ctx.request_repaint();
        };
        if std::thread::Builder::new().name("opening a map".into()).spawn(worker).is_err() {
            self.states.insert(path, State::Broken(words("map-no-thread").into()));
        }
    }

    fn take_opened(&mut self, map: &mut MapPanel) {
        while let Ok((path, opened)) = self.receive.try_recv() {
            // Taken off the list while it was being opened?
            if !self.states.contains_key(&path) {
                continue;
            }
            let state = match opened {
                Ok(file) => {
                    let kind = match &file.tiles {
                        MapTiles::Vector(_) => "map-vector",
                        MapTiles::Pictures(_) => "map-pictures",
                    };
                    let title = file.title;
                    let source = MapSource { name: title.clone(), origin: Origin::File(file.tiles), is_visible: true };
                    State::Open { title, kind, id: map.add_source(source), is_visible: true }
                }
                Err(cause) => {
                    self.news.push(said!("map-not-shown", cause = cause.as_str()));
                    State::Broken(cause)
                }
            };
            self.states.insert(path, state);
        }
    }

    fn close_removed(&mut self, settings: &Settings, map: &mut MapPanel) {
        self.states.retain(|path, state| {
            let is_kept = settings.maps.contains(path);
            if let (false, State::Open { id, .. }) = (is_kept, state) {
                map.remove_source(*id);
            }
            is_kept
        });
    }

    fn sync_online(&mut self, settings: &Settings, map: &mut MapPanel, cache: &Path) {
        let wanted = settings.online.clone().filter(|_| settings.online_is_on);
        if self.online.as_ref().map(|(source, _)| source) == wanted.as_ref() {
            return;
        }
        if let Some((_, id)) = self.online.take() {
            map.remove_source(id);
        }
        let Some(source) = wanted else { return };
        match OnlineMap::new(&source.url, &source.attribution, Some(cache.to_owned())) {
            Ok(online) => {
                let name = words("maps-online").to_owned();
                let id = map.add_source(MapSource { name, origin: Origin::Online(online), is_visible: true });
                self.online = Some((source, id));
            }
            Err(cause) => self.news.push(said!("map-online-not-shown", cause = cause.words())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settle(maps: &mut OwnMaps, settings: &Settings, panel: &mut MapPanel) {
        let ctx = Context::default();
        for _ in 0..500 {
            maps.sync(&ctx, settings, panel, Path::new("unused"));
            if settings.maps.iter().all(|path| maps.standing(path) != Standing::Opening) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    }

    fn folder_of_tiles(folder: &Path, name: &str) -> PathBuf {
        let path = folder.join(name);
        std::fs::create_dir_all(path.join("0/0")).expect("a folder");
        let mut png = std::io::Cursor::new(Vec::new());
        image::RgbaImage::new(2, 2).write_to(&mut png, image::ImageFormat::Png).expect("written");
        std::fs::write(path.join("0/0/0.png"), png.into_inner()).expect("written");
        path
    }

    #[test]
    fn maps_follow_the_settings_in_their_order() {
        let folder = std::env::temp_dir().join(format!("cordon-test-{}", uuid::Uuid::new_v4()));
        let (a, b) = (folder_of_tiles(&folder, "a"), folder_of_tiles(&folder, "b"));
        let mut settings = Settings { maps: vec![a.clone(), b.clone()], ..Settings::default() };
        let (mut maps, mut panel) = (OwnMaps::default(), MapPanel::new());
        settle(&mut maps, &settings, &mut panel);
        let names = |panel: &MapPanel| panel.sources().map(|(_, source)| source.name.clone()).collect::<Vec<_>>();
        let before = names(&panel);
        assert_eq!(before.len(), 2, "{:?} {:?}", maps.standing(&a), maps.standing(&b));
        settings.maps.reverse();
        settle(&mut maps, &settings, &mut panel);
        assert_eq!(names(&panel), before.iter().rev().cloned().collect::<Vec<_>>());
        settings.maps.clear();
        settle(&mut maps, &settings, &mut panel);
        assert_eq!(panel.sources().count(), 0);
        std::fs::remove_dir_all(&folder).expect("removed");
    }

    #[test]
    fn a_map_that_is_not_there_says_so_once() {
        let path = PathBuf::from("no/such/chart.pmtiles");
        let settings = Settings { maps: vec![path.clone()], ..Settings::default() };
        let (mut maps, mut panel) = (OwnMaps::default(), MapPanel::new());
        settle(&mut maps, &settings, &mut panel);
        assert!(matches!(maps.standing(&path), Standing::Broken(_)));
        assert_eq!(maps.take_news().len(), 1);
        settle(&mut maps, &settings, &mut panel);
        assert!(maps.take_news().is_empty());
    }

    #[test]
    fn an_online_map_is_there_only_while_its_switch_is_on() {
        let source = OnlineSource { url: "https://tiles.example/{z}/{x}/{y}.png".into(), attribution: "E".into() };
        let mut settings = Settings { online: Some(source), ..Settings::default() };
        let (mut maps, mut panel) = (OwnMaps::default(), MapPanel::new());
        settle(&mut maps, &settings, &mut panel);
        assert_eq!(panel.sources().count(), 0);
        settings.online_is_on = true;
        settle(&mut maps, &settings, &mut panel);
        assert!(panel.is_online());
        settings.online_is_on = false;
        settle(&mut maps, &settings, &mut panel);
        assert_eq!(panel.sources().count(), 0);
    }
}
