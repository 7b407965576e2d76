//! From JSON to a policy, rule by rule; every mistake is kept and reading goes on.

use super::{
    ACTION_KEYS, Action, COUNT_TYPES, Count, Draft, DraftRule, LifecycleRule, Mistake, RULE_KEYS,
    SELECTION_KEYS, StorageClass, TOP_KEYS, Tags, together,
};
use crate::facts::Ecr;
use crate::registry::json::{Data, Member, Node, shortened};

/// AWS says integer; so far a 32-bit one holds.
const WHOLE_MAX: f64 = i32::MAX as f64;

/// What can be read, with all mistakes: those of each rule and those that rules make together.
pub(super) fn draft(node: &Node, facts: &Ecr) -> Draft {
    let mut reader = Reader { facts, mistakes: Vec::new() };
    let mut rules = reader.rules(node);
    let mut mistakes = reader.mistakes;
    for (index, mistake) in together::check(&rules) {
        rules[index].whole = None;
        mistakes.push(mistake);
    }
    mistakes.sort();
    Draft { rules, mistakes }
}

struct Reader<'f> {
    facts: &'f Ecr,
    mistakes: Vec<Mistake>,
}

/// An object's members, with its own place.
#[derive(Clone, Copy)]
struct Object<'a> {
    members: &'a [Member],
    at: usize,
    path: &'a str,
}

impl<'a> Object<'a> {
    /// What stands at a key; null is nothing.
    fn get(&self, key: &str) -> Option<&'a Node> {
        let found = self.members.iter().find(|member| member.key == key)?;
        (found.value.data != Data::Null).then_some(&found.value)
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.into() } else { format!("{}.{key}", self.path) }
    }
}

impl Reader<'_> {
    fn wrong(&mut self, at: usize, path: &str, message: impl Into<String>) {
        self.mistakes.push(Mistake { at, path: path.into(), message: message.into() });
    }

    /// The rules of the list; where there is none, one of which nothing is known.
    fn rules(&mut self, node: &Node) -> Vec<DraftRule> {
        let unknown = || vec![DraftRule::default()];
        let Some(top) = self.object(node, "", &TOP_KEYS) else { return unknown() };
        let Some(list) = self.needed(top, "rules", "a list of rules") else { return unknown() };
        let Data::List(items) = &list.data else {
            self.wrong(list.at, "rules", format!("expected a list, found {}", list.shown()));
            return unknown();
        };
        let most = self.facts.policy_rules_max;
        if items.is_empty() || items.len() as f64 > most {
            let found = items.len();
            self.wrong(list.at, "rules", format!("expected 1 to {most} rules, found {found}"));
            return unknown();
        }
        let each = items.iter().enumerate();
        each.map(|(index, item)| self.rule(item, &format!("rules.{index}"))).collect()
    }

    fn rule(&mut self, node: &Node, path: &str) -> DraftRule {
        let before = self.mistakes.len();
        let mut draft = DraftRule { span: (node.at, node.end), ..DraftRule::default() };
        let Some(rule) = self.object(node, path, &RULE_KEYS) else { return draft };
        let priority = self.needed(rule, "rulePriority", "a whole number from 1");
        draft.priority = priority.and_then(|node| self.whole(node, rule, "rulePriority", 1.0));
        let description = self.text(rule, "description").map(|(text, _)| text.to_string());
        let selection_path = rule.path_of("selection");
        let selection = self
            .needed(rule, "selection", "an object")
            .and_then(|node| self.object(node, &selection_path, &SELECTION_KEYS));
        let action = self.action(rule);
        let Some(selection) = selection else { return draft };
        draft.tags = self.tags(selection);
        let count = self.count(selection, action, &mut draft);
        let without_mistake = self.mistakes.len() == before;
        if let (true, Some(priority), Some(tags), Some(storage), Some(count), Some(action)) =
            (without_mistake, draft.priority, &draft.tags, draft.storage, count, action)
        {
            let description = description.unwrap_or_default();
            let tags = tags.clone();
            draft.whole =
                Some(LifecycleRule { priority, description, tags, storage, count, action });
        }
        draft
    }

    fn action(&mut self, rule: Object) -> Option<Action> {
        let node = self.needed(rule, "action", "an object")?;
        let path = rule.path_of("action");
        let action = self.object(node, &path, &ACTION_KEYS)?;
        let kind = self.word(action, "type", &["expire", "transition"])?;
        match (kind, action.get("targetStorageClass")) {
            ("transition", _) => {
                self.word(action, "targetStorageClass", &["archive"])?;
                Some(Action::Archive)
            }
            (_, Some(node)) => {
                let message = "expected nothing, since only `transition` has a target";
                self.wrong(node.at, &action.path_of("targetStorageClass"), message);
                None
            }
            (_, None) => Some(Action::Expire),
        }
    }

    fn tags(&mut self, selection: Object) -> Option<Tags> {
        let status = self.word(selection, "tagStatus", &["tagged", "untagged", "any"])?;
        let lists = ["tagPatternList", "tagPrefixList"];
        let given = lists.map(|key| selection.get(key).map(|node| (key, node)));
        match (status, given) {
            ("tagged", [Some((key, node)), None]) => {
                Some(Tags::Patterns(self.texts(node, &selection.path_of(key), true)?))
            }
            ("tagged", [None, Some((key, node))]) => {
                Some(Tags::Prefixes(self.texts(node, &selection.path_of(key), false)?))
            }
            ("tagged", _) => {
                let message = "`tagged` needs either `tagPatternList` or `tagPrefixList`, not both";
                self.wrong(selection.at, selection.path, message);
                None
            }
            (_, [None, None]) => Some(if status == "any" { Tags::Any } else { Tags::Untagged }),
            (_, given) => {
                let message = format!("expected nothing, since `tagStatus` is `{status}`");
                for (key, node) in given.into_iter().flatten() {
                    self.wrong(node.at, &selection.path_of(key), message.clone());
                }
                None
            }
        }
    }

    /// The count with its unit, and into the draft the storage class, which follows from it.
    fn count(
        &mut self,
        selection: Object,
        action: Option<Action>,
        draft: &mut DraftRule,
    ) -> Option<Count> {
        let kind = self.word(selection, "countType", &COUNT_TYPES);
        let number = self.needed(selection, "countNumber", "a whole number from 1");
        let number = number.and_then(|node| self.whole(node, selection, "countNumber", 1.0));
        let kind = kind?;
        let at = selection.get("countType").map_or(selection.at, |node| node.at);
        let path = selection.path_of("countType");
        match (kind, selection.get("countUnit")) {
            ("imageCountMoreThan", Some(unit)) => {
                let message = "expected nothing, since images are counted and not days";
                self.wrong(unit.at, &selection.path_of("countUnit"), message);
            }
            ("imageCountMoreThan", None) => {}
            _ => drop(self.word(selection, "countUnit", &["days"])),
        }
        draft.storage = self.storage(selection, kind);
        match (kind, action) {
            ("sinceImagePulled", Some(Action::Expire)) => {
                let message = "`sinceImagePulled` goes with the action `transition` alone";
                self.wrong(at, &path, message);
            }
            ("sinceImageTransitioned", Some(Action::Archive)) => {
                let message = "`sinceImageTransitioned` goes with the action `expire` alone";
                self.wrong(at, &path, message);
            }
            _ => {}
        }
        let number = number?;
        let least = self.facts.archive_min_days;
        if kind == "sinceImageTransitioned" && f64::from(number) < least {
            let at = selection.get("countNumber").map_or(at, |node| node.at);
            let message = format!(
                "expected at least {least}, since an archived image stays {least} days, found \
                 {number}"
            );
            self.wrong(at, &selection.path_of("countNumber"), message);
        }
        Some(match kind {
            "imageCountMoreThan" => Count::MoreThan(number),
            "sinceImagePushed" => Count::SincePushed(number),
            "sinceImagePulled" => Count::SincePulled(number),
            _ => Count::SinceTransitioned(number),
        })
    }

    fn storage(&mut self, selection: Object, kind: &str) -> Option<StorageClass> {
        if kind == "sinceImageTransitioned" {
            self.word(selection, "storageClass", &["archive"])?;
            return Some(StorageClass::Archive);
        }
        if selection.get("storageClass").is_some() {
            self.word(selection, "storageClass", &["standard"])?;
        }
        Some(StorageClass::Standard)
    }

    fn object<'a>(&mut self, node: &'a Node, path: &'a str, known: &[&str]) -> Option<Object<'a>> {
        let Data::Object(members) = &node.data else {
            let expected = format!("expected an object with {}", known.join(", "));
            self.wrong(node.at, path, format!("{expected}, found {}", node.shown()));
            return None;
        };
        let object = Object { members, at: node.at, path };
        for member in members.iter().filter(|member| !known.contains(&member.key.as_str())) {
            let path = object.path_of(&shortened(&member.key));
            self.wrong(member.at, &path, format!("unknown key: expected {}", known.join(", ")));
        }
        Some(object)
    }

    fn needed<'a>(&mut self, object: Object<'a>, key: &str, expected: &str) -> Option<&'a Node> {
        let found = object.get(key);
        if found.is_none() {
            let message = format!("expected {expected}, found nothing");
            self.wrong(object.at, &object.path_of(key), message);
        }
        found
    }

    fn whole(&mut self, node: &Node, object: Object, key: &str, least: f64) -> Option<u32> {
        let number = match node.data {
            Data::Number(number) if number.fract() == 0.0 => Some(number),
            _ => None,
        };
        let whole = number.filter(|number| (least..=WHOLE_MAX).contains(number));
        if whole.is_none() {
            let found = node.shown();
            let message = format!("expected a whole number {least} to {WHOLE_MAX}, found {found}");
            self.wrong(node.at, &object.path_of(key), message);
        }
        whole.map(|number| number as u32)
    }

    fn text<'a>(&mut self, object: Object<'a>, key: &str) -> Option<(&'a str, usize)> {
        let node = object.get(key)?;
        if let Data::Text(text) = &node.data {
            return Some((text, node.at));
        }
        let message = format!("expected a text, found {}", node.shown());
        self.wrong(node.at, &object.path_of(key), message);
        None
    }

    /// One of the words, which must be there.
    fn word(&mut self, object: Object, key: &str, words: &[&'static str]) -> Option<&'static str> {
        let expected = words.join(" or ");
        let node = self.needed(object, key, &expected)?;
        let (text, at) = self.text(object, key)?;
        let found = words.iter().find(|word| **word == text);
        if found.is_none() {
            let message = format!("expected {expected}, found {}", node.shown());
            self.wrong(at, &object.path_of(key), message);
        }
        found.copied()
    }

    /// Prefixes or wildcards: at least one, none empty.
    fn texts(&mut self, node: &Node, path: &str, wildcards: bool) -> Option<Vec<String>> {
        let items: &[Node] = match &node.data {
            Data::List(items) => items,
            _ => &[],
        };
        if items.is_empty() {
            let message = format!("expected a list of texts, found {}", node.shown());
            self.wrong(node.at, path, message);
            return None;
        }
        let before = self.mistakes.len();
        let mut texts = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let path = format!("{path}.{index}");
            let Data::Text(text) = &item.data else {
                self.wrong(item.at, &path, format!("expected a text, found {}", item.shown()));
                continue;
            };
            let stars = text.matches('*').count();
            if text.is_empty() {
                self.wrong(item.at, &path, "expected a text, found an empty one");
            } else if wildcards && stars as f64 > self.facts.policy_wildcards_max {
                let most = self.facts.policy_wildcards_max;
                self.wrong(item.at, &path, format!("expected at most {most} `*`, found {stars}"));
            }
            texts.push(text.clone());
        }
        (self.mistakes.len() == before).then_some(texts)
    }
}
