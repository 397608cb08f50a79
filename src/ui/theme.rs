//! How the program looks: colours of the three themes, spacing, type, icons.
//!
//! Owns every colour in the window; nothing outside this file names one. Never draws. Start at [`Theme`]: ask
//! [`Theme::of`] for one by its [`Kind`], call [`Theme::apply`] once when it changes, and read colours from its fields.
//!
//! Day is for a lit room, dusk for a dim one, night for a bridge: red-shifted, because the eye's dark adaptation survives
//! long wavelengths, and with nothing brighter than a dim glow.

#![expect(clippy::unreadable_literal, reason = "colours are written 0xrrggbb, as everywhere")]

use egui::epaint::text::{FontInsert, FontPriority, InsertFontFamily};
use egui::{Color32, CornerRadius, FontData, FontFamily, FontId, Margin, Stroke, TextStyle, Visuals, vec2};

pub use egui_material_icons::icons as icon;

/// The grid all spacing is a multiple of, points.
pub const GRID: f32 = 4.0;
/// Body text, points.
pub const BODY: f32 = 13.0;
/// Small text: map furniture, table headers, points.
pub const SMALL: f32 = 11.0;
/// Headings of panels, points.
pub const HEADING: f32 = 15.0;
/// The side of an icon in a button, points.
pub const ICON: f32 = 18.0;
/// The name of the semi-bold face among the font families.
pub const STRONG: &str = "strong";

/// Which theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Light, for a lit room.
    Day,
    /// Dark and calm, for a dim room.
    #[default]
    Dusk,
    /// Red and dim, for a bridge at night.
    Night,
}

impl Kind {
    /// All of them, in the order of falling light.
    pub const ALL: [Self; 3] = [Self::Day, Self::Dusk, Self::Night];

    /// The name a menu and the settings file give it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Dusk => "Dusk",
            Self::Night => "Night",
        }
    }

    /// The theme of this name, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }

    /// The next darker theme; from night back to day.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Day => Self::Dusk,
            Self::Dusk => Self::Night,
            Self::Night => Self::Day,
        }
    }
}

/// The colours of one theme.
#[derive(Debug, PartialEq)]
pub struct Theme {
    /// Which one it is.
    pub kind: Kind,
    /// Panels, text and widgets.
    pub ui: UiColours,
    /// Land, sea and everything printed on the chart.
    pub chart: ChartColours,
    /// What the plan draws.
    pub plan: PlanColours,
    /// What ships did.
    pub track: TrackColours,
}

/// Colours of panels, text and widgets.
#[derive(Debug, PartialEq)]
pub struct UiColours {
    /// Panels.
    pub panel: Color32,
    /// Cards, menus and windows above panels or the map.
    pub raised: Color32,
    /// Text fields and lists: sunk below the panel.
    pub sunk: Color32,
    /// Lines between panels and round fields.
    pub line: Color32,
    /// Text.
    pub text: Color32,
    /// Text that matters less.
    pub text_weak: Color32,
    /// The one accent: what is active or selected.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// A button at rest.
    pub button: Color32,
    /// A button under the pointer.
    pub button_hover: Color32,
    /// Done, in order.
    pub good: Color32,
    /// Needs a look.
    pub warning: Color32,
    /// Failed.
    pub error: Color32,
}

/// Colours of the chart.
#[derive(Debug, PartialEq)]
pub struct ChartColours {
    /// Sea of unknown depth: what lies under everything.
    pub sea: Color32,
    /// Depth areas from the shore outward: down to 20, 50, 100, 200, 1000, 2000 m, and deeper.
    pub depth: [Color32; 7],
    /// Depth contours.
    pub contour: Color32,
    /// Land.
    pub land: Color32,
    /// Lakes and rivers.
    pub lake: Color32,
    /// The coastline.
    pub coast: Color32,
    /// Woods, parks and other areas of a foreign map.
    pub green: Color32,
    /// Built-up areas of a foreign map.
    pub built: Color32,
    /// Roads of a foreign map.
    pub road: Color32,
    /// Borders between countries.
    pub boundary: Color32,
    /// Computed 12 and 24 nm limits.
    pub limit: Color32,
    /// The Northern Limit Line and the Military Demarcation Line.
    pub demarcation: Color32,
    /// Names on land.
    pub label_land: Color32,
    /// Names of countries.
    pub label_country: Color32,
    /// Names on water.
    pub label_sea: Color32,
    /// Names of ports.
    pub label_port: Color32,
    /// The soft edge round names on land.
    pub halo_land: Color32,
    /// The soft edge round names on water.
    pub halo_sea: Color32,
    /// Meridians and parallels.
    pub graticule: Color32,
    /// Scale bar, north arrow, degrees, credits.
    pub furniture: Color32,
    /// The plate behind furniture.
    pub plate: Color32,
}

/// Colours of the plan, by kind of feature.
#[derive(Debug, PartialEq)]
pub struct PlanColours {
    /// Interdiction areas: red in every theme.
    pub interdiction: Color32,
    /// Patrol zones: blue (violet by night).
    pub patrol: Color32,
    /// Exclusion areas, hatched.
    pub exclusion: Color32,
    /// Reference areas and zones from files.
    pub reference: Color32,
    /// Routes and barriers.
    pub route: Color32,
    /// Units.
    pub unit: Color32,
    /// The outline of what is selected.
    pub selected: Color32,
    /// Vertex handles: their middle.
    pub handle: Color32,
    /// Vertex handles: their edge.
    pub handle_edge: Color32,
    /// What is being drawn.
    pub preview: Color32,
    /// Plan labels.
    pub label: Color32,
    /// The soft edge round plan labels.
    pub halo: Color32,
}

/// Colours of tracks.
#[derive(Debug, PartialEq)]
pub struct TrackColours {
    /// A track at rest: quiet.
    pub quiet: Color32,
    /// A track outside the filter, or before the window of time.
    pub faded: Color32,
    /// Under the pointer.
    pub hovered: Color32,
    /// Selected.
    pub selected: Color32,
    /// A silence between two fixes.
    pub gap: Color32,
    /// The vessel itself, at the play head.
    pub vessel: Color32,
    /// The edge of the vessel's symbol.
    pub vessel_edge: Color32,
    /// Groups of vessels where type or flag colours them. After Okabe and Ito (2008), "Color Universal Design", whose
    /// eight colours differ to every kind of colour vision.
    pub groups: [Color32; 7],
    /// Speeds: under 2 kn, 7, 12, 17, and above.
    pub speeds: [Color32; 5],
}

/// `0xRRGGBB` as a colour.
const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

/// `0xRRGGBB` with an opacity of 0–255.
const fn rgba(hex: u32, alpha: u8) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgba_unmultiplied_const(r, g, b, alpha)
}

static DAY: Theme = Theme {
    kind: Kind::Day,
    ui: UiColours {
        panel: rgb(0xf5f6f7),
        raised: rgb(0xffffff),
        sunk: rgb(0xffffff),
        line: rgb(0xd3d8dc),
        text: rgb(0x1d2329),
        text_weak: rgb(0x59636d),
        accent: rgb(0x0b62a8),
        on_accent: rgb(0xffffff),
        button: rgb(0xe6e9ec),
        button_hover: rgb(0xd9dfe4),
        good: rgb(0x1c7443),
        warning: rgb(0x8a5800),
        error: rgb(0xb42318),
    },
    chart: ChartColours {
        sea: rgb(0xc9dbe5),
        depth: [
            rgb(0xdde8ee),
            rgb(0xd3e1e9),
            rgb(0xc9dae4),
            rgb(0xbfd3df),
            rgb(0xb5ccda),
            rgb(0xacc5d5),
            rgb(0xa4bfd0),
        ],
        contour: rgb(0x9ab6c7),
        land: rgb(0xf1eee6),
        lake: rgb(0xd3e1e9),
        coast: rgb(0x949a96),
        green: rgb(0xe2e8d6),
        built: rgb(0xe6e0d5),
        road: rgb(0xd5cbb8),
        boundary: rgb(0xa58f9f),
        limit: rgb(0x5f86a0),
        demarcation: rgb(0x9c4a72),
        label_land: rgb(0x464a4b),
        label_country: rgb(0x635c6b),
        label_sea: rgb(0x234a67),
        label_port: rgb(0x17466b),
        halo_land: rgba(0xf7f5ef, 225),
        halo_sea: rgba(0xd8e5ec, 200),
        graticule: rgba(0x3d6279, 46),
        furniture: rgb(0x2c4454),
        plate: rgba(0xf7f9fa, 215),
    },
    plan: PlanColours {
        interdiction: rgb(0xc62828),
        patrol: rgb(0x1d5fb4),
        exclusion: rgb(0x7a3fa0),
        reference: rgb(0x5d6770),
        route: rgb(0x0c6b6b),
        unit: rgb(0x123f73),
        selected: rgb(0x111820),
        handle: rgb(0xffffff),
        handle_edge: rgb(0x111820),
        preview: rgb(0xd14a00),
        label: rgb(0x1d2329),
        halo: rgba(0xffffff, 230),
    },
    track: TrackColours {
        quiet: rgba(0x1f567d, 120),
        faded: rgba(0x1f567d, 34),
        hovered: rgb(0x0b3f6b),
        selected: rgb(0xc24a00),
        gap: rgb(0xb42318),
        vessel: rgb(0x144a72),
        vessel_edge: rgb(0xffffff),
        groups: [
            rgb(0xb3261e),
            rgb(0x1d5fb4),
            rgb(0x0a7d5a),
            rgb(0x7a3fa0),
            rgb(0x2b2f33),
            rgb(0xb8730a),
            rgb(0x3f8fb0),
        ],
        speeds: [rgb(0x8a2f8f), rgb(0x4a56b0), rgb(0x1f7fa6), rgb(0x2a9a72), rgb(0xc98a12)],
    },
};

static DUSK: Theme = Theme {
    kind: Kind::Dusk,
    ui: UiColours {
        panel: rgb(0x171a1e),
        raised: rgb(0x1f2328),
        sunk: rgb(0x0f1215),
        line: rgb(0x2d333a),
        text: rgb(0xd5dbe1),
        text_weak: rgb(0x939da7),
        accent: rgb(0x6cb6e8),
        on_accent: rgb(0x0b1a26),
        button: rgb(0x282e35),
        button_hover: rgb(0x343c45),
        good: rgb(0x6fc48c),
        warning: rgb(0xe2b45c),
        error: rgb(0xf28579),
    },
    chart: ChartColours {
        sea: rgb(0x16222c),
        depth: [
            rgb(0x20303c),
            rgb(0x1c2b36),
            rgb(0x192731),
            rgb(0x16222c),
            rgb(0x131e27),
            rgb(0x111a22),
            rgb(0x0f171e),
        ],
        contour: rgb(0x2a3d4b),
        land: rgb(0x2b2e31),
        lake: rgb(0x1c2b36),
        coast: rgb(0x5a646c),
        green: rgb(0x2a322d),
        built: rgb(0x353637),
        road: rgb(0x424445),
        boundary: rgb(0x5f5563),
        limit: rgb(0x4a7089),
        demarcation: rgb(0xa86a8a),
        label_land: rgb(0xb6bcc0),
        label_country: rgb(0xa09ba8),
        label_sea: rgb(0x82a7bf),
        label_port: rgb(0x9cc2da),
        halo_land: rgba(0x222528, 220),
        halo_sea: rgba(0x141f28, 200),
        graticule: rgba(0x8fb3c9, 30),
        furniture: rgb(0xa9bac6),
        plate: rgba(0x14191e, 205),
    },
    plan: PlanColours {
        interdiction: rgb(0xf26257),
        patrol: rgb(0x5fa8f5),
        exclusion: rgb(0xc08be0),
        reference: rgb(0xa3acb4),
        route: rgb(0x55c4bb),
        unit: rgb(0x9fc8f2),
        selected: rgb(0xf4f7fa),
        handle: rgb(0x171a1e),
        handle_edge: rgb(0xf4f7fa),
        preview: rgb(0xffb454),
        label: rgb(0xe6eaee),
        halo: rgba(0x0f1318, 225),
    },
    track: TrackColours {
        quiet: rgba(0x6fb0d6, 110),
        faded: rgba(0x6fb0d6, 30),
        hovered: rgb(0xbfe2f7),
        selected: rgb(0xffb454),
        gap: rgb(0xf28579),
        vessel: rgb(0x9cd0ee),
        vessel_edge: rgb(0x0f1318),
        groups: [
            rgb(0xff8a6b),
            rgb(0x6fb4ff),
            rgb(0x4fd0a0),
            rgb(0xd59af0),
            rgb(0xe6eaee),
            rgb(0xf0b95a),
            rgb(0x86d3ea),
        ],
        speeds: [rgb(0xd583d8), rgb(0x8f9bf0), rgb(0x62bde0), rgb(0x63d3a4), rgb(0xf0c060)],
    },
};

static NIGHT: Theme = Theme {
    kind: Kind::Night,
    ui: UiColours {
        panel: rgb(0x0c0605),
        raised: rgb(0x140a08),
        sunk: rgb(0x070303),
        line: rgb(0x2c1510),
        text: rgb(0xc46a54),
        text_weak: rgb(0xb86450),
        accent: rgb(0xd07a4e),
        on_accent: rgb(0x120704),
        button: rgb(0x1c0d0a),
        button_hover: rgb(0x2a140f),
        good: rgb(0xa87a4a),
        warning: rgb(0xc48440),
        error: rgb(0xd85a44),
    },
    chart: ChartColours {
        sea: rgb(0x080505),
        depth: [
            rgb(0x0f0908),
            rgb(0x0d0807),
            rgb(0x0b0706),
            rgb(0x090605),
            rgb(0x080504),
            rgb(0x060404),
            rgb(0x050303),
        ],
        contour: rgb(0x1d100d),
        land: rgb(0x170c0a),
        lake: rgb(0x0d0807),
        coast: rgb(0x45231b),
        green: rgb(0x160e0a),
        built: rgb(0x1d110d),
        road: rgb(0x281611),
        boundary: rgb(0x3c1f24),
        limit: rgb(0x4a2a2c),
        demarcation: rgb(0x7a3640),
        label_land: rgb(0xbb6550),
        label_country: rgb(0xb8625a),
        label_sea: rgb(0xb8625a),
        label_port: rgb(0xbc6650),
        halo_land: rgba(0x100806, 225),
        halo_sea: rgba(0x080404, 205),
        graticule: rgba(0xa04a3a, 26),
        furniture: rgb(0xbb6550),
        plate: rgba(0x0a0505, 210),
    },
    plan: PlanColours {
        interdiction: rgb(0xd23c28),
        patrol: rgb(0x8c6a96),
        exclusion: rgb(0xa05a78),
        reference: rgb(0x8a5a4e),
        route: rgb(0xa87a4a),
        unit: rgb(0xb87a6a),
        selected: rgb(0xe08a6a),
        handle: rgb(0x0c0605),
        handle_edge: rgb(0xe08a6a),
        preview: rgb(0xd88a40),
        label: rgb(0xc86e58),
        halo: rgba(0x080404, 225),
    },
    track: TrackColours {
        quiet: rgba(0xa85a44, 105),
        faded: rgba(0xa85a44, 30),
        hovered: rgb(0xd07a5e),
        selected: rgb(0xe09048),
        gap: rgb(0xd23c28),
        vessel: rgb(0xc06c54),
        vessel_edge: rgb(0x080404),
        groups: [
            rgb(0xd8452c),
            rgb(0x9a6a8c),
            rgb(0xa08a50),
            rgb(0xb0607a),
            rgb(0xc8866e),
            rgb(0xc08038),
            rgb(0x8a5a4e),
        ],
        speeds: [rgb(0x8c3a5a), rgb(0xa0504a), rgb(0xb4643c), rgb(0xc47a34), rgb(0xd09448)],
    },
};

impl Theme {
    /// The theme of this kind.
    #[must_use]
    pub fn of(kind: Kind) -> &'static Self {
        match kind {
            Kind::Day => &DAY,
            Kind::Dusk => &DUSK,
            Kind::Night => &NIGHT,
        }
    }

    /// Whether its panels are darker than its text.
    #[must_use]
    pub fn is_dark(&self) -> bool {
        self.kind != Kind::Day
    }

    /// What lies behind a selected row or the main button: the panel with some of the accent in it.
    #[must_use]
    pub fn selection(&self) -> Color32 {
        let share = match self.kind {
            Kind::Day => 0.36,
            Kind::Dusk => 0.38,
            Kind::Night => 0.2,
        };
        self.ui.panel.lerp_to_gamma(self.ui.accent, share)
    }

    /// A colour at part of its opacity, for fills under an outline of the same colour.
    #[must_use]
    pub fn fill_of(&self, stroke: Color32) -> Color32 {
        stroke.gamma_multiply(if self.kind == Kind::Day { 0.16 } else { 0.2 })
    }

    /// A colour a file gives as `#rrggbb`, brought into this theme: dimmed and reddened by night.
    #[must_use]
    pub fn from_file(&self, hex: &str) -> Option<Color32> {
        let colour = Color32::from_hex(hex).ok()?;
        Some(match self.kind {
            Kind::Day | Kind::Dusk => colour,
            Kind::Night => {
                let [r, g, b, _] = colour.to_srgba_unmultiplied();
                let grey = (u16::from(r) * 3 + u16::from(g) * 5 + u16::from(b) * 2) / 10;
                let part = |full: u16, of: u16| u8::try_from(full * of / 255).unwrap_or(u8::MAX);
                let red = (u16::from(r) + grey).min(255);
                Color32::from_rgb(part(red, 205), part(u16::from(g), 90), part(u16::from(b), 90))
            }
        })
    }

    /// What pictures of a raster map are multiplied with, so that a bright map blinds nobody: red, green, blue, opacity.
    #[must_use]
    pub const fn picture_tint(&self) -> [f32; 4] {
        match self.kind {
            Kind::Day => [1.0, 1.0, 1.0, 1.0],
            Kind::Dusk => [0.62, 0.66, 0.70, 1.0],
            Kind::Night => [0.30, 0.12, 0.09, 1.0],
        }
    }

    /// Makes the whole window look like this theme. Call it when the theme changes, not each frame.
    pub fn apply(&self, ctx: &egui::Context) {
        ctx.set_theme(if self.is_dark() { egui::Theme::Dark } else { egui::Theme::Light });
        let visuals = self.visuals();
        ctx.all_styles_mut(|style| {
            style.visuals = visuals.clone();
            let strong = FontFamily::Name(STRONG.into());
            style.text_styles = [
                (TextStyle::Small, FontId::proportional(SMALL)),
                (TextStyle::Body, FontId::proportional(BODY)),
                (TextStyle::Button, FontId::proportional(BODY)),
                (TextStyle::Monospace, FontId::monospace(BODY)),
                (TextStyle::Heading, FontId::new(HEADING, strong)),
            ]
            .into();
            style.spacing.item_spacing = vec2(2.0 * GRID, GRID);
            style.spacing.button_padding = vec2(2.0 * GRID, GRID);
            style.spacing.window_margin = Margin::same(12);
            style.spacing.menu_margin = Margin::same(4);
            style.spacing.interact_size.y = 6.0 * GRID;
        });
    }

    fn visuals(&self) -> Visuals {
        let ui = &self.ui;
        let mut visuals = if self.is_dark() { Visuals::dark() } else { Visuals::light() };
        let radius = CornerRadius::same(4);
        visuals.panel_fill = ui.panel;
        visuals.window_fill = ui.raised;
        visuals.window_stroke = Stroke::new(1.0, ui.line);
        visuals.window_corner_radius = CornerRadius::same(6);
        visuals.menu_corner_radius = CornerRadius::same(6);
        visuals.extreme_bg_color = ui.sunk;
        visuals.faint_bg_color = ui.button.gamma_multiply(0.4);
        visuals.code_bg_color = ui.sunk;
        visuals.weak_text_color = Some(ui.text_weak);
        visuals.hyperlink_color = ui.accent;
        visuals.warn_fg_color = ui.warning;
        visuals.error_fg_color = ui.error;
        visuals.selection.bg_fill = self.selection();
        visuals.selection.stroke = Stroke::new(1.0, ui.text);
        let shadow = egui::Shadow { offset: [0, 2], blur: 8, spread: 0, color: Color32::from_black_alpha(70) };
        visuals.popup_shadow = shadow;
        visuals.window_shadow = shadow;
        let widget = |fill: Color32, line: Color32, text: Color32| egui::style::WidgetVisuals {
            bg_fill: fill,
            weak_bg_fill: fill,
            bg_stroke: Stroke::new(1.0, line),
            corner_radius: radius,
            fg_stroke: Stroke::new(1.0, text),
            expansion: 0.0,
        };
        visuals.widgets.noninteractive = widget(ui.panel, ui.line, ui.text);
        visuals.widgets.inactive = widget(ui.button, ui.line, ui.text);
        visuals.widgets.hovered = widget(ui.button_hover, ui.line, ui.text);
        visuals.widgets.active = widget(ui.button_hover, ui.accent, ui.text);
        visuals.widgets.open = widget(ui.button_hover, ui.line, ui.text);
        visuals
    }
}

/// Installs the faces: Pretendard for Latin and Hangul, its semi-bold as [`STRONG`], and the icons. Call it once.
pub fn install_fonts(ctx: &egui::Context) {
    let into = |family: FontFamily, priority: FontPriority| InsertFontFamily { family, priority };
    ctx.add_font(FontInsert::new(
        "Pretendard",
        FontData::from_static(include_bytes!("../../assets/fonts/Pretendard-Regular.otf")),
        vec![
            into(FontFamily::Proportional, FontPriority::Highest),
            into(FontFamily::Monospace, FontPriority::Lowest),
            into(FontFamily::Name(STRONG.into()), FontPriority::Lowest),
        ],
    ));
    ctx.add_font(FontInsert::new(
        "Pretendard SemiBold",
        FontData::from_static(include_bytes!("../../assets/fonts/Pretendard-SemiBold.otf")),
        vec![into(FontFamily::Name(STRONG.into()), FontPriority::Highest)],
    ));
    egui_material_icons::initialize(ctx);
}

/// How strongly two colours differ, 1 to 21; text wants 4.5.
///
/// # Source
/// WCAG 2.1, "contrast ratio" and "relative luminance".
#[must_use]
pub fn contrast(one: Color32, other: Color32) -> f32 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance, 0 to 1.
#[must_use]
pub fn luminance(colour: Color32) -> f32 {
    let linear = |channel: u8| {
        let c = f32::from(channel) / 255.0;
        if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-3);
        assert!((contrast(rgb(0x777777), Color32::WHITE) - 4.48).abs() < 0.01); // WebAIM's well-known near miss
    }

    #[test]
    fn text_is_legible_in_every_theme() {
        for kind in Kind::ALL {
            let Theme { ui, chart, plan, .. } = Theme::of(kind);
            let mut pairs = vec![
                ("text on panel", ui.text, ui.panel),
                ("text on card", ui.text, ui.raised),
                ("text in field", ui.text, ui.sunk),
                ("text on button", ui.text, ui.button),
                ("text on hovered button", ui.text, ui.button_hover),
                ("weak text on panel", ui.text_weak, ui.panel),
                ("weak text on card", ui.text_weak, ui.raised),
                ("accent on panel", ui.accent, ui.panel),
                ("text on accent", ui.on_accent, ui.accent),
                ("good", ui.good, ui.panel),
                ("warning", ui.warning, ui.panel),
                ("error", ui.error, ui.panel),
                ("place", chart.label_land, chart.land),
                ("country", chart.label_country, chart.land),
                ("furniture", chart.furniture, chart.land),
                ("plan label on land", plan.label, chart.land),
                ("text on a selected row", ui.text, Theme::of(kind).selection()),
            ];
            for depth in chart.depth.into_iter().chain([chart.sea]) {
                pairs.push(("sea name", chart.label_sea, depth));
                pairs.push(("port", chart.label_port, depth));
                pairs.push(("furniture at sea", chart.furniture, depth));
                pairs.push(("plan label at sea", plan.label, depth));
            }
            let faint: Vec<_> = pairs
                .into_iter()
                .map(|(what, text, ground)| (what, contrast(text, ground)))
                .filter(|(_, ratio)| *ratio < 4.5)
                .collect();
            assert!(faint.is_empty(), "{kind:?}: {faint:?}");
        }
    }

    #[test]
    fn night_has_no_bright_area_and_leans_to_red() {
        let Theme { ui, chart, .. } = Theme::of(Kind::Night);
        let areas = [ui.panel, ui.raised, ui.sunk, ui.button, chart.land, chart.lake, chart.built, chart.green];
        for area in areas.into_iter().chain(chart.depth) {
            assert!(luminance(area) < 0.012, "{area:?}");
        }
        for lit in [ui.text, ui.accent, ui.warning, ui.error, ui.good, chart.label_sea, chart.label_land] {
            assert!(luminance(lit) < 0.35 && lit.r() > lit.g() && lit.r() > lit.b(), "{lit:?}");
        }
    }

    #[test]
    fn a_bright_file_colour_is_dimmed_by_night() {
        let night = Theme::of(Kind::Night);
        let white = night.from_file("#ffffff").expect("a colour");
        assert!(luminance(white) < 0.35 && white.r() > white.b());
        assert_eq!(night.from_file("red-ish"), None);
        assert_eq!(Theme::of(Kind::Day).from_file("#336699"), Some(rgb(0x336699)));
    }
}
