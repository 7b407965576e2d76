//! Who needs which permission: a picture of a task or a pod with its roles, and the one that the
//! chosen thing is done with.

use super::chosen::{Chosen, PLATFORMS};
use super::radios;
use crate::app::html::escape;
use crate::iam::{Need, Platform, Role, RoleFor, role_for};

/// What must be done, in the words of somebody who does it.
pub fn label(need: Need) -> &'static str {
    match need {
        Need::RegisterInstance => "Join the cluster",
        Need::PullImage => "Pull the image from ECR",
        Need::RegistryLogin => "Log in to another registry",
        Need::InjectSecret => "Put a secret into the container",
        Need::InjectParameter => "Put a parameter into the container",
        Need::DecryptSecret => "Decrypt it with a key of your own",
        Need::WriteLogs => "Write logs to CloudWatch",
        Need::CreateLogGroup => "Make the log group",
        Need::EnvironmentFile => "Read an environment file from S3",
        Need::CallAws => "Call S3 from the code",
        Need::ReadSecretInCode => "Read a secret from the code",
        Need::Exec => "Open a shell in the container",
        Need::MountEfs => "Mount EFS with IAM authorization",
        Need::AttachEbs => "Make and attach an EBS volume",
        Need::ShiftTraffic => "Shift traffic in a blue/green deployment",
        Need::RegisterTargets => "Register with the target group",
        Need::ScaleService => "Change the desired count",
    }
}

/// The choices; they stay as they are while the answer changes.
pub fn choices(chosen: &Chosen) -> String {
    let platforms = PLATFORMS.map(|(_, name)| name.to_string());
    let needs = Need::ALL.map(|need| label(need).to_string());
    let checked = if chosen.execution { " checked" } else { "" };
    [
        &radios("platform", "Platform", &platforms, chosen.platform),
        "<p class=\"tick\"><label><input type=\"checkbox\" id=\"roles-execution\"",
        checked,
        "> The task definition names an execution role (counts on EC2)</label></p>",
        &radios("need", "What must be done", &needs, chosen.need),
    ]
    .concat()
}

/// The picture and the answer.
pub fn answer(chosen: &Chosen) -> String {
    let (platform, _) = PLATFORMS[chosen.platform.min(PLATFORMS.len() - 1)];
    let found = role_for(chosen.need(), platform, chosen.execution);
    [&picture(platform, found.role), "<div class=\"found\">", &said(&found), "</div>"].concat()
}

/// The answer in a sentence, for the ear.
pub fn finding(chosen: &Chosen) -> String {
    let (platform, _) = PLATFORMS[chosen.platform.min(PLATFORMS.len() - 1)];
    let found = role_for(chosen.need(), platform, chosen.execution);
    let who = found.role.map_or("no role of yours", |role| role.word());
    [label(chosen.need()), ": ", who].concat()
}

fn said(found: &RoleFor) -> String {
    let who = match found.role {
        Some(role) => ["<p><b>The ", role.word(), "</b></p>"].concat(),
        None => "<p><b>No role of yours</b></p>".to_string(),
    };
    let codes: String = found
        .actions
        .iter()
        .map(|action| ["<li><code>", action, "</code></li>"].concat())
        .collect();
    let needs = match found.actions {
        [] => String::new(),
        _ => ["<p>needs</p><ul class=\"actions\">", &codes, "</ul>"].concat(),
    };
    let why = sentence(found.why);
    let fact = escape(found.fact);
    [
        &who,
        &needs,
        "<p>",
        &why,
        "</p><p class=\"note\"><a class=\"link\" href=\"#/about/facts/",
        &fact,
        "\">Where this is from</a></p>",
    ]
    .concat()
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    escape(&[&first, letters.as_str(), "."].concat())
}

/// A role in the picture: its box, its name, and what it is for.
struct Place(Role, [u32; 4], &'static str, &'static str);

/// Which roles there are, each where it works.
fn picture(platform: Platform, used: Option<Role>) -> String {
    let ecs = matches!(platform, Platform::Ec2 | Platform::Fargate);
    let machine = matches!(platform, Platform::Ec2 | Platform::EksNode);
    let mut frames = String::new();
    if machine {
        let name = if ecs { "EC2 instance" } else { "node" };
        frames += &frame([1, 1, 358, 206], name);
    }
    frames += &frame([12, 76, 336, 120], if ecs { "task" } else { "pod" });
    let mut places = Vec::new();
    match platform {
        Platform::Ec2 => places.push(Place(
            Role::Instance,
            [12, 24, 336, 44],
            "Instance role",
            "agent: register, poll, pull",
        )),
        Platform::EksNode => places.push(Place(
            Role::Node,
            [12, 24, 336, 44],
            "Node role",
            "kubelet: register, pull",
        )),
        _ => {}
    }
    if ecs {
        let before = if machine { "secrets, logs" } else { "pull, secrets, logs" };
        places.push(Place(Role::TaskExecution, [22, 104, 152, 80], "Execution role", before));
        places.push(Place(Role::Task, [186, 104, 152, 80], "Task role", "calls of the code"));
        places.push(Place(Role::Infrastructure, [1, 220, 174, 52], "Infrastructure", "volumes"));
        places.push(Place(Role::ServiceLinked, [185, 220, 174, 52], "Service-linked", "targets"));
    } else if machine {
        places.push(Place(Role::Pod, [22, 104, 316, 80], "Pod role", "Pod Identity or IRSA"));
    } else {
        let does = "pull, log router";
        places.push(Place(Role::PodExecution, [22, 104, 152, 80], "Pod execution", does));
        places.push(Place(Role::Pod, [186, 104, 152, 80], "Pod role", "IRSA"));
    }
    // Without a machine the picture begins with the task.
    let (top, bottom) = (if machine { 0 } else { 72 }, if ecs { 276 } else { 210 });
    let boxes: String = places.iter().map(|place| role_box(place, used)).collect();
    let names: Vec<&str> = places.iter().map(|place| place.0.word()).collect();
    let marked = used.map_or("None of them is used.".to_string(), |role| {
        ["Used is the ", role.word(), "."].concat()
    });
    [
        "<svg class=\"diagram\" viewBox=\"0 ",
        &top.to_string(),
        " 360 ",
        &(bottom - top).to_string(),
        "\" role=\"img\" aria-label=\"Roles: ",
        &names.join(", "),
        ". ",
        &marked,
        "\">",
        &frames,
        &boxes,
        "</svg>",
    ]
    .concat()
}

fn rect([x, y, width, height]: [u32; 4], class: &str) -> String {
    format!(
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" \
         rx=\"6\"></rect>"
    )
}

fn frame(place: [u32; 4], name: &str) -> String {
    let [x, y, ..] = place;
    let text = format!("<text class=\"of\" x=\"{}\" y=\"{}\">{name}</text>", x + 10, y + 17);
    rect(place, "frame") + &text
}

fn role_box(Place(role, place, name, does): &Place, used: Option<Role>) -> String {
    let [x, y, width, height] = *place;
    let (middle, line) = (x + width / 2, y + height / 2);
    let class = if used == Some(*role) { "role on" } else { "role" };
    format!(
        "<g class=\"{class}\">{}<text class=\"name\" x=\"{middle}\" y=\"{}\">{name}</text>\
         <text x=\"{middle}\" y=\"{}\">{does}</text></g>",
        rect(*place, "box"),
        line - 3,
        line + 15
    )
}
