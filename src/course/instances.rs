//! `instances.toml` → the table of instance types, a file of its own beside the facts.

use super::document::{self, Value};
use super::fields::Fields;
use super::mistake::{Proof, Report};
use super::source::Files;
use crate::facts::{Facts, InstanceType};
use crate::shape::Shape;

/// Where the table stands in the content folder.
pub const PATH: &str = "instances.toml";

/// Reads the table; empty where the course has none. A price that also stands as a fact, such as
/// `ec2.m5_large_hour`, must be the same there.
pub fn read(files: &Files, facts: &Facts, report: &Report) -> Vec<InstanceType> {
    let Some(source) = files.source(PATH) else { return Vec::new() };
    let proof = report.proof(&source);
    let Some(table) = document::read(&source.text, 0, proof) else { return Vec::new() };
    let mut fields = Fields::new(table, 0, proof);
    fields.version();
    let mut types: Vec<InstanceType> = Vec::new();
    for node in fields.list("types") {
        let Value::Table(_) = node.value else {
            let found = node.kind();
            proof.error(node.at, format!("`types`: expected a table, found {found}"));
            continue;
        };
        match InstanceType::read(&node.json()) {
            Err(wrong) => proof.error(node.at, wrong.to_string()),
            Ok(it) if types.iter().any(|other| other.name == it.name) => {
                proof.error(node.at, format!("instance type `{}` stands here twice", it.name));
            }
            Ok(it) => {
                note_price(&it, facts, node.at, proof);
                types.push(it);
            }
        }
    }
    fields.finish();
    types
}

fn note_price(it: &InstanceType, facts: &Facts, at: usize, proof: Proof) {
    let id = format!("ec2.{}_hour", it.name.replace('.', "_"));
    let fact = facts.get(&id).and_then(|fact| fact.value.as_f64());
    if let (Some(fact), Some(here)) = (fact, it.usd_per_hour)
        && fact != here
    {
        proof.error(at, format!("{} costs {here} here and {fact} in fact `{id}`", it.name));
    }
}
