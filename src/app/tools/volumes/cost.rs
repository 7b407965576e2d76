//! A month of the same files in each kind of storage, as a table with bars.

use super::values::{Control, Values, number, wide};
use super::{Book, round, source};
use crate::app::words::dollars;
use crate::storage::cost::{Offer, UNPRICED, Use, side_by_side};

pub fn controls(_: &Book) -> Vec<Control> {
    vec![
        wide("stored", "Stored", "GB", [1.0, 1_000_000.0], 100.0),
        wide("read", "Read a month", "GB", [1.0, 1_000_000.0], 500.0),
        wide("written", "Written a month", "GB", [1.0, 1_000_000.0], 50.0),
        number("tasks", "Tasks", "", [1.0, 50.0, 1.0], 4.0),
        number("headroom", "Size of an EBS volume for what is stored", "×", [1.0, 4.0, 0.1], 1.5),
        wide("object", "Size of an object in S3", "MB", [1.0, 1000.0], 1.0),
        number("active", "Share of the files in use", "%", [0.0, 100.0, 5.0], 10.0),
    ]
}

fn used(values: &Values) -> Use {
    let (read_gb, written_gb) = (values.number("read"), values.number("written"));
    let objects = |gb: f64| gb * 1000.0 / values.number("object").max(1.0);
    Use {
        stored_gb: values.number("stored"),
        read_gb,
        written_gb,
        gets: objects(read_gb),
        puts: objects(written_gb),
        active_share: values.number("active") / 100.0,
        tasks: values.number("tasks"),
        headroom: values.number("headroom"),
    }
}

pub fn finding(values: &Values, book: &Book) -> String {
    let offers = side_by_side(&used(values), &book.rules);
    let shared: Vec<&Offer> = offers.iter().filter(|it| !it.name.starts_with("EBS")).collect();
    match (offers.first(), shared.first()) {
        (Some(first), Some(file)) if first.name != file.name => format!(
            "{} is the cheapest at {} a month; of what tasks share, {} at {}.",
            first.name,
            dollars(first.dollars),
            file.name,
            dollars(file.dollars)
        ),
        (Some(first), _) => {
            format!("{} is the cheapest: {} a month.", first.name, dollars(first.dollars))
        }
        _ => String::new(),
    }
}

pub fn result(values: &Values, book: &Book) -> String {
    let offers = side_by_side(&used(values), &book.rules);
    let most = offers.iter().map(|offer| offer.dollars).fold(0.01, f64::max);
    let mut html = String::from(
        "<table class=\"vol-list vol-cost\"><caption class=\"spoken\">A month in each kind of \
         storage, the cheapest first</caption><thead><tr><th scope=\"col\">Storage</th>\
         <th scope=\"col\">Made of</th><th scope=\"col\" class=\"r\">A month</th></tr></thead>\
         <tbody>",
    );
    for offer in &offers {
        html += &row(offer, most);
    }
    for name in UNPRICED {
        html += &format!(
            "<tr><th scope=\"row\">{name}</th><td class=\"note\">no price that can be trusted was \
             found</td><td class=\"r soft\">no price known</td></tr>"
        );
    }
    html + "</tbody></table><p class=\"note\">us-east-1, without free tiers, snapshots and traffic \
            between zones. Only EFS, S3 and FSx are shared by the tasks; each task has an EBS \
            volume of its own. Prices: "
        + &source(book, "efs.gb_month")
        + "; "
        + &source(book, "s3.gb_month")
        + "; "
        + &source(book, "ebs.gp3_gb_month")
        + "; "
        + &source(book, "fsx.lustre_gb_month")
        + ".</p>"
}

fn row(offer: &Offer, most: f64) -> String {
    let lines: Vec<String> = offer
        .lines
        .iter()
        .map(|line| format!("{} {} × {}", line.what, round(line.quantity), unit(line.unit_price)))
        .collect();
    format!(
        "<tr><th scope=\"row\">{}</th><td class=\"note\">{}<i class=\"vol-bar\" \
         style=\"width:{:.1}%\" aria-hidden=\"true\"></i></td><td class=\"r\">{}</td></tr>",
        offer.name,
        lines.join(", "),
        (offer.dollars / most * 100.0).max(0.3),
        dollars(offer.dollars)
    )
}

/// A unit price with all its digits.
fn unit(price: f64) -> String {
    ["$ ", &price.to_string()].concat()
}
