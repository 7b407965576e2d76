//! What each way of the layers costs in a month, side by side.

use super::state::State;
use crate::app::tools::registry::say::{dollars, source};
use crate::facts::{Facts, Rulebook};
use crate::registry::network_cost::{Month, bill};
use crate::registry::pull::{Endpoint, Network};
use crate::registry::storage_cost::Line;

/// A way with its bill.
#[derive(Clone, Debug, PartialEq)]
pub struct Priced {
    pub name: &'static str,
    /// USD in a month that are paid without a pull.
    pub fixed: f64,
    /// USD for each GB of layers.
    pub per_gb: f64,
    pub month: f64,
}

/// The set-up that is chosen, and the three usual ones.
pub fn ways(state: &State, rules: &Rulebook) -> Vec<Priced> {
    let all = vec![Endpoint::EcrApi, Endpoint::EcrDkr, Endpoint::S3];
    let network =
        |public_ip, nat, endpoints| Network { public_ip, nat, endpoints, ..Network::default() };
    let each = [
        ("As chosen above", state.network()),
        ("Public address", network(true, false, Vec::new())),
        ("NAT gateway", network(false, true, Vec::new())),
        ("NAT gateway, layers through S3’s gateway", network(false, true, vec![Endpoint::S3])),
        ("Endpoints alone", network(false, false, all)),
    ];
    each.into_iter().map(|(name, network)| priced(name, &network, state, rules)).collect()
}

fn priced(name: &'static str, network: &Network, state: &State, rules: &Rulebook) -> Priced {
    let month = Month {
        pulls: state.pulls_a_month,
        bytes: state.megabytes * 1e6,
        zones: state.zones,
        tasks: 1.0,
    };
    let sum = |lines: &[Line], per_gb: bool| -> f64 {
        let of_kind = lines.iter().filter(|line| (line.unit == "GB") == per_gb);
        // The sum of nothing is −0.
        of_kind.fold(0.0, |sum, line| sum + line.dollars)
    };
    let lines = bill(network, &month, rules);
    // What one GB costs, whatever was pulled.
    let one = bill(network, &Month { pulls: 1.0, bytes: 1e9, ..month }, rules);
    let (fixed, moved) = (sum(&lines, false), sum(&lines, true));
    Priced { name, fixed, per_gb: sum(&one, true), month: fixed + moved }
}

/// The table of the ways.
pub fn table(state: &State, rules: &Rulebook, facts: &Facts) -> String {
    let rows = ways(state, rules).into_iter().enumerate().map(|(index, way)| {
        format!(
            "<tr{}><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td><b>{}</b></td></tr>",
            if index == 0 { " class=\"now\"" } else { "" },
            way.name,
            dollars(way.fixed),
            format_args!("${}", (way.per_gb * 1e4).round() / 1e4),
            dollars(way.month),
        )
    });
    format!(
        "<table class=\"ways\"><thead><tr><td></td><th scope=\"col\">a month, unused</th>\
         <th scope=\"col\">per GB</th><th scope=\"col\">this \
         month</th></tr></thead><tbody>{}</tbody>\
         </table><p class=\"note\">{:.0} GB of layers a month; one task at a time has a public \
         address; gateways and endpoints in each of {} zones. Token and manifest are next to \
         nothing and left out. Pulling itself is free in the same Region. Prices: {}; {}.</p>",
        rows.collect::<String>(),
        state.pulls_a_month * state.megabytes / 1e3,
        state.zones,
        source(facts, "vpc.nat_gb"),
        source(facts, "vpc.endpoint_hour"),
    )
}
