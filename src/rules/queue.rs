//! Queues at rest: what theory gives for M/M/c, M/G/1, processor sharing and M/M/c/K.

use super::field::{Field, choice, number, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::queueing::{erlang_c, finite, response_tail, spread_factor};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "queue",
    title: "Waits and percentiles of a queue",
    meaning: "Utilisation, waits and response times of a queue at rest",
    source: "",
    says: &[
        "{p95_s} s at the 95th percentile, {utilisation} utilised",
        "{mean_wait_s} s mean wait, {utilisation} utilised",
    ],
    fields: FIELDS,
    answer,
};

const MODELS: [&str; 4] = ["M/M/c", "M/G/1", "M/G/1-PS", "M/M/c/K"];

const FIELDS: &[Field] = &[
    choice("model", "Model", &MODELS),
    whole("servers", "Servers", "").from_one().or("1"),
    number("arrival_per_s", "Arrivals", "/s"),
    number("service_s", "Mean service time", "s"),
    number("cv2", "Squared coefficient of variation, of M/G/1", "").or("1"),
    whole("capacity", "Places in the system, of M/M/c/K", "").from_one().spare(),
];

/// Shares of the requests whose times are asked for.
const SHARES: [f64; 3] = [0.5, 0.95, 0.99];

fn answer(input: &Value, _rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let model = fields.needed_word("model", &MODELS)?;
    let servers = fields.optional_whole("servers", 1, 10_000)?;
    let arrivals = fields.number("arrival_per_s", 0.0, 1e9)?;
    let service_s = fields.number("service_s", 1e-9, 1e6)?;
    let cv2 = fields.optional_number("cv2", 0.0, 1e3)?;
    let capacity = fields.optional_whole("capacity", 1, 2000)?;
    let load = arrivals * service_s;
    if model.starts_with("M/G") && servers.is_some_and(|servers| servers != 1) {
        return Err(format!("field `servers`: expected 1 for {model}"));
    }
    if model.starts_with("M/M") && cv2.is_some_and(|cv2| cv2 != 1.0) {
        return Err(format!("field `cv2`: expected 1 or nothing for {model}"));
    }
    let servers = servers.unwrap_or(1);
    if model == "M/M/c/K" {
        let capacity = capacity.ok_or("field `capacity`: expected the places in the system")?;
        if capacity < servers {
            return Err(format!("field `capacity`: expected at least the {servers} servers"));
        }
        return Ok(with_places(servers, capacity, arrivals, service_s));
    }
    if capacity.is_some() {
        return Err(format!("field `capacity`: expected nothing for {model}"));
    }
    let rho = load / f64::from(servers);
    if rho >= 1.0 {
        return Err(format!(
            "field `arrival_per_s`: expected a utilisation below 1 without `capacity`, found {rho}"
        ));
    }
    let utilised = format!("ρ = {arrivals} × {service_s} / {servers} = {rho:.4}");
    Ok(match model {
        "M/M/c" => unbounded(servers, load, service_s, utilised),
        "M/G/1" => {
            let factor =
                if rho > 0.0 { spread_factor(1, rho, 1.0, cv2.unwrap_or(1.0)) } else { 1.0 };
            let wait_s = factor * rho * service_s / (1.0 - rho);
            means(rho, Some(rho), wait_s, format!("{utilised}; {factor:.3} × ρ S / (1 − ρ)"))
        }
        _ => means(
            rho,
            None,
            service_s / (1.0 - rho) - service_s,
            format!("{utilised}; S / (1 − ρ) − S, whatever the spread"),
        ),
    })
}

fn means(rho: f64, wait: Option<f64>, wait_s: f64, working: String) -> Answer {
    let value = json!({
        "utilisation": rho, "p_wait": wait, "mean_wait_s": wait_s,
        "p50_s": null, "p95_s": null, "p99_s": null,
        "wait_p50_s": null, "wait_p95_s": null, "wait_p99_s": null, "blocked": 0.0,
    });
    Answer { value, because: format!("{working} = {wait_s:.6} s") }
}

fn unbounded(servers: u32, load: f64, service_s: f64, utilised: String) -> Answer {
    let rate = 1.0 / service_s;
    let drain = (f64::from(servers) - load) * rate;
    let wait = erlang_c(servers, load);
    let response = SHARES
        .map(|share| quantile(share, service_s, |time| response_tail(wait, rate, drain, time)));
    let waits =
        SHARES.map(|share| quantile(share, service_s, |time| wait * libm::exp(-drain * time)));
    let mean_s = wait / drain;
    let because = format!("{utilised}; C = {wait:.4}; C / (c µ − λ) = {mean_s:.6} s");
    Answer { value: shaped(load / f64::from(servers), wait, mean_s, response, waits, 0.0), because }
}

fn with_places(servers: u32, capacity: u32, arrivals: f64, service_s: f64) -> Answer {
    let law = finite(servers, capacity, arrivals * service_s);
    let accepted = arrivals * (1.0 - law.blocked);
    let utilisation = accepted * service_s / f64::from(servers);
    let wait: f64 = law.seen.iter().skip(servers as usize).sum();
    let mean_s = if accepted > 0.0 { law.waiting / accepted } else { 0.0 };
    let rate = 1.0 / service_s;
    let response =
        SHARES.map(|share| quantile(share, service_s, |time| law.response_tail(rate, time)));
    let waits = SHARES.map(|share| quantile(share, service_s, |time| law.wait_tail(rate, time)));
    let blocked = law.blocked;
    let because = format!(
        "P(all {capacity} places taken) = {blocked:.6}; utilisation {utilisation:.4}; \
         waiting {:.4} / accepted {accepted:.4} per s = {mean_s:.6} s",
        law.waiting
    );
    Answer { value: shaped(utilisation, wait, mean_s, response, waits, blocked), because }
}

fn shaped(
    utilisation: f64,
    wait: f64,
    mean_s: f64,
    response: [f64; 3],
    waits: [f64; 3],
    blocked: f64,
) -> Value {
    json!({
        "utilisation": utilisation, "p_wait": wait, "mean_wait_s": mean_s,
        "p50_s": response[0], "p95_s": response[1], "p99_s": response[2],
        "wait_p50_s": waits[0], "wait_p95_s": waits[1], "wait_p99_s": waits[2],
        "blocked": blocked,
    })
}

/// The time that a share of the requests stays below, from a falling tail; 0 where that share has
/// none.
fn quantile(share: f64, unit_s: f64, tail: impl Fn(f64) -> f64) -> f64 {
    let beyond = 1.0 - share;
    if tail(0.0) <= beyond {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, unit_s);
    while tail(high) > beyond && high < 1e12 {
        low = high;
        high *= 2.0;
    }
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if tail(middle) > beyond {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}
