//! What the user prefers, kept in one JSON file in the user's configuration folder.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::coordinate::Form;
use crate::language::Language;
use crate::track::PyramidParams;

/// How bright the window is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Full daylight.
    Day,
    /// Half light.
    #[default]
    Dusk,
    /// A dark bridge: red-shifted, nothing bright.
    Night,
}

/// An online map: a URL template and whom it credits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlineSource {
    /// The template, with `{z}`, `{x}` and `{y}`.
    pub url: String,
    /// Whom it credits.
    pub attribution: String,
}

/// The user's preferences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How bright the window is.
    pub theme: Theme,
    /// The interface's language; `None` is the system's.
    #[serde(with = "language_tag")]
    pub language: Option<Language>,
    /// How coordinates are written.
    #[serde(with = "form_word")]
    pub coordinate_form: Form,
    /// From how many hours on a silence of a ship is shown as one; 4 unless the user says otherwise
    /// ([`crate::track::PyramidParams`] says why).
    pub silence_hours: u32,
    /// Whether drawing snaps to vertices, edges, coasts, limits and round coordinates.
    pub snaps: bool,
    /// Files opened or saved lately, newest first.
    pub recent: Vec<PathBuf>,
    /// The online map known to the program; used only while `online_is_on`.
    pub online: Option<OnlineSource>,
    /// Whether the online map is switched on. Never kept: every session starts without a network.
    #[serde(skip)]
    pub online_is_on: bool,
    /// The user's own maps, bottom first.
    pub maps: Vec<PathBuf>,
    /// The file of the private key that plans are signed with.
    pub signing_key: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            language: None,
            coordinate_form: Form::Ddm,
            silence_hours: 4,
            snaps: true,
            recent: Vec::new(),
            online: None,
            online_is_on: false,
            maps: Vec::new(),
            signing_key: None,
        }
    }
}

/// How many recent files are kept.
const RECENT: usize = 12;

impl Settings {
    /// The settings kept in a folder; the defaults if there are none that can be read.
    pub(super) fn load(folder: &Path) -> Self {
        std::fs::read(folder.join("settings.json"))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// How tracks are made ready for the map.
    pub(super) fn pyramid_params(&self) -> PyramidParams {
        // A file that was edited by hand may say anything.
        let hours = u64::from(self.silence_hours.clamp(1, 24 * 365));
        PyramidParams { silence: Duration::from_hours(hours), ..PyramidParams::default() }
    }

    /// The settings as they are kept.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    pub(super) fn note_recent(&mut self, path: &Path) {
        self.recent.retain(|old| old != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(RECENT);
    }
}

mod form_word {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::coordinate::Form;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's `with` hands over a reference")]
    pub(super) fn serialize<S: Serializer>(form: &Form, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(form.keyword())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Form, D::Error> {
        let word = String::deserialize(from)?;
        Ok(Form::from_keyword(&word).unwrap_or(Form::Ddm))
    }
}

mod language_tag {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::language::Language;

    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde's `with` hands over a reference")]
    pub(super) fn serialize<S: Serializer>(language: &Option<Language>, to: S) -> Result<S::Ok, S::Error> {
        language.map(Language::tag).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Language>, D::Error> {
        let tag = Option::<String>::deserialize(from)?;
        Ok(tag.and_then(|tag| Language::from_tag(&tag)))
    }
}
