//! What the reader chose about a pull, and the address that brings it back.

use crate::app::tools::registry::link::{field, query};
use crate::facts::Rulebook;
use crate::registry::pull::{
    Endpoint, LaunchType, Network, Pull, Rights, Statement, Step, Trace, follow,
};

const BYTES_PER_GIB: f64 = 1024.0 * 1024.0 * 1024.0;
/// Largest image that can be chosen, MB.
pub const MB_MAX: f64 = 60_000.0;
pub const PULLS_MAX: f64 = 1_000_000.0;

/// Where the task runs: word in the address, label, launch type.
pub const LAUNCHES: [(&str, &str, LaunchType); 3] = [
    ("fargate", "ECS on Fargate", LaunchType::Fargate),
    ("ec2", "ECS on EC2", LaunchType::Ec2),
    ("eks", "EKS nodes", LaunchType::EksNode),
];

/// What the roles allow.
pub const ROLES: [(&str, &str); 5] = [
    ("pull", "The role that pulls may pull"),
    ("other", "Only another role of the task may"),
    ("token", "It gets a token, and no more"),
    ("layers", "It lacks the right to the layers"),
    ("none", "There is no such role"),
];

/// What the repository says.
pub const REPOSITORIES: [(&str, &str); 4] = [
    ("own", "In this account, without a policy"),
    ("deny", "In this account; its policy denies the pull"),
    ("guest", "In another account; its policy lets this one in"),
    ("closed", "In another account; its policy does not"),
];

/// Ways out of the subnet: word, label.
pub const WAYS: [(&str, &str); 6] = [
    ("ip", "Public address"),
    ("nat", "NAT gateway"),
    ("api", "Endpoint ecr.api"),
    ("dkr", "Endpoint ecr.dkr"),
    ("s3", "Gateway endpoint of S3"),
    ("s3deny", "Its policy leaves out the layers"),
];

/// The state of the page; indices are into the lists above.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub launch: usize,
    pub role: usize,
    pub repository: usize,
    /// One for each of [`WAYS`].
    pub ways: [bool; 6],
    pub exists: bool,
    pub megabytes: f64,
    /// On the disk, GB; the task of Fargate has what is included.
    pub free_gb: f64,
    pub pulls_a_month: f64,
    pub zones: f64,
    pub damaged: bool,
}

impl Default for State {
    fn default() -> State {
        State {
            launch: 0,
            role: 0,
            repository: 0,
            ways: [false, true, false, false, false, false],
            exists: true,
            megabytes: 500.0,
            free_gb: 15.0,
            pulls_a_month: 3000.0,
            zones: 2.0,
            damaged: false,
        }
    }
}

impl State {
    /// Reads what stands behind the `?`; what cannot be read is as on a first visit.
    pub fn parse(text: &str) -> State {
        let mut state = State::default();
        let mut damaged = false;
        let mut pick = |name: &str, words: &[&str], into: &mut usize| {
            if let Some(word) = field(text, name) {
                match words.iter().position(|own| *own == word) {
                    Some(index) => *into = index,
                    None => damaged = true,
                }
            }
        };
        pick("l", &LAUNCHES.map(|it| it.0), &mut state.launch);
        pick("r", &ROLES.map(|it| it.0), &mut state.role);
        pick("p", &REPOSITORIES.map(|it| it.0), &mut state.repository);
        let mut gone = 0;
        pick("i", &["there", "gone"], &mut gone);
        state.exists = gone == 0;
        if let Some(ways) = field(text, "n") {
            state.ways = [false; 6];
            for word in ways.split('.').filter(|word| !word.is_empty() && *word != "none") {
                match WAYS.iter().position(|(own, _)| *own == word) {
                    Some(index) => state.ways[index] = true,
                    None => damaged = true,
                }
            }
        }
        for (name, most) in NUMBERS {
            if let Some(found) = field(text, name) {
                let number = found.parse().ok().filter(|it: &f64| (0.0..=most).contains(it));
                damaged |= number.is_none();
                if let Some(number) = number {
                    *state.number(name) = number;
                }
            }
        }
        state.damaged = damaged;
        state
    }

    /// What stands behind the `?`; empty on a first visit.
    pub fn query(&self) -> String {
        let first = State::default();
        let word = |is: usize, was: usize, words: &[&str]| match is == was {
            true => String::new(),
            false => words[is].to_string(),
        };
        let ways: Vec<&str> =
            WAYS.iter().zip(self.ways).filter(|(_, on)| *on).map(|(way, _)| way.0).collect();
        let ways = match ways.as_slice() {
            _ if self.ways == first.ways => String::new(),
            [] => "none".into(),
            ways => ways.join("."),
        };
        let mut fields = vec![
            ("l", word(self.launch, first.launch, &LAUNCHES.map(|it| it.0))),
            ("r", word(self.role, first.role, &ROLES.map(|it| it.0))),
            ("p", word(self.repository, first.repository, &REPOSITORIES.map(|it| it.0))),
            ("n", ways),
            ("i", if self.exists { String::new() } else { "gone".into() }),
        ];
        let (mut own, mut first) = (self.clone(), first);
        for (name, _) in NUMBERS {
            let (is, was) = (*own.number(name), *first.number(name));
            fields.push((name, if is == was { String::new() } else { is.to_string() }));
        }
        query(&fields)
    }

    /// The number of that name; see [`NUMBERS`].
    pub fn number(&mut self, name: &str) -> &mut f64 {
        match name {
            "mb" => &mut self.megabytes,
            "gb" => &mut self.free_gb,
            "z" => &mut self.zones,
            _ => &mut self.pulls_a_month,
        }
    }

    pub fn launch(&self) -> LaunchType {
        LAUNCHES[self.launch.min(LAUNCHES.len() - 1)].2
    }

    pub fn network(&self) -> Network {
        let [public_ip, nat, api, dkr, s3, layers_refused] = self.ways;
        let endpoints = [(api, Endpoint::EcrApi), (dkr, Endpoint::EcrDkr), (s3, Endpoint::S3)];
        let endpoints = endpoints.into_iter().filter(|(there, _)| *there).map(|(_, it)| it);
        Network { public_ip, nat, endpoints: endpoints.collect(), layers_refused }
    }

    /// Bytes that are free for the image.
    pub fn free_bytes(&self, rules: &Rulebook) -> f64 {
        match self.launch() {
            LaunchType::Fargate => rules.fargate_ephemeral_included_gib * BYTES_PER_GIB,
            _ => self.free_gb * 1e9,
        }
    }

    pub fn pull(&self, rules: &Rulebook) -> Pull {
        let all = || rules.ecr.pull_actions.clone();
        let without = |step: Step| -> Vec<String> {
            all().into_iter().filter(|action| action != step.action()).collect()
        };
        let (role, elsewhere) = match ROLES[self.role].0 {
            "pull" => (Some(all()), None),
            "other" => (Some(Vec::new()), Some(self.other_role())),
            "token" => (Some(vec![Step::Token.action().to_string()]), None),
            "layers" => (Some(without(Step::Layers)), None),
            _ => (None, None),
        };
        let statement =
            |allows| Statement { allows, actions: vec!["ecr:*".into()], names_account: true };
        let (repository, other_account) = match REPOSITORIES[self.repository].0 {
            "deny" => (vec![statement(false)], false),
            "guest" => (vec![statement(true)], true),
            "closed" => (Vec::new(), true),
            _ => (Vec::new(), false),
        };
        Pull {
            launch: self.launch(),
            rights: Rights { role, elsewhere, repository, other_account },
            network: self.network(),
            exists: self.exists,
            bytes: self.megabytes * 1e6,
            disk_free: Some(self.free_bytes(rules)),
        }
    }

    pub fn trace(&self, rules: &Rulebook) -> Trace {
        follow(&self.pull(rules), rules)
    }

    fn other_role(&self) -> &'static str {
        match self.launch() {
            LaunchType::EksNode => "role of the pod",
            _ => "task role",
        }
    }
}

/// Names in the address and the largest values.
pub const NUMBERS: [(&str, f64); 4] =
    [("mb", MB_MAX), ("gb", 16_000.0), ("m", PULLS_MAX), ("z", 6.0)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_brings_everything_back() {
        assert_eq!(State::default().query(), "");
        let state = State {
            launch: 2,
            role: 1,
            repository: 3,
            ways: [false, false, true, true, true, true],
            exists: false,
            megabytes: 1234.5,
            free_gb: 0.0,
            pulls_a_month: 1.0,
            zones: 3.0,
            damaged: false,
        };
        assert_eq!(State::parse(&state.query()), state, "{}", state.query());
        let nothing = State { ways: [false; 6], ..State::default() };
        assert_eq!(nothing.query(), "n=none");
        assert_eq!(State::parse("n=none"), nothing);
    }

    #[test]
    fn a_damaged_address_says_so() {
        for text in ["l=moon", "n=nat.boat", "mb=-1", "z=many", "mb=1e99", "i=maybe"] {
            assert!(State::parse(text).damaged, "{text}");
        }
    }
}
