//! What a platform makes of a scenario: defaults of its own, and settings that it does not leave to
//! you.

use super::{BalancerKind, Platform, Scenario, Strategy, Subnets};
use crate::facts::Rulebook;

impl Scenario {
    /// The standard scenario on that platform, as the platform sets what nobody has chosen.
    pub fn standard_on(platform: Platform, rules: &Rulebook) -> Scenario {
        let mut scenario = Scenario { platform, ..Scenario::standard(rules) };
        match platform {
            Platform::AppRunner => {
                scenario.task.vcpu = rules.app_runner.default_vcpu;
                scenario.task.memory_mib = rules.app_runner.default_memory_mib as u32;
            }
            Platform::EcsExpress => {
                let express = &rules.express;
                scenario.task.vcpu = express.vcpu;
                scenario.task.memory_mib = express.memory_mib as u32;
                let scaling = &mut scenario.scaling;
                (scaling.min, scaling.max) = (express.min as u32, express.max as u32);
                scaling.target = express.cpu_target_percent;
                let deployment = &mut scenario.deployment;
                deployment.strategy = Strategy::Canary;
                deployment.step_percent = rules.ecs_canary_percent;
                deployment.health_grace_s = express.health_grace_s;
            }
            _ => {}
        }
        scenario
    }

    /// The same as it runs on its platform: what that does not leave open, and in Express Mode a
    /// grace period for new tasks where none is set.
    #[must_use]
    pub fn fitted(self, rules: &Rulebook) -> Scenario {
        let mut fitted = self.fixed();
        let grace_s = &mut fitted.deployment.health_grace_s;
        if fitted.platform == Platform::EcsExpress && *grace_s == rules.ecs_health_grace_s {
            *grace_s = rules.express.health_grace_s;
        }
        fitted
    }

    /// The same with what the platform does not leave open: Express Mode has an Application Load
    /// Balancer and canaries, and pods on Fargate lie in private subnets
    /// (`eks-course.fargate_subnets`), by NAT gateways where nothing else is chosen.
    #[must_use]
    pub fn fixed(mut self) -> Scenario {
        if self.platform == Platform::EcsExpress {
            self.balancer.kind = BalancerKind::Alb;
            self.deployment.strategy = Strategy::Canary;
        }
        let subnets = &mut self.platform_settings.subnets;
        if self.platform == Platform::EksFargate && *subnets == Subnets::Public {
            *subnets = Subnets::Nat;
        }
        self
    }
}
