//! How the program looks: colours of the three themes, spacing, type, icons.
//!
//! Owns every colour in the window; nothing outside this file names one. Never draws. Start at [`Theme`]: ask
//! [`Theme::of`] for one by its [`Kind`], call [`Theme::apply`] once when it changes, and read colours from its fields.
//!
//! Day is for a lit room, dusk for a dim one, night for a bridge: red-shifted, because the eye's dark adaptation survives
//! long wavelengths, and with nothing brighter than a dim glow.

mod colours;

use egui::epaint::text::{FontInsert, FontPriority, InsertFontFamily};
use egui::{Color32, CornerRadius, FontData, FontFamily, FontId, Margin, Stroke, TextStyle, Visuals, vec2};

pub use egui_material_icons::icons as icon;

use colours::{DAY, DUSK, NIGHT};

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
    /// Traffic as a picture, from one passage to the most.
    pub density: [Color32; 4],
}

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
            Kind::Night => 0.14,
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
        // The window is cleared in the panels' colour.
        visuals.panel_fill = Color32::TRANSPARENT;
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
        // Their edge sets them off; a blurred shadow is the dearest thing a software rasteriser could be asked for.
        visuals.popup_shadow = egui::Shadow::NONE;
        visuals.window_shadow = egui::Shadow::NONE;
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
        assert!((contrast(Color32::from_gray(0x77), Color32::WHITE) - 4.48).abs() < 0.01); // WebAIM's well-known near miss
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
        assert_eq!(Theme::of(Kind::Day).from_file("#336699"), Some(Color32::from_rgb(0x33, 0x66, 0x99)));
    }
}
