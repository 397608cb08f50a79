//! Paper: findings, plan and map become pictures and pages.
