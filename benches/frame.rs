//! What a frame costs: the window's own work (layout, tessellation, commands for the graphics card) and the drawing, while
//! the map is panned and zoomed and the window of time is dragged.
//!
//! `CORDON_BENCH_STORE=tracks.cordon cargo bench --bench frame`; without it, the sample case. `-- zoom` measures only what has that in its
//! name. Draws at 1280 × 800 on whatever draws here, a software rasteriser too.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark that cannot run must fail, and prints its figures"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use cordon::geodesy::Position;
use cordon::mercator::{WORLD_UNITS, world_from_position};
use cordon::session::{CaseCommand, Command, Folders, Session};
use cordon::track::query::{Near, picks};
use cordon::ui::app::App;
use cordon::ui::frame_log::thread_time;
use eframe::App as _;
use egui::{
    Context, Event, FullOutput, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase, pos2,
    vec2,
};
use egui_kittest::wgpu::{create_render_state, default_wgpu_setup};
use egui_wgpu::{RenderState, RendererOptions, ScreenDescriptor, wgpu};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZE: [u32; 2] = [1280, 800];
const N_FRAMES: u16 = 120;

/// The window without a window: its frames are asked for one after another, and drawn into a texture.
struct Bench {
    ctx: Context,
    app: App,
    frame: eframe::Frame,
    state: RenderState,
    target: wgpu::TextureView,
    events: Vec<Event>,
    n_frames: u32,
    /// What the last frame came to.
    output: FullOutput,
    _folder: tempfile::TempDir,
}

/// One frame: laid out; tessellated and encoded; drawn.
struct Frame {
    ui: Spent,
    encode: Spent,
    draw: Duration,
}

/// What a stretch of work took: on the clock, and of the processor's time. The two differ where other threads (the rasteriser's, the
/// map's) or other programs want the same cores.
#[derive(Clone, Copy)]
struct Spent {
    clock: Duration,
    cpu: Duration,
}

/// The moment at which a stretch of work begins.
struct Begun {
    clock: Instant,
    cpu: Option<Duration>,
}

impl Begun {
    fn now() -> Self {
        Self { cpu: thread_time(), clock: Instant::now() }
    }

    fn spent(&self) -> Spent {
        let clock = self.clock.elapsed();
        // Where it cannot be asked for, that of the clock.
        Spent { clock, cpu: thread_time().zip(self.cpu).map_or(clock, |(now, then)| now.saturating_sub(then)) }
    }
}

impl Bench {
    fn open(store: Option<PathBuf>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let of = |name: &str| folder.path().join(name);
        let folders = Folders { config: of("config"), state: of("state"), cache: of("cache") };
        let chart = cordon::io::basemap::bundled().expect("a chart");
        let mut session = Session::new(folders, chart, Arc::new(|| {}));
        let begun = Instant::now();
        session.apply(Command::Case(store.map_or(CaseCommand::OpenSample, |path| CaseCommand::Open(vec![path]))));
        let options = RendererOptions { dithering: false, ..RendererOptions::default() };
        let state = create_render_state(default_wgpu_setup(), options);
        let ctx = Context::default();
        let mut creation = eframe::CreationContext::_new_kittest(ctx.clone());
        creation.wgpu_render_state = Some(state.clone());
        let app = App::new(&creation, session, None);
        let texture = state.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("bench"),
            size: wgpu::Extent3d { width: SIZE[0], height: SIZE[1], depth_or_array_layers: 1 },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: state.target_format,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT,
            view_formats: &[],
        });
        let target = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let mut bench = Self {
            ctx,
            app,
            frame: eframe::Frame::_new_kittest(),
            state,
            target,
            events: Vec::new(),
            n_frames: 0,
            output: FullOutput::default(),
            _folder: folder,
        };
        bench.see_tracks();
        println!(
            "From the command to open it to the first whole frame: {:.0} ms, the window's own start included",
            ms(begun.elapsed())
        );
        // What looks wrong is looked for meanwhile: measured is the window at work, not that search.
        bench.rest();
        // Tiles come, and tracks go to the card, over some frames.
        for _ in 0..200 {
            bench.frame();
        }
        bench
    }

    /// Draws until all of the tracks stand on the map and in the timeline.
    fn see_tracks(&mut self) {
        loop {
            self.frame();
            match self.app.session().case().tracks() {
                Some(tracks) if self.app.is_traffic_current() && !tracks.histogram.is_empty() => return,
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        }
    }

    /// Draws until nothing is under way. What a first frame puts off begins in one of the next.
    fn rest(&mut self) {
        for _ in 0..5 {
            self.frame();
        }
        while self.app.session().is_busy() {
            self.frame();
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// How long it takes a window that stands to open a store, from the command to the first whole frame: the median of five times.
    fn opened_again(&mut self, store: &Path) -> Duration {
        let mut times: Vec<Duration> = (0..5)
            .map(|_| {
                self.app.apply(Command::Case(CaseCommand::CloseTracks));
                self.frame();
                self.rest();
                let begun = Instant::now();
                self.app.apply(Command::Case(CaseCommand::Open(vec![store.to_owned()])));
                self.see_tracks();
                begun.elapsed()
            })
            .collect();
        self.rest();
        times.sort();
        times.get(2).copied().unwrap_or_default()
    }

    fn frame(&mut self) -> Frame {
        #[expect(clippy::cast_precision_loss, reason = "a window has few pixels")]
        let size = SIZE.map(|side| side as f32);
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size.into())),
            time: Some(f64::from(self.n_frames) / 60.0),
            events: std::mem::take(&mut self.events),
            ..RawInput::default()
        };
        self.n_frames += 1;
        let Self { ctx, app, frame, .. } = self;
        let begun = Begun::now();
        let mut output = ctx.run_ui(input, |ui| {
            app.logic(ui.ctx(), frame);
            app.ui(ui, frame);
        });
        let ui = begun.spent();
        let begun = Begun::now();
        let primitives = self.ctx.tessellate(std::mem::take(&mut output.shapes), 1.0);
        let RenderState { device, queue, .. } = &self.state;
        let mut renderer = self.state.renderer.write();
        for (id, deltas) in &output.textures_delta.set {
            deltas.iter().for_each(|delta| renderer.update_texture(device, queue, *id, delta));
        }
        let screen = ScreenDescriptor { size_in_pixels: SIZE, pixels_per_point: 1.0 };
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let before = renderer.update_buffers(device, queue, &mut encoder, &primitives, &screen);
        let pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("bench"),
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: &self.target,
                resolve_target: None,
                ops: wgpu::Operations { load: wgpu::LoadOp::Clear(wgpu::Color::BLACK), store: wgpu::StoreOp::Store },
                depth_slice: None,
            })],
            depth_stencil_attachment: None,
            timestamp_writes: None,
            occlusion_query_set: None,
            multiview_mask: None,
        });
        renderer.render(&mut pass.forget_lifetime(), &primitives, &screen);
        let commands = encoder.finish();
        let encode = begun.spent();
        let begun = Instant::now();
        queue.submit(before.into_iter().chain([commands]));
        device.poll(wgpu::PollType::wait_indefinitely()).expect("it draws");
        output.textures_delta.free.iter().for_each(|id| renderer.free_texture(id));
        drop(renderer);
        self.output = output;
        Frame { ui, encode, draw: begun.elapsed() }
    }

    fn events(&mut self, events: impl IntoIterator<Item = Event>) {
        self.events.extend(events);
    }

    fn button(&mut self, pos: Pos2, pressed: bool) {
        self.events([
            Event::PointerMoved(pos),
            Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE },
        ]);
        self.frame();
    }

    /// Drags from a place, some points a frame.
    fn drag(&mut self, what: &str, from: Pos2, step: egui::Vec2) {
        self.button(from, true);
        let mut frames = Vec::new();
        for n in 1..=N_FRAMES {
            self.events([Event::PointerMoved(from + step * f32::from(n))]);
            frames.push(self.frame());
        }
        self.button(from + step * f32::from(N_FRAMES), false);
        report(what, &frames);
    }

    /// Moves the pointer without a button: what lies under it is found anew in every frame.
    fn hover(&mut self, what: &str) {
        let mut frames = Vec::new();
        for n in 1..=N_FRAMES {
            self.events([Event::PointerMoved(pos2(420.0, 120.0) + vec2(3.0, 2.0) * f32::from(n))]);
            frames.push(self.frame());
        }
        report(what, &frames);
    }

    /// Draws frames until none is wanted any more.
    fn settle(&mut self) {
        for _ in 0..2000 {
            self.frame();
            let soon = Duration::from_millis(200);
            if self.output.viewport_output.values().all(|output| output.repaint_delay > soon) {
                return;
            }
        }
    }

    /// Narrows the period by a key, and waits until the map shows it.
    fn step(&mut self) {
        let mut times = Vec::new();
        for _ in 0..21 {
            self.events([Event::Key {
                key: Key::Period,
                physical_key: None,
                pressed: true,
                repeat: false,
                modifiers: Modifiers::NONE,
            }]);
            let begun = Instant::now();
            self.frame();
            // As a window does, the next is drawn when it is wanted.
            while !self.app.is_traffic_current() {
                while !self.ctx.has_requested_repaint() {
                    std::thread::sleep(Duration::from_micros(200));
                }
                self.frame();
            }
            times.push(ms(begun.elapsed()));
            self.settle();
        }
        let (median, most) = shares(&mut times);
        println!("Another period until the map shows it: {median:.0} / {most:.0} ms");
    }

    /// Asks what lies under many places at each level.
    fn pick(&self) {
        let Some(tracks) = self.app.session().case().tracks() else { return };
        let Some(window) = tracks.store.span() else { return };
        for zoom in [6.5, 9.0, 12.0_f64] {
            let units_per_point = WORLD_UNITS / 256.0 / zoom.exp2();
            let level_idx = tracks.pyramid.level_for(zoom);
            let mut times = Vec::new();
            for n in 0..200_u32 {
                let at = Position::clamped(35.0 + f64::from(n % 20) * 0.2, 123.0 + f64::from(n / 20) * 0.3);
                let place = world_from_position(at);
                let near = Near { place, reach_units: 5.0 * units_per_point, window, level_idx };
                let begun = Instant::now();
                std::hint::black_box(picks(&tracks.store, &tracks.pyramid, &near, |_| true));
                times.push(ms(begun.elapsed()));
            }
            let (median, most) = shares(&mut times);
            println!("A pick at zoom {zoom}: {median:.2} / {most:.2} ms");
        }
    }

    fn frames(&mut self, n: usize) {
        for _ in 0..n {
            self.frame();
        }
    }

    fn press(&mut self, key: Key, modifiers: Modifiers, n_times: usize) {
        for _ in 0..n_times {
            for pressed in [true, false] {
                self.events([Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }]);
            }
            self.frames(5);
        }
    }

    /// Looks at the middle of what is open at a zoom: by the palette, which goes to a place at zoom 9, and half steps from there.
    fn look(&mut self, place: &str, half_steps_from_9: i32) {
        self.press(Key::Home, Modifiers::NONE, 1);
        self.press(Key::P, Modifiers::COMMAND, 1);
        self.events([Event::Text(place.to_owned())]);
        self.frames(5);
        self.press(Key::Enter, Modifiers::NONE, 1);
        let key = if half_steps_from_9 < 0 { Key::Minus } else { Key::Plus };
        self.press(key, Modifiers::NONE, half_steps_from_9.unsigned_abs() as usize);
        // Levels go to the card, the chart's tiles come.
        for _ in 0..60 {
            self.frame();
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn zoom(&mut self, what: &str, points: f32) {
        self.events([Event::PointerMoved(pos2(640.0, 350.0))]);
        let mut frames = Vec::new();
        for _ in 0..N_FRAMES {
            self.events([Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(0.0, points),
                phase: TouchPhase::Move,
                source: egui::MouseWheelSource::Unknown,
                modifiers: Modifiers::NONE,
            }]);
            frames.push(self.frame());
        }
        report(what, &frames);
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The median, and what 99 of 100 do not exceed.
fn shares(all: &mut [f64]) -> (f64, f64) {
    all.sort_by(f64::total_cmp);
    let at =
        |share: usize| all.get((all.len() * share / 100).min(all.len().saturating_sub(1))).copied().unwrap_or_default();
    (at(50), at(99))
}

/// Prints a line of the table; a drag without a name only puts something back.
fn report(what: &str, frames: &[Frame]) {
    if what.is_empty() {
        return;
    }
    let of = |part: fn(&Frame) -> Duration| shares(&mut frames.iter().map(|frame| ms(part(frame))).collect::<Vec<_>>());
    let (ui, encode, draw) = (of(|f| f.ui.cpu), of(|f| f.encode.cpu), of(|f| f.draw));
    let (cpu, clock) = (of(|f| f.ui.cpu + f.encode.cpu), of(|f| f.ui.clock + f.encode.clock));
    println!(
        "| {what} | {:.2} / {:.2} | {:.2} / {:.2} | {:.2} / {:.2} | {:.2} / {:.2} | {:.1} / {:.1} |",
        cpu.0, cpu.1, clock.0, clock.1, ui.0, ui.1, encode.0, encode.1, draw.0, draw.1
    );
}

fn main() {
    let store = std::env::var_os("CORDON_BENCH_STORE").map(PathBuf::from);
    let what = store.as_ref().map_or_else(|| "the sample case".to_owned(), |path| path.display().to_string());
    let mut bench = Bench::open(store.clone());
    println!("Frames of {what} at {} × {}, median / 99 % in ms", SIZE[0], SIZE[1]);
    println!(
        "| while | CPU in all | the same on the clock | layout | tessellation and commands | drawing |\n|---|---|---|---|---|---|"
    );
    // Cargo itself passes `--bench`.
    let only = std::env::args().skip(1).find(|arg| !arg.starts_with("--"));
    let is_wanted = |what: &str| only.as_ref().is_none_or(|only| what.contains(only.as_str()));
    for (zoom, half_steps) in [("6.5", -5), ("9", 0), ("12", 6)] {
        let [pan, hover, time] =
            ["panning", "hovering", "dragging the window of time"].map(|what| format!("{what} at zoom {zoom}"));
        if ![&pan, &hover, &time].iter().any(|what| is_wanted(what)) {
            continue;
        }
        bench.look("37.2N 124.3E", half_steps);
        if is_wanted(&pan) {
            bench.drag(&pan, pos2(600.0, 300.0), vec2(1.0, 0.7));
        }
        if is_wanted(&hover) {
            bench.hover(&hover);
        }
        if is_wanted(&time) {
            bench.drag(&time, pos2(14.0, 743.0), vec2(6.0, 0.0));
            bench.drag("", pos2(734.0, 743.0), vec2(-6.5, 0.0));
        }
    }
    if is_wanted("zooming") {
        bench.look("37.2N 124.3E", -5);
        bench.zoom("zooming in from 6.5", 8.0);
        bench.zoom("zooming out", -10.0);
    }
    println!();
    if is_wanted("a pick") {
        bench.pick();
    }
    if is_wanted("another period") {
        bench.look("37.2N 124.3E", -5);
        bench.step();
    }
    // Last, as it leaves the window with as many notices as stores were opened.
    if let Some(store) = store.filter(|_| is_wanted("opening")) {
        println!("\nOpened in the window that stands: {:.0} ms (median of five)", ms(bench.opened_again(&store)));
    }
}
