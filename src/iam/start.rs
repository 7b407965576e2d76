//! The start of a task, call by call: the instance joins, ECS takes the roles on, what the
//! definition asks for is got, the code runs. It ends at the first call that is refused.

use super::calls::{CLUSTER, Plan, TASK_ID, Wanted, wanted};
use super::case::{ACCOUNT, Call, Document, Holder, Launch, Purpose, Task};
use super::caution::{Caution, cautions};
use super::evaluate::{Decision, Policies, Verdict, evaluate};
use super::parse::{Kind, read};
use super::policy::Policy;
use super::principal::Principal;
use super::problem::Problem;
use super::request::Request;
use crate::facts::Iam;

/// One call to AWS.
#[derive(Clone, Debug)]
pub struct Made {
    /// Whose credentials it carries; none where there are none to carry.
    pub holder: Option<Holder>,
    /// What it is for: `pull the image`.
    pub purpose: &'static str,
    pub action: String,
    pub resource: String,
    /// None where nobody could make it.
    pub verdict: Option<Verdict>,
    /// What AWS answers where it refuses.
    pub refusal: String,
}

/// How a start ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The containers run, and the code gets what it asks for.
    Runs,
    /// The definition cannot be registered, or the task not be placed or started.
    NotStarted { reason: String },
    /// The task stops before its containers run, at this call.
    Stopped { reason: String, call: usize },
    /// The containers run, and this call of the code is refused.
    CodeRefused { reason: String, call: usize },
}

/// A start.
#[derive(Clone, Debug)]
pub struct Start {
    /// Up to the one that was refused.
    pub calls: Vec<Made>,
    pub ending: Ending,
    /// What the code can do and must not.
    pub leaks: Vec<String>,
    /// What is wider than the task needs.
    pub cautions: Vec<Caution>,
}

impl Start {
    /// Whether it runs, leaks nothing and allows no more than is needed.
    pub fn is_in_order(&self) -> bool {
        self.ending == Ending::Runs && self.leaks.is_empty() && self.cautions.is_empty()
    }
}

/// A mistake in the text of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faulty {
    /// Index of the document.
    pub document: usize,
    pub problem: Problem,
}

/// Starts the task. Errors are those of documents that AWS would not take.
pub fn start(task: &Task, documents: &[Document], facts: &Iam) -> Result<Start, Vec<Faulty>> {
    let case = Case { task, papers: papers(documents)?, facts };
    let mut calls = Vec::new();
    let ending = case.run(&mut calls);
    let leaks = case.leaks();
    let mut found = Vec::new();
    for paper in &case.papers {
        let made: Vec<Call> = case.wanted(paper.of).into_iter().map(|it| it.call).collect();
        found.extend(cautions(
            paper.document,
            paper.of,
            paper.purpose,
            &paper.policy,
            &made,
            facts,
        ));
    }
    Ok(Start { calls, ending, leaks, cautions: found })
}

/// A document that was read.
struct Paper {
    document: usize,
    of: Holder,
    purpose: Purpose,
    resource: String,
    policy: Policy,
}

fn papers(documents: &[Document]) -> Result<Vec<Paper>, Vec<Faulty>> {
    let mut papers = Vec::new();
    let mut faulty = Vec::new();
    for (document, given) in documents.iter().enumerate() {
        if given.text.trim().is_empty() {
            continue;
        }
        let kind = match (given.of, given.purpose) {
            (_, Purpose::Trust) => Kind::Trust,
            (Holder::Resource, _) => Kind::Resource,
            _ => Kind::Identity,
        };
        match read(&given.text, kind) {
            Ok(policy) => papers.push(Paper {
                document,
                of: given.of,
                purpose: given.purpose,
                resource: given.resource.clone(),
                policy,
            }),
            Err(problems) => {
                faulty.extend(problems.into_iter().map(|problem| Faulty { document, problem }));
            }
        }
    }
    if faulty.is_empty() { Ok(papers) } else { Err(faulty) }
}

struct Case<'a> {
    task: &'a Task,
    papers: Vec<Paper>,
    facts: &'a Iam,
}

impl Case<'_> {
    fn has(&self, holder: Holder) -> bool {
        self.papers.iter().any(|paper| paper.of == holder)
    }

    fn plan(&self) -> Plan<'_> {
        Plan { task: self.task, facts: self.facts, execution: self.has(Holder::Execution) }
    }

    fn on_ec2(&self) -> bool {
        self.task.launch == Launch::Ec2
    }

    fn run(&self, calls: &mut Vec<Made>) -> Ending {
        if self.on_ec2() {
            for wanted in self.plan().joining() {
                let made = self.make(Some(Holder::Instance), &wanted);
                let refused = !allowed(&made);
                calls.push(made);
                if refused {
                    return Ending::NotStarted { reason: wanted.said };
                }
            }
        }
        if let Some(reason) = self.plan().unregistered().or_else(|| self.not_assumed()) {
            return Ending::NotStarted { reason };
        }
        for (holder, wanted) in self.plan().before() {
            let made = self.make(Some(holder), &wanted);
            let refused = !allowed(&made);
            let reason = match made.refusal.as_str() {
                "" => wanted.said,
                // A reason of whole sentences ends with a full stop.
                refusal if wanted.said.ends_with('.') => format!("{} {refusal}", wanted.said),
                refusal => format!("{}: {refusal}", wanted.said),
            };
            calls.push(made);
            if refused {
                return Ending::Stopped { reason, call: calls.len() - 1 };
            }
        }
        let holder = self.code();
        for call in &self.task.calls {
            let wanted =
                Wanted { purpose: "the code's own call", call: call.clone(), said: String::new() };
            let made = self.make(holder, &wanted);
            let refused = (!allowed(&made)).then(|| made.refusal.clone());
            calls.push(made);
            if let Some(reason) = refused {
                return Ending::CodeRefused { reason, call: calls.len() - 1 };
            }
        }
        Ending::Runs
    }

    /// Whose credentials the code finds: those of the task, else of an instance that lets it.
    fn code(&self) -> Option<Holder> {
        let by_metadata = self.on_ec2() && !self.task.metadata_blocked;
        match self.has(Holder::Task) {
            true => Some(Holder::Task),
            false => by_metadata.then_some(Holder::Instance),
        }
    }

    /// The role that ECS may not take on, if there is one.
    fn not_assumed(&self) -> Option<String> {
        let trusts = self.papers.iter().filter(|paper| paper.purpose == Purpose::Trust);
        for paper in trusts.filter(|paper| paper.of != Holder::Instance) {
            let role = format!("arn:aws:iam::{ACCOUNT}:role/{}", paper.of.name());
            let policies = Policies { resource: Some(paper.policy.clone()), ..Policies::default() };
            let context = [
                ("aws:SourceAccount".to_string(), vec![ACCOUNT.to_string()]),
                ("aws:SourceArn".to_string(), vec![CLUSTER.to_string()]),
            ];
            let request = Principal::parse(&self.facts.trusted_service).ok().and_then(|service| {
                Request::new(service, "sts:AssumeRole", &role, None, &context).ok()
            });
            let decision = request.map(|request| evaluate(&request, &policies).decision);
            if decision != Some(Decision::Allowed) {
                return Some(self.facts.not_assumed.replace("{role}", &role));
            }
        }
        None
    }

    /// Every call that a role has to make.
    fn wanted(&self, holder: Holder) -> Vec<Wanted> {
        let mut all = Vec::new();
        if holder == Holder::Instance && self.on_ec2() {
            all.extend(self.plan().joining());
        }
        all.extend(
            self.plan().before().into_iter().filter(|(by, _)| *by == holder).map(|(_, it)| it),
        );
        if self.code() == Some(holder) {
            let own = self.task.calls.iter();
            all.extend(own.map(|call| wanted("", &call.action, &call.resource, String::new())));
        }
        all
    }

    fn make(&self, holder: Option<Holder>, wanted: &Wanted) -> Made {
        let Call { action, resource } = &wanted.call;
        let verdict = holder.and_then(|holder| self.ask(holder, &wanted.call));
        let refusal = match (&verdict, holder) {
            (Some(verdict), Some(holder)) => self.refusal(verdict, holder, &wanted.call),
            _ => "Unable to locate credentials".to_string(),
        };
        Made {
            holder,
            purpose: wanted.purpose,
            action: action.clone(),
            resource: resource.clone(),
            verdict,
            refusal,
        }
    }

    fn ask(&self, holder: Holder, call: &Call) -> Option<Verdict> {
        let of = |purpose: Purpose| {
            let all = self.papers.iter().filter(move |it| (it.of, it.purpose) == (holder, purpose));
            all.map(|paper| paper.policy.clone())
        };
        let resource = self.papers.iter().find(|paper| {
            paper.of == Holder::Resource && call.resource.starts_with(&paper.resource)
        });
        let policies = Policies {
            identity: of(Purpose::Policy).collect(),
            boundary: of(Purpose::Boundary).next(),
            resource: resource.map(|paper| paper.policy.clone()),
            ..Policies::default()
        };
        let principal = Principal::parse(&session(holder)).ok()?;
        let request = Request::new(principal, &call.action, &call.resource, None, &[]).ok()?;
        Some(evaluate(&request, &policies))
    }

    /// What AWS answers; nothing where it allows.
    fn refusal(&self, verdict: &Verdict, holder: Holder, call: &Call) -> String {
        let kind = match verdict.by.split('.').next().unwrap_or_default() {
            "boundary" => "a permissions boundary",
            "resource_policy" => "a resource-based policy",
            _ => "an identity-based policy",
        };
        let bare = kind.split_once(' ').map_or(kind, |(_, kind)| kind);
        let form = match verdict.decision {
            Decision::Allowed => return String::new(),
            Decision::ExplicitlyDenied => &self.facts.denied_explicitly,
            Decision::ImplicitlyDenied => &self.facts.denied_implicitly,
        };
        form.replace("{user}", &session(holder))
            .replace("{action}", &call.action)
            .replace("{resource}", &call.resource)
            .replace("a {type} policy", kind)
            .replace("{type} policy", bare)
    }

    fn leaks(&self) -> Vec<String> {
        let mut reached = Vec::new();
        reached.extend(self.has(Holder::Task).then_some(Holder::Task));
        let open = self.on_ec2() && !self.task.metadata_blocked && self.has(Holder::Instance);
        reached.extend(open.then_some(Holder::Instance));
        let mut leaks = Vec::new();
        for call in &self.task.forbidden {
            for holder in &reached {
                let verdict = self.ask(*holder, call);
                if verdict.is_some_and(|verdict| verdict.decision == Decision::Allowed) {
                    let way = match holder {
                        Holder::Instance => ", whose credentials it finds in the metadata",
                        _ => "",
                    };
                    let Call { action, resource } = call;
                    leaks.push(format!(
                        "The code may {action} on {resource} with the {}{way}.",
                        holder.word()
                    ));
                }
            }
        }
        leaks
    }
}

fn allowed(made: &Made) -> bool {
    made.verdict.as_ref().is_some_and(|verdict| verdict.decision == Decision::Allowed)
}

/// The ARN with which a role's session appears in messages.
fn session(holder: Holder) -> String {
    let name = if holder == Holder::Instance { "i-0f1e2d3c4b5a69788" } else { TASK_ID };
    format!("arn:aws:sts::{ACCOUNT}:assumed-role/{}/{name}", holder.name())
}
