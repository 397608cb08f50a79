//! How labels look: letters, colours, and the marks of places.

use egui::epaint::{CircleShape, RectShape};
use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Color32, FontFamily, FontId, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};

use super::super::Language;
use super::super::seed::{LabelKind, Seed};
use crate::ui::theme::{ChartColours, STRONG};

/// How a label is set.
pub(super) fn job_of(seed: &Seed, language: Language) -> LayoutJob {
    let strong = || FontFamily::Name(STRONG.into());
    let (font, spacing, italics) = match seed.kind {
        LabelKind::Country => (FontId::new(13.0, strong()), 2.5, false),
        LabelKind::Sea if seed.rank <= 1.0 => (FontId::proportional(15.0), 1.5, true),
        LabelKind::Sea => (FontId::proportional(12.0), 0.6, true),
        LabelKind::Capital => (FontId::new(13.0, strong()), 0.0, false),
        LabelKind::Place if seed.rank <= 4.0 => (FontId::proportional(12.5), 0.0, false),
        LabelKind::Place | LabelKind::Port => (FontId::proportional(11.5), 0.0, false),
        LabelKind::Limit => (FontId::proportional(10.5), 0.2, false),
        LabelKind::Depth => (FontId::proportional(9.5), 0.0, false),
    };
    let format = TextFormat {
        font_id: font,
        extra_letter_spacing: spacing,
        italics,
        color: Color32::PLACEHOLDER,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::single_section(seed.text(language), format);
    job.wrap.max_width = f32::INFINITY;
    job.halign = Align::Center;
    job
}

/// The colour of the letters, and of what is round them.
pub(super) fn colours_of(kind: LabelKind, chart: &ChartColours) -> (Color32, Color32) {
    match kind {
        LabelKind::Country => (chart.label_country, chart.halo_land),
        LabelKind::Capital | LabelKind::Place => (chart.label_land, chart.halo_land),
        LabelKind::Port => (chart.label_port, chart.halo_sea),
        LabelKind::Sea | LabelKind::Limit | LabelKind::Depth => (chart.label_sea, chart.halo_sea),
    }
}

/// The mark of a place, beside which its name stands.
pub(super) fn dot(at: Pos2, kind: LabelKind, chart: &ChartColours) -> [Option<Shape>; 2] {
    let disc = |radius: f32, fill: Color32, stroke: Stroke| {
        Some(Shape::Circle(CircleShape { center: at, radius, fill, stroke }))
    };
    match kind {
        LabelKind::Capital => {
            [disc(3.2, chart.halo_land, Stroke::new(1.2, chart.label_land)), disc(1.3, chart.label_land, Stroke::NONE)]
        }
        LabelKind::Place => [disc(2.0, chart.label_land, Stroke::new(1.0, chart.halo_land)), None],
        LabelKind::Port => {
            let square = Rect::from_center_size(at, Vec2::splat(4.4));
            let edge = Stroke::new(1.0, chart.halo_sea);
            let shape = RectShape::new(square, 1.0, chart.label_port, edge, StrokeKind::Outside);
            [Some(shape.into()), None]
        }
        LabelKind::Country | LabelKind::Sea | LabelKind::Limit | LabelKind::Depth => [None, None],
    }
}
