//! Stands in for `world` in a program that was built without the feature `pages`: says so, and sets nothing.

use serde_json::Value;

use super::map::Maps;
use super::{BriefingError, Document, TemplateFiles};
use crate::report::Progress;

/// No pages.
pub(super) fn pdf(
    _data: &Value,
    _maps: Maps,
    _template: Option<&dyn TemplateFiles>,
    _progress: &Progress,
) -> Result<Document<Vec<u8>>, BriefingError> {
    Err(BriefingError::NoPages)
}
