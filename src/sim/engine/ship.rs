//! How the service came about, and new versions on their way to it: an image at once, code after
//! its build.

use super::Engine;
use crate::sim::control::Happening;
use crate::sim::control::service::Version;
use crate::sim::fault::Fault;
use crate::sim::scenario::{HealthProtocol, Platform, Source};

impl Engine<'_> {
    /// What the one call of Express Mode has created.
    pub(super) fn say_created(&mut self) {
        if self.control.scenario.platform != Platform::EcsExpress {
            return;
        }
        let what = ["one call created ", &self.control.rules.express_creates].concat();
        let because = match self.control.scenario.platform_settings.shared_services {
            0 | 1 => "nobody shares the balancer: you pay all of it".to_string(),
            services => format!("{services} services share the balancer: 1/{services} of it"),
        };
        self.tell("express-mode", what, &because, "ecs-express.creates");
    }

    /// That the code cannot reach what it calls, where it cannot.
    pub(super) fn say_unreachable(&mut self) {
        let scenario = &self.control.scenario;
        if scenario.own_station().error_share == 0.0 {
            return;
        }
        let because = match scenario.platform_settings.vpc_connector {
            false => "what the code calls lies in your VPC, and the service has no VPC connector",
            true => "with a VPC connector all calls go through your subnets, and no NAT leads out",
        };
        let what = "every request ends in an error".to_string();
        self.tell("app-runner", what, because, "app-runner.connector");
    }

    /// The new version that the change of that index brings. App Runner builds code first.
    pub(super) fn ship(&mut self, index: usize) {
        let settings = &self.control.scenario.platform_settings;
        let (source, build_s) = (settings.source, settings.build_s);
        if self.service.has_reserve && source == Source::Code && !settings.paused {
            self.control.after(build_s, Happening::Built(index));
            let what = format!("build the new version from its code: {build_s:.0} s");
            let because = "the fee for builds is not in this bill";
            return self.tell("app-runner", what, because, "app-runner.fees");
        }
        self.deploy_change(index);
    }

    /// The build is done.
    pub(super) fn built(&mut self, index: usize) {
        self.deploy_change(index);
        self.service.reconcile(self.platform.as_mut(), &mut self.control);
    }

    /// Whether App Runner asks for a path that new versions do not have.
    fn path_is_silent(&self) -> bool {
        let settings = &self.control.scenario.platform_settings;
        self.service.has_reserve
            && settings.health_protocol == HealthProtocol::Http
            && !settings.health_path_answers
    }

    /// The new version is there as an image.
    fn deploy_change(&mut self, index: usize) {
        let change = &self.control.scenario.changes[index];
        let Some(fault) = Fault::parse(&change.fault) else { return };
        let amount = |otherwise: f64| if change.amount > 0.0 { change.amount } else { otherwise };
        let version = Version {
            fails_checks: fault == Fault::BadImage || self.path_is_silent(),
            crashes: fault == Fault::CrashingImage,
            cpu_factor: match fault {
                Fault::SlowImage => amount(2.0),
                _ => amount(1.0),
            },
        };
        if self.service.has_reserve && self.control.scenario.platform_settings.paused {
            let what = "deploy nothing: the service is paused".to_string();
            return self.tell("app-runner", what, "", "app-runner.pause");
        }
        self.service.deploy(version, "a new revision of the service", &mut self.control);
    }
}
