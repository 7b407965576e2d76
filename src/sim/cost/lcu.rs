//! Capacity units of load balancers: the largest dimension decides, and is what the hour costs.
//!
//! Source: Elastic Load Balancing pricing page (facts `alb.lcu_*`, `nlb.*`).

use crate::facts::Rulebook;

/// What a balancer is, and for an NLB what it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Alb,
    NlbTcp,
    NlbUdp,
    NlbTls,
}

/// What a balancer carried, as a mean over the hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// New connections or flows a second.
    pub new_per_s: f64,
    /// Active connections or flows, sampled by the minute.
    pub active: f64,
    /// GB an hour, both ways.
    pub gb_per_h: f64,
    /// Rule evaluations a second beyond the free rules; an ALB's alone.
    pub evaluations_per_s: f64,
}

/// Which dimension decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    New,
    Active,
    Bytes,
    Rules,
}

impl Dimension {
    /// `new`, `active`, `bytes`, `rules`.
    pub fn word(self) -> &'static str {
        match self {
            Dimension::New => "new",
            Dimension::Active => "active",
            Dimension::Bytes => "bytes",
            Dimension::Rules => "rules",
        }
    }
}

/// What one capacity unit covers, and what it costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    pub new_per_s: f64,
    pub active: f64,
    pub gb_per_h: f64,
    /// Rule evaluations a second; none for an NLB.
    pub evaluations_per_s: Option<f64>,
    /// USD per hour of the balancer itself.
    pub balancer_hour: f64,
    /// USD per unit and hour.
    pub unit_hour: f64,
}

impl Unit {
    /// The unit of that kind of balancer.
    pub fn of(kind: Kind, rules: &Rulebook) -> Unit {
        if kind == Kind::Alb {
            return Unit {
                new_per_s: rules.alb_lcu_new_connections,
                active: rules.alb_lcu_active_connections,
                gb_per_h: rules.alb_lcu_gb_hour,
                evaluations_per_s: Some(rules.alb_lcu_rule_evaluations_per_s),
                balancer_hour: rules.alb_hour,
                unit_hour: rules.alb_lcu_hour,
            };
        }
        let (new_per_s, active) = match kind {
            Kind::NlbUdp => (rules.nlb_udp_new_connections_per_s, rules.nlb_udp_active_connections),
            Kind::NlbTls => (rules.nlb_tls_new_connections_per_s, rules.nlb_tls_active_connections),
            _ => (rules.nlb_tcp_new_connections_per_s, rules.nlb_tcp_active_connections),
        };
        Unit {
            new_per_s,
            active,
            gb_per_h: rules.nlb_nlcu_gb_hour,
            evaluations_per_s: None,
            balancer_hour: rules.nlb_hour,
            unit_hour: rules.nlb_nlcu_hour,
        }
    }

    /// Units by dimension, in the order in which a tie is decided.
    pub fn dimensions(&self, load: &Load) -> Vec<(Dimension, f64)> {
        let mut all = vec![
            (Dimension::New, load.new_per_s / self.new_per_s),
            (Dimension::Active, load.active / self.active),
            (Dimension::Bytes, load.gb_per_h / self.gb_per_h),
        ];
        if let Some(each) = self.evaluations_per_s {
            all.push((Dimension::Rules, load.evaluations_per_s / each));
        }
        all
    }

    /// Units used, and the dimension that decides.
    pub fn used(&self, load: &Load) -> (f64, Dimension) {
        let all = self.dimensions(load);
        all.into_iter().fold((0.0, Dimension::New), |best, (dimension, units)| {
            if units > best.0 { (units, dimension) } else { best }
        })
    }

    /// USD for an hour at so many units, the balancer itself included.
    pub fn dollars_per_hour(&self, units: f64) -> f64 {
        self.balancer_hour + units * self.unit_hour
    }
}

/// Rule evaluations a second that count: those of the rules beyond the free ones.
pub fn evaluations_per_s(requests_per_s: f64, rules_processed: f64, free: f64) -> f64 {
    requests_per_s * (rules_processed - free).max(0.0)
}
