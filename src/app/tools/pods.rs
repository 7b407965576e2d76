//! Where the pods of a node are: its interfaces with their addresses as cells, the sum above them,
//! and what else follows from the machine. Pure.

use super::Book;
use super::state::encode;
use crate::app::html::escape;
use crate::facts::InstanceType;
use crate::rules::find;
use crate::rules::says::sentence;
use serde_json::{Map, Value, json};

/// The picture; nothing for a machine that is not on record.
pub fn html(input: &Map<String, Value>, book: &Book) -> Option<String> {
    let kind = book.rules.instance_type(input.get("instance_type")?.as_str()?)?;
    let prefixes = input.get("prefix_delegation") == Some(&Value::Bool(true));
    Some(
        [sum(kind, prefixes, book)?, cells(kind, prefixes, book), more(kind, prefixes, book)]
            .concat(),
    )
}

fn pods(kind: &InstanceType, prefixes: bool, book: &Book) -> Option<u64> {
    let input = json!({ "instance_type": kind.name, "prefix_delegation": prefixes });
    let answer = (find("max-pods")?.answer)(&input, &book.rules).ok()?;
    answer.value.get("max_pods")?.as_u64()
}

/// The sum with a word below each number.
fn sum(kind: &InstanceType, prefixes: bool, book: &Book) -> Option<String> {
    let part = |number: &str, word: &str| {
        ["<span class=\"part\"><b>", number, "</b><span>", word, "</span></span>"].concat()
    };
    let sign = |sign: &str| ["<span class=\"op\">", sign, "</span>"].concat();
    let eks = &book.rules.eks;
    let mut html = [
        part(&kind.enis.to_string(), "ENIs"),
        sign("× ("),
        part(&kind.ipv4_per_eni.to_string(), "IPv4 an ENI"),
        sign("−"),
        part("1", "its own"),
        sign(")"),
    ]
    .concat();
    if prefixes {
        html += &[sign("×"), part(&eks.prefix_addresses.to_string(), "a prefix")].concat();
    }
    html += &[sign("+"), part(&eks.host_network_pods.to_string(), "host pods")].concat();
    let found = pods(kind, prefixes, book)?;
    let each = if prefixes { eks.prefix_addresses } else { 1.0 };
    let plain =
        f64::from(kind.enis) * f64::from(kind.ipv4_per_eni - 1) * each + eks.host_network_pods;
    html += &[sign("="), part(&plain.to_string(), "")].concat();
    if plain > found as f64 {
        html += &[sign("→"), part(&found.to_string(), "advised at most")].concat();
    }
    Some(["<div class=\"pod-sum\">", &html, "</div>"].concat())
}

fn cells(kind: &InstanceType, prefixes: bool, book: &Book) -> String {
    let own = "<i class=\"own\"></i>";
    let slots = (kind.ipv4_per_eni as usize).saturating_sub(1);
    let row = [own, &"<i></i>".repeat(slots)].concat();
    let mut rows = String::new();
    for eni in 1..=kind.enis {
        rows += &format!("<div><span>ENI {eni}</span><p>{row}</p></div>");
    }
    let host = book.rules.eks.host_network_pods;
    rows += &format!(
        "<div><span>node</span><p>{}</p></div>",
        "<i class=\"host\"></i>".repeat(host as usize)
    );
    let each = match prefixes {
        true => format!("a prefix of {} addresses", book.rules.eks.prefix_addresses),
        false => "an address for a pod".to_string(),
    };
    format!(
        "<div class=\"pod-cells\" aria-hidden=\"true\">{rows}</div><p class=\"note\">Dashed: the \
         interface’s own address. Filled: {each}. Outlined: pods on the node’s own address.</p>"
    )
}

/// What else follows: the other setting, and what the machine keeps and gives.
fn more(kind: &InstanceType, prefixes: bool, book: &Book) -> String {
    let mut items = String::new();
    let other = json!({ "instance_type": kind.name, "prefix_delegation": !prefixes });
    let words = if prefixes { "Without prefix delegation" } else { "With prefix delegation" };
    items += &item("max-pods", words, &other, book).unwrap_or_default();
    let own = json!({ "instance_type": kind.name });
    items += &item("kube-reserved", "The node keeps", &own, book).unwrap_or_default();
    items += &item("node-allocatable", "Pods can be given", &own, book).unwrap_or_default();
    ["<ul class=\"tool-more\">", &items, "</ul>"].concat()
}

fn item(name: &str, words: &str, input: &Value, book: &Book) -> Option<String> {
    let rule = find(name)?;
    let answer = (rule.answer)(input, &book.rules).ok()?;
    Some(
        [
            "<li><a class=\"link\" href=\"#/tools/",
            name,
            "?",
            &escape(&encode(input.as_object()?)),
            "\">",
            words,
            "</a>: ",
            &escape(&sentence(rule, &answer.value)),
            "</li>",
        ]
        .concat(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    fn picture(prefixes: bool) -> String {
        let input = json!({ "instance_type": "m5.large", "prefix_delegation": prefixes });
        html(input.as_object().expect("an object"), testing::book()).expect("a picture")
    }

    #[test]
    fn every_address_has_its_cell() {
        let html = picture(false);
        assert_eq!(html.matches("<i></i>").count(), 27);
        assert_eq!(html.matches("<i class=\"host\">").count(), 2);
        assert!(html.contains("<b>29</b>") && !html.contains("advised"), "{html}");
        assert!(html.contains(">With prefix delegation</a>: 110 pods"), "{html}");
    }

    #[test]
    fn with_prefixes_the_advice_limits() {
        let html = picture(true);
        assert!(html.contains("<b>434</b>") && html.contains("<b>110</b>"), "{html}");
    }
}
