//! Which volume goes on which platform, as a table whose cells answer.

use super::values::{Control, Values, choice, switch, tick};
use super::{Book, CHECK, CROSS, DOTS, TILDE, sign, source, word};
use crate::app::html::escape;
use crate::rules;
use crate::storage::matrix::{Host, Kind};
use crate::storage::needs::{self, Fit, Needs, fit};
use serde_json::{Value, json};

/// A kind as a reader sees it.
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Efs => "EFS",
        Kind::Ebs => "EBS",
        Kind::BindMount => "Bind mount",
        Kind::Docker => "Docker volume",
        Kind::FsxWindows => "FSx for Windows",
        Kind::FsxOntap => "FSx for ONTAP",
        Kind::FsxLustre => "FSx for Lustre",
        Kind::FsxOpenzfs => "FSx for OpenZFS",
        Kind::S3Files => "S3 Files",
        Kind::S3Mountpoint => "Mountpoint for S3",
        Kind::S3 => "S3 by the API",
    }
}

/// A kind within a sentence.
pub fn kind_within(kind: Kind) -> &'static str {
    match kind {
        Kind::BindMount => "a bind mount",
        Kind::Docker => "a Docker volume",
        _ => kind_name(kind),
    }
}

/// A platform as a reader sees it, and short below its service.
pub fn host_names(host: Host) -> (&'static str, &'static str) {
    match host {
        Host::EcsEc2 => ("ECS on EC2", "EC2"),
        Host::EcsFargate => ("ECS on Fargate", "Fargate"),
        Host::EcsManagedInstances => ("ECS Managed Instances", "Managed Instances"),
        Host::EksManaged => ("EKS managed nodes", "Managed nodes"),
        Host::EksSelfManaged => ("EKS self-managed nodes", "Self-managed"),
        Host::EksAuto => ("EKS Auto Mode", "Auto Mode"),
        Host::EksFargate => ("EKS on Fargate", "Fargate"),
        Host::EksHybrid => ("EKS Hybrid Nodes", "Hybrid Nodes"),
        Host::AppRunner => ("App Runner", "App Runner"),
    }
}

/// What can be chosen: the needs, and the cell that is looked at.
pub fn controls(_: &Book) -> Vec<Control> {
    let kinds = Kind::ALL.map(|kind| (kind.word(), kind_name(kind).to_string()));
    let hosts = Host::ALL.map(|host| (host.word(), host_names(host).0.to_string()));
    let mut platform = choice("platform", "Platform", hosts);
    platform.given = Host::EcsFargate.word().into();
    vec![
        switch("access", "Many hosts write at once", "RWO", "RWX"),
        switch("zones", "Survives a lost zone", "1", "2"),
        tick("lasts", "Survives its task", false),
        switch("os", "Windows containers", "LINUX", "WINDOWS"),
        hidden(choice("kind", "Volume", kinds)),
        hidden(platform),
    ]
}

/// Chosen in the table itself.
fn hidden(control: Control) -> Control {
    Control { shown: |_| false, ..control }
}

fn needs(values: &Values) -> Needs {
    Needs {
        many_writers: values.text("access") == "RWX",
        survives_zone: values.text("zones") == "2",
        survives_task: values.on("lasts"),
        windows: values.text("os") == "WINDOWS",
    }
}

fn chosen(values: &Values) -> (Kind, Host) {
    (word(values.text("kind"), Kind::Efs), word(values.text("platform"), Host::EcsFargate))
}

/// What is left on the chosen platform, in a sentence.
pub fn finding(values: &Values, book: &Book) -> String {
    let (_, host) = chosen(values);
    let needs = needs(values);
    let left: Vec<&str> = Kind::ALL
        .into_iter()
        .filter(|kind| matches!(fit(*kind, host, &needs, &book.rules), Fit::Yes | Fit::If(_)))
        .map(kind_within)
        .collect();
    let there = host_names(host).0;
    match &left[..] {
        [] => format!("On {there} nothing is left."),
        [one] => format!("On {there} that leaves {one}."),
        [most @ .., last] => format!("On {there} you can take {} or {last}.", most.join(", ")),
    }
}

fn shown(fit: &Fit) -> (&'static str, &'static str, &'static str) {
    match fit {
        Fit::Yes => (CHECK, "yes", "good"),
        Fit::If(_) => (TILDE, "if", "may"),
        Fit::No(_) => (CROSS, "no", "bad"),
        Fit::Unclear => (DOTS, "unclear", "open"),
    }
}

/// The table and, beside it, the cell that was chosen.
pub fn result(values: &Values, book: &Book) -> String {
    [
        "<div class=\"vol-wide\"><div>",
        &table(values, book),
        "</div><div class=\"vol-cell\" id=\"vol-cell\">",
        &cell(values, book),
        "</div></div>",
    ]
    .concat()
}

fn table(values: &Values, book: &Book) -> String {
    let mut html = String::from(
        "<table class=\"vol-table\" data-grid><caption class=\"note\">Press a cell to see how; the \
         arrow keys go from cell to cell. If: under a condition. Unclear: AWS’s pages do not \
         settle it.</caption><thead><tr><td rowspan=\"2\"></td>\
         <th colspan=\"3\" scope=\"colgroup\">ECS</th><th colspan=\"5\" scope=\"colgroup\">EKS</th>\
         <th rowspan=\"2\" scope=\"col\">App Runner</th></tr><tr>",
    );
    for host in Host::ALL.into_iter().filter(|host| *host != Host::AppRunner) {
        html += &["<th scope=\"col\">", host_names(host).1, "</th>"].concat();
    }
    html += "</tr></thead><tbody>";
    let needs = needs(values);
    for (row, kind) in Kind::ALL.into_iter().enumerate() {
        html += &["<tr><th scope=\"row\">", kind_name(kind), "</th>"].concat();
        for (column, host) in Host::ALL.into_iter().enumerate() {
            let fit = fit(kind, host, &needs, &book.rules);
            html += &button(kind, host, &fit, (row, column), chosen(values) == (kind, host));
        }
        html += "</tr>";
        if chosen(values).0 == kind {
            // Where the table is narrow the answer stands below its row and not beside the table.
            html += "<tr class=\"vol-under\"><td colspan=\"10\">";
            html += &[&cell(values, book), "</td></tr>"].concat();
        }
    }
    html + "</tbody></table>"
}

fn button(kind: Kind, host: Host, fit: &Fit, place: (usize, usize), current: bool) -> String {
    let (path, said, class) = shown(fit);
    let (kind_word, host_word) = (kind.word(), host.word());
    let (name, _) = host_names(host);
    let now = if current { " aria-pressed=\"true\" tabindex=\"0\"" } else { " tabindex=\"-1\"" };
    // All of it is the name of the button; what the heads say is hidden where it is wide.
    format!(
        "<td><button type=\"button\" class=\"{class}\" id=\"vol-cell-{kind_word}-{host_word}\" \
         data-set=\"kind={kind_word}&amp;platform={host_word}\" data-row=\"{}\" \
         data-column=\"{}\"{now}><span class=\"spoken\">{} on </span><span class=\"of\">{name}\
         </span>{}<span>{said}</span></button></td>",
        place.0,
        place.1,
        kind_name(kind),
        sign(path)
    )
}

/// The question that the rule is asked.
pub fn question(values: &Values) -> Value {
    let (kind, host) = chosen(values);
    let mut question = json!({ "kind": kind.word(), "platform": host.word() });
    if needs(values).windows || kind == Kind::FsxWindows {
        question["os"] = "WINDOWS".into();
    }
    if needs(values).many_writers {
        question["access"] = "RWX".into();
    }
    if needs(values).survives_zone {
        question["zones"] = 2.into();
    }
    question
}

/// The rule's answer on the chosen cell, in words.
fn cell(values: &Values, book: &Book) -> String {
    let (kind, host) = chosen(values);
    let fit = fit(kind, host, &needs(values), &book.rules);
    let (path, said, class) = shown(&fit);
    let asked = rules::find("volume").map(|rule| (rule.answer)(&question(values), &book.rules));
    let Some(Ok(answer)) = asked else { return String::new() };
    let text = |name: &str| answer.value[name].as_str().unwrap_or_default().to_string();
    let mut limits: Vec<String> = Vec::new();
    match &fit {
        Fit::If(condition) => limits.push(condition.clone()),
        Fit::No(why) if *why != text("how") => limits.push(why.clone()),
        _ => {}
    }
    let more = answer.value["limits"].as_array().into_iter().flatten();
    for limit in more.filter_map(Value::as_str) {
        if !limits.iter().any(|known| known.contains(limit)) {
            limits.push(limit.into());
        }
    }
    let limits: String =
        limits.iter().map(|limit| ["<li>", &escape(limit), "</li>"].concat()).collect();
    let limits = match limits.is_empty() {
        true => "none of note".to_string(),
        false => ["<ul>", &limits, "</ul>"].concat(),
    };
    let windows = needs(values).windows || kind == Kind::FsxWindows;
    let id = needs::source(kind, host, windows, &book.rules);
    [
        "<p class=\"vol-verdict ",
        class,
        "\">",
        &sign(path),
        " <b>",
        kind_name(kind),
        " on ",
        host_names(host).0,
        ": ",
        said,
        "</b></p><dl><dt>How</dt><dd>",
        &escape(&text("how")),
        "</dd><dt>Limits</dt><dd>",
        &limits,
        "</dd><dt>The exam’s answer</dt><dd>",
        &escape(&text("exam_answer")),
        "</dd><dt>Today’s answer</dt><dd>",
        &escape(&text("today")),
        "</dd><dt>Source</dt><dd class=\"note\">",
        &source(book, id),
        "</dd></dl>",
    ]
    .concat()
}
