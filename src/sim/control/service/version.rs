//! Service revisions: what a deployment brings, good or bad.

/// One revision of the service.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// The health checks of its tasks fail.
    pub fails_checks: bool,
    /// Its containers exit at once.
    pub crashes: bool,
    /// Its requests need so many times the CPU.
    pub cpu_factor: f64,
}

impl Version {
    /// A revision without a flaw.
    pub fn sound() -> Version {
        Version { fails_checks: false, crashes: false, cpu_factor: 1.0 }
    }
}
