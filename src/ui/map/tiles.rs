//! Which tiles a view needs, and a bounded store that reads them on its own thread.
//!
//! Owns the choice of tiles, the queue to the worker, and what is kept. Never draws and never blocks: what is not there
//! yet is stood in for by an ancestor or by descendants, so that a map that has shown anything is never blank. Start at
//! [`TileStore::frame`].

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use super::view::{TILE_POINTS, View};
use crate::chart::TileId;

/// 2³²: the units of the fixed-point world.
const WORLD_UNITS: f64 = 4_294_967_296.0;
/// How many tiles may be visible at once; a view asks for a lower zoom before it exceeds this.
const MAX_VISIBLE: i64 = 400;

/// A tile's place on the screen: which tile, and on which copy of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Slot {
    /// The tile.
    pub(super) id: TileId,
    /// Its column on the endless strip of worlds: `id.x` plus a multiple of 2^zoom.
    pub(super) column: i64,
}

/// One thing to draw: a tile's content, seen through a slot.
#[derive(Debug)]
pub(super) struct Piece<T> {
    /// The content.
    pub(super) content: Arc<T>,
    /// Whose content it is: the slot's own tile, an ancestor or a descendant of it.
    pub(super) of: Slot,
    /// The part of the screen it may paint.
    pub(super) through: Slot,
}

impl<T> Clone for Piece<T> {
    fn clone(&self) -> Self {
        Self { content: Arc::clone(&self.content), of: self.of, through: self.through }
    }
}

impl Slot {
    /// The way from the view's centre to this tile's north-west corner, and its side: units of the fixed-point world.
    #[must_use]
    pub(super) fn offset(&self, view: &View) -> ([f64; 2], f64) {
        let side = WORLD_UNITS / f64::from(self.id.zoom).exp2();
        let centre = view.centre_world();
        #[expect(clippy::cast_precision_loss, reason = "columns are small")]
        let x = self.column as f64 * side - f64::from(centre[0]);
        ([x, f64::from(self.id.y) * side - f64::from(centre[1])], side)
    }

    fn ancestor(&self, zoom: u8) -> Self {
        let up = self.id.zoom.saturating_sub(zoom);
        Self { id: self.id.ancestor(zoom), column: self.column >> up }
    }

    fn children(&self) -> [Self; 4] {
        [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(east, south)| Self {
            id: TileId { zoom: self.id.zoom + 1, x: self.id.x * 2 + east, y: self.id.y * 2 + south },
            column: self.column * 2 + i64::from(east),
        })
    }
}

/// The tiles of one zoom that a view sees, the middle ones first.
#[must_use]
pub(super) fn visible_slots(view: &View, zoom: u8) -> Vec<Slot> {
    let (north_west, south_east) = view.visible_units();
    let side = WORLD_UNITS / f64::from(zoom).exp2();
    let n = 1_i64 << zoom;
    #[expect(clippy::cast_possible_truncation, reason = "columns and rows are small")]
    let index = |units: f64| (units / side).floor() as i64;
    let columns = index(north_west[0])..=index(south_east[0] - 1e-6);
    let rows = index(north_west[1]).max(0)..=index(south_east[1] - 1e-6).min(n - 1);
    let count = |range: &std::ops::RangeInclusive<i64>| range.end() - range.start() + 1;
    if count(&columns) * count(&rows) > MAX_VISIBLE {
        return if zoom == 0 { Vec::new() } else { visible_slots(view, zoom - 1) };
    }
    let mut slots: Vec<Slot> = rows
        .flat_map(|row| columns.clone().map(move |column| (row, column)))
        .filter_map(|(row, column)| {
            let x = u32::try_from(column.rem_euclid(n)).ok()?;
            Some(Slot { id: TileId { zoom, x, y: u32::try_from(row).ok()? }, column })
        })
        .collect();
    slots.sort_by(|a, b| from_middle(a, view).total_cmp(&from_middle(b, view)));
    slots
}

fn from_middle(slot: &Slot, view: &View) -> f64 {
    let ([x, y], side) = slot.offset(view);
    (x + side / 2.0).hypot(y + side / 2.0)
}

/// The tile zoom whose tiles are drawn between `side` and 2 · `side` points wide, within what a map has.
#[must_use]
pub(super) fn zoom_for(view: &View, side: f64, (least, greatest): (u8, u8)) -> u8 {
    let wanted = view.zoom() - (side / TILE_POINTS).log2();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let wanted = wanted.floor().clamp(0.0, 24.0) as u8;
    wanted.clamp(least.min(greatest), greatest)
}

/// Reads one tile's content; `None` where there is none. Runs on the store's thread.
pub(super) type ReadTile<T> = Box<dyn FnMut(TileId) -> Option<T> + Send>;

/// Tiles of one map: those in memory, and the thread that reads the others.
pub(super) struct TileStore<T> {
    shared: Arc<Shared<T>>,
    zooms: (u8, u8),
    side: f64,
    frame: u64,
    thread: Option<JoinHandle<()>>,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    wake: Condvar,
}

struct State<T> {
    tiles: HashMap<TileId, Kept<T>>,
    wanted: Vec<TileId>,
    capacity: usize,
    stopped: bool,
    /// Rises with every tile read.
    generation: u64,
}

struct Kept<T> {
    content: Option<Arc<T>>,
    used: u64,
}

/// What a view draws this frame.
#[derive(Debug)]
pub(super) struct Frame<T> {
    /// In drawing order.
    pub(super) pieces: Vec<Piece<T>>,
    /// Whether every visible tile is there (or known to be missing from the map).
    pub(super) is_complete: bool,
    /// Rises whenever a tile has been read.
    pub(super) generation: u64,
}

impl<T: Send + Sync + 'static> TileStore<T> {
    /// A store that reads with `read` on a thread called `name`, keeps at most `capacity` tiles, draws them `side` to
    /// 2 · `side` points wide, and asks `ctx` for a new frame when one has come. `None` if no thread can be had.
    #[must_use]
    pub(super) fn new(
        name: &str,
        ctx: egui::Context,
        zooms: (u8, u8),
        side: f64,
        capacity: usize,
        mut read: ReadTile<T>,
    ) -> Option<Self> {
        let state = State { tiles: HashMap::new(), wanted: Vec::new(), capacity, stopped: false, generation: 0 };
        let shared = Arc::new(Shared { state: Mutex::new(state), wake: Condvar::new() });
        let worker = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                while let Some(id) = worker.next() {
                    let content = read(id).map(Arc::new);
                    worker.keep(id, content);
                    ctx.request_repaint();
                }
            })
            .ok()?;
        Some(Self { shared, zooms, side, frame: 0, thread: Some(thread) })
    }

    /// What to draw for a view, and by the way: asks the thread for what is missing.
    pub(super) fn frame(&mut self, view: &View) -> Frame<T> {
        self.frame += 1;
        let slots = visible_slots(view, zoom_for(view, self.side, self.zooms));
        let mut state = self.shared.lock();
        let mut wanted = Vec::new();
        let mut pieces = Vec::new();
        let mut own = Vec::new();
        let mut is_complete = true;
        for slot in &slots {
            match state.look(slot.id, self.frame) {
                Look::Here(content) => own.push(Piece { content, of: *slot, through: *slot }),
                Look::Missing => {
                    is_complete &= state.stand_in(*slot, self.zooms.0, self.frame, &mut wanted, &mut pieces);
                }
                Look::Unknown => {
                    is_complete = false;
                    wanted.push(slot.id);
                    state.stand_in(*slot, self.zooms.0, self.frame, &mut wanted, &mut pieces);
                    for child in slot.children() {
                        if let Look::Here(content) = state.look(child.id, self.frame) {
                            own.push(Piece { content, of: child, through: child });
                        }
                    }
                }
            }
        }
        pieces.append(&mut own);
        state.make_room(self.frame);
        let has_wishes = !wanted.is_empty();
        state.wanted = wanted;
        let generation = state.generation;
        drop(state);
        if has_wishes {
            self.shared.wake.notify_one();
        }
        Frame { pieces, is_complete, generation }
    }
}

impl<T> Drop for TileStore<T> {
    fn drop(&mut self) {
        self.shared.lock().stopped = true;
        self.shared.wake.notify_one();
        // At most one tile's reading: a thread that still uploads to a graphics device that goes away crashes in its driver.
        if let Some(thread) = self.thread.take() {
            // It cannot have panicked: readers are caught.
            drop(thread.join());
        }
    }
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next tile to read; waits for one. `None` once the store is gone.
    fn next(&self) -> Option<TileId> {
        let mut state = self.lock();
        loop {
            if state.stopped {
                return None;
            }
            // Coarse tiles first: one of them stands in for many.
            let next = state.wanted.iter().enumerate().min_by_key(|(i, id)| (id.zoom, *i)).map(|(i, _)| i);
            if let Some(i) = next {
                return Some(state.wanted.remove(i));
            }
            state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn keep(&self, id: TileId, content: Option<Arc<T>>) {
        let mut state = self.lock();
        state.generation += 1;
        state.wanted.retain(|other| *other != id);
        let used = u64::MAX;
        state.tiles.insert(id, Kept { content, used });
    }
}

enum Look<T> {
    Here(Arc<T>),
    Missing,
    Unknown,
}

impl<T> State<T> {
    fn look(&mut self, id: TileId, frame: u64) -> Look<T> {
        match self.tiles.get_mut(&id) {
            Some(kept) => {
                kept.used = frame;
                kept.content.as_ref().map_or(Look::Missing, |content| Look::Here(Arc::clone(content)))
            }
            None => Look::Unknown,
        }
    }

    /// Puts the nearest ancestor in memory behind a slot, and asks for the nearest that is not known yet. Whether the map
    /// has nothing better.
    fn stand_in(
        &mut self,
        slot: Slot,
        least_zoom: u8,
        frame: u64,
        wanted: &mut Vec<TileId>,
        pieces: &mut Vec<Piece<T>>,
    ) -> bool {
        let mut has_asked = false;
        for zoom in (least_zoom..slot.id.zoom).rev() {
            let ancestor = slot.ancestor(zoom);
            match self.look(ancestor.id, frame) {
                Look::Here(content) => {
                    pieces.push(Piece { content, of: ancestor, through: slot });
                    return !has_asked;
                }
                Look::Missing => {}
                Look::Unknown => {
                    // The parent, and the coarsest of all, which stands in for everything.
                    if (!has_asked || zoom == least_zoom) && !wanted.contains(&ancestor.id) {
                        wanted.push(ancestor.id);
                    }
                    has_asked = true;
                }
            }
        }
        !has_asked
    }

    /// Forgets the tiles that were used longest ago, but none of this frame's.
    fn make_room(&mut self, frame: u64) {
        if self.tiles.len() <= self.capacity {
            return;
        }
        let mut ages: Vec<(u64, TileId)> =
            self.tiles.iter().filter(|(_, kept)| kept.used < frame).map(|(id, kept)| (kept.used, *id)).collect();
        ages.sort_unstable();
        // A quarter at once, so that this is rare.
        let surplus = self.tiles.len() - self.capacity * 3 / 4;
        for (_, id) in ages.into_iter().take(surplus) {
            self.tiles.remove(&id);
        }
        // What came in since the last frame has not been looked at: from now on it ages like the rest.
        for kept in self.tiles.values_mut() {
            kept.used = kept.used.min(frame);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::Position;
    use crate::ui::map::view::rect_of_size;

    fn view(lat: f64, lon: f64, zoom: f64) -> View {
        View::new(Position::clamped(lat, lon), zoom, rect_of_size(1280.0, 800.0), 1.0)
    }

    #[test]
    fn a_view_sees_the_tiles_that_cover_it_and_no_more() {
        let view = view(37.5, 126.5, 6.5);
        let slots = visible_slots(&view, 6);
        // 1280 x 800 points over tiles of 256 · 2^0.5 = 362 points: at least 4 x 3, at most 5 x 4.
        assert!((12..=20).contains(&slots.len()), "{}", slots.len());
        let (north_west, south_east) = view.visible_units();
        for slot in &slots {
            let ([x, y], side) = slot.offset(&view);
            let centre = view.centre_world().map(f64::from);
            assert!(x + centre[0] < south_east[0] && x + side + centre[0] > north_west[0]);
            assert!(y + centre[1] < south_east[1] && y + side + centre[1] > north_west[1]);
        }
    }

    #[test]
    fn across_the_antimeridian_the_columns_go_on() {
        let slots = visible_slots(&view(0.0, 180.0, 4.0), 4);
        assert!(slots.iter().any(|slot| slot.id.x == 15) && slots.iter().any(|slot| slot.id.x == 0));
        assert!(slots.iter().all(|slot| slot.column.rem_euclid(16) == i64::from(slot.id.x)));
    }

    #[test]
    fn beyond_the_deepest_zoom_the_deepest_tiles_are_drawn() {
        assert_eq!(zoom_for(&view(37.5, 126.5, 18.0), 256.0, (0, 10)), 10);
        assert_eq!(zoom_for(&view(37.5, 126.5, 6.9), 256.0, (0, 10)), 6);
        assert_eq!(zoom_for(&view(37.5, 126.5, 6.9), 512.0, (0, 10)), 5);
    }

    fn settle(store: &mut TileStore<u8>, view: &View) -> Frame<u8> {
        for _ in 0..2000 {
            let frame = store.frame(view);
            if frame.is_complete {
                return frame;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        store.frame(view)
    }

    #[test]
    fn where_the_map_has_no_tile_its_ancestor_shows() {
        // A map with tiles at zoom 2 only, asked for zoom 6.
        let read: ReadTile<u8> = Box::new(|id| (id.zoom == 2).then_some(id.zoom));
        let mut store =
            TileStore::new("test tiles", egui::Context::default(), (2, 6), 256.0, 500, read).expect("a thread");
        let view = view(37.5, 126.5, 6.5);
        let frame = settle(&mut store, &view);
        assert!(frame.is_complete);
        assert_eq!(frame.pieces.len(), visible_slots(&view, 6).len());
        assert!(frame.pieces.iter().all(|piece| *piece.content == 2 && piece.through.id.zoom == 6));
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let read: ReadTile<u8> = Box::new(|id| Some(id.zoom));
        let mut store =
            TileStore::new("test tiles", egui::Context::default(), (0, 9), 256.0, 60, read).expect("a thread");
        for lon in 0..30 {
            settle(&mut store, &view(37.5, f64::from(lon) * 6.0, 9.0));
        }
        assert!(store.shared.lock().tiles.len() <= 60 + 40, "{}", store.shared.lock().tiles.len());
    }
}
