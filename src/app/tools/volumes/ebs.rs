//! A day of an EBS volume: gp2 with its credits beside gp3 and io2.

use super::chart::{Curve, as_table, chart, said};
use super::efs::{answer, load, start, start_control};
use super::values::{Control, Values, choice, number, when, wide};
use super::{Book, source, word};
use crate::app::words::{capital, dollars};
use crate::storage::cost::volume_month;
use crate::storage::day::EbsDay;
use crate::storage::ebs::{Volume, VolumeType};
use serde_json::{Value, json};

const UNIT: &str = "IOPS";
const TYPES: [VolumeType; 3] = [VolumeType::Gp2, VolumeType::Gp3, VolumeType::Io2];

pub fn controls(book: &Book) -> Vec<Control> {
    let facts = &book.rules.storage;
    let types = TYPES.map(|kind| (kind.word(), kind.word().to_string()));
    let sizes = ["4", "16", "64", "256"].map(|kib| (kib, [kib, " KiB"].concat()));
    let iops = [facts.io2_iops_min, facts.io2_iops_max];
    let mib = [facts.gp3_mib_per_s, facts.gp3_mib_per_s_max];
    vec![
        choice("type", "Type of the volume", types),
        wide("size_gib", "Size", "GiB", [1.0, facts.gp3_gib_max], 100.0),
        when(
            |values| values.text("type") != "gp2",
            wide("iops", "IOPS ordered", UNIT, iops, facts.gp3_iops),
        ),
        when(
            |values| values.text("type") == "gp3",
            wide("throughput_mib_s", "Throughput ordered", "MiB/s", mib, facts.gp3_mib_per_s),
        ),
        choice("io", "Size of an I/O", sizes),
        number("quiet", "Quiet load", UNIT, [0.0, 5000.0, 50.0], 200.0),
        number("busy", "Busy load", UNIT, [0.0, 20_000.0, 100.0], 2500.0),
        number("from", "Busy from", "o’clock", [0.0, 23.0, 0.5], 9.0),
        number("hours", "Busy for", "h", [0.0, 24.0, 0.5], 2.0),
        start_control(),
    ]
}

fn chosen(values: &Values) -> VolumeType {
    word(values.text("type"), VolumeType::Gp2)
}

/// The volume as it was ordered, within what its type lets one order at that size.
fn volume(values: &Values, kind: VolumeType, book: &Book) -> Volume {
    let facts = &book.rules.storage;
    let (least, most) = kind.sizes(facts);
    let size_gib = values.number("size_gib").clamp(least, most);
    let within = |ordered: f64, limits: Option<(f64, f64)>| {
        limits.map(|(least, most)| ordered.min(most).max(least))
    };
    let iops = within(values.number("iops"), kind.iops(size_gib, facts));
    let mib = kind.throughput(iops.unwrap_or(facts.gp3_iops), facts);
    Volume { kind, size_gib, iops, mib_per_s: within(values.number("throughput_mib_s"), mib) }
}

fn day_of(values: &Values, kind: VolumeType, book: &Book) -> EbsDay {
    EbsDay {
        volume: volume(values, kind, book),
        io_kib: values.number("io"),
        load: load(values),
        start: start(values),
    }
}

pub fn finding(values: &Values, book: &Book) -> String {
    let day = day_of(values, chosen(values), book).play(&book.rules.storage);
    format!("{}: {}", chosen(values).word(), said(&day, UNIT))
}

/// The question that the rule is asked.
pub fn question(values: &Values, book: &Book) -> Value {
    let kind = chosen(values);
    let volume = volume(values, kind, book);
    let mut question = json!({ "type": kind.word(), "size_gib": volume.size_gib });
    if let Some(iops) = volume.iops {
        question["iops"] = iops.into();
    }
    if let Some(mib) = volume.mib_per_s {
        question["throughput_mib_s"] = mib.into();
    }
    question
}

pub fn result(values: &Values, book: &Book) -> String {
    let facts = &book.rules.storage;
    let chosen = chosen(values);
    let other = if chosen == VolumeType::Gp2 { VolumeType::Gp3 } else { VolumeType::Gp2 };
    let (first, second) =
        (day_of(values, chosen, book).play(facts), day_of(values, other, book).play(facts));
    let curves = [
        Curve { name: other.word(), day: &second, first: false },
        Curve { name: chosen.word(), day: &first, first: true },
    ];
    [
        bounds(values, book),
        chart(&curves, UNIT),
        side_by_side(values, book),
        answer("ebs-limits", &question(values, book), book),
        as_table(&curves, UNIT),
    ]
    .concat()
}

/// Says what was ordered and cannot be.
fn bounds(values: &Values, book: &Book) -> String {
    let volume = volume(values, chosen(values), book);
    let mut said = Vec::new();
    let mut compare = |what: &str, ordered: f64, got: Option<f64>, unit: &str| {
        if let Some(got) = got.filter(|got| (got - ordered).abs() > 1e-9) {
            said.push(format!("{what} {got} {unit}, not {ordered}"));
        }
    };
    compare("size", values.number("size_gib"), Some(volume.size_gib), "GiB");
    compare("IOPS", values.number("iops"), volume.iops, "");
    compare("throughput", values.number("throughput_mib_s"), volume.mib_per_s, "MiB/s");
    match said.is_empty() {
        true => String::new(),
        false => {
            let said = said.join("; ").replace(" ,", ",");
            format!("<p class=\"note\">What this type can be ordered with: {said}.</p>")
        }
    }
}

fn side_by_side(values: &Values, book: &Book) -> String {
    let mut html = String::from(
        "<table class=\"vol-list\"><caption>The same day on each type</caption><thead><tr>\
         <th scope=\"col\">Type</th><th scope=\"col\">What becomes of it</th>\
         <th scope=\"col\" class=\"r\">A month</th></tr></thead><tbody>",
    );
    for kind in TYPES {
        let day = day_of(values, kind, book);
        let price = volume_month(&day.volume, &book.rules);
        let price = price.map_or("no price known".to_string(), dollars);
        let now = if kind == chosen(values) { " class=\"now\"" } else { "" };
        html += &format!(
            "<tr{now}><th scope=\"row\"><button type=\"button\" class=\"link\" id=\"vol-to-{0}\" \
             data-set=\"type={0}\">{0}</button></th><td>{1}</td><td class=\"r\">{2}</td></tr>",
            kind.word(),
            capital(&said(&day.play(&book.rules.storage), UNIT)),
            price
        );
    }
    html + "</tbody></table><p class=\"note\">A month in us-east-1, with what is ordered above \
            what is included. "
        + &source(book, "ebs.io2_gb_month")
        + ".</p>"
}
