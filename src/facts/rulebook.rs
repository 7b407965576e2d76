//! The rulebook: a typed view of the facts that the models need, made once at load.
//!
//! Whatever is missing or of another type is reported by id, all at once, so that an author who
//! edits a fact learns what depends on it. Which fact is which field stands in
//! `fields`, how a value is read in `reading`.

use super::fields::Rulebook;
use super::instance::InstanceType;
use crate::shape;
use std::fmt;

/// One row of the legal sizes of Fargate or App Runner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FargateSize {
    /// CPU units, 1024 to the vCPU.
    pub cpu: u32,
    /// Legal amounts of memory for that CPU, rising, in MiB.
    pub memory_mib: Vec<u32>,
    /// `LINUX`, `WINDOWS`.
    pub os: Vec<String>,
}

shape!(FargateSize { cpu, memory_mib, os });

/// A part of the rulebook: its numbers, and its texts and lists of texts where it has some.
macro_rules! numbers {
    (
        $(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $field:ident : $id:literal,)+ }
        $(texts { $($(#[$text_doc:meta])* $text:ident : $text_id:literal,)+ })?
        $(lists { $($(#[$list_doc:meta])* $list:ident : $list_id:literal,)+ })?
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[$doc])* pub $field: f64,)+
            $($($(#[$text_doc])* pub $text: String,)+)?
            $($($(#[$list_doc])* pub $list: Vec<String>,)+)?
        }

        impl $name {
            pub(super) fn read(facts: &$crate::facts::Facts, problems: &mut Vec<String>) -> $name {
                use $crate::facts::reading::number;
                $(let $field = number(facts, $id, stringify!($field), problems);)+
                $($(let $text = $crate::facts::reading::text(facts, $text_id, problems);)+)?
                $($(let $list = $crate::facts::reading::texts(facts, $list_id, problems);)+)?
                $name { $($field,)+ $($($text,)+)? $($($list,)+)? }
            }
        }
    };
}

macro_rules! rulebook {
    (
        numbers { $($(#[$doc:meta])* $field:ident : $id:literal,)+ }
        texts { $($(#[$text_doc:meta])* $text:ident : $text_id:literal,)+ }
    ) => {
        /// Every number that the simulator and the rules take from the facts, and what AWS says
        /// when something goes wrong; field by field the fact it is.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Rulebook {
            /// Legal pairs of CPU and memory (`fargate.sizes`), by rising CPU.
            pub fargate_sizes: Vec<FargateSize>,
            /// Legal pairs of CPU and memory of App Runner (`app-runner.sizes`), by rising CPU.
            pub app_runner_sizes: Vec<FargateSize>,
            /// Amazon EKS and Kubernetes.
            pub eks: Eks,
            /// Pods and nodes.
            pub kubernetes: Kubernetes,
            /// Karpenter and EKS Auto Mode.
            pub karpenter: Karpenter,
            /// AWS App Runner.
            pub app_runner: AppRunner,
            /// Amazon ECR.
            pub ecr: Ecr,
            /// EFS, EBS, S3 and FSx as volumes.
            pub storage: Storage,
            /// Amazon ECS Express Mode.
            pub express: Express,
            /// Instance types by name; empty until [`Rulebook::with_instances`].
            pub instance_types: Vec<InstanceType>,
            $($(#[$doc])* pub $field: f64,)+
            $($(#[$text_doc])* pub $text: String,)+
        }

        impl Rulebook {
            /// Reads the facts once. Errors name every fact that is missing, of the wrong unit, or
            /// not a finite number ≥ 0.
            pub fn new(facts: &Facts) -> Result<Rulebook, RulebookError> {
                let mut problems = Vec::new();
                let fargate_sizes = sizes(facts, "fargate.sizes", &mut problems);
                let app_runner_sizes = sizes(facts, "app-runner.sizes", &mut problems);
                let eks = Eks::read(facts, &mut problems);
                let kubernetes = Kubernetes::read(facts, &mut problems);
                let karpenter = Karpenter::read(facts, &mut problems);
                let app_runner = AppRunner::read(facts, &mut problems);
                let ecr = Ecr::read(facts, &mut problems);
                let storage = Storage::read(facts, &mut problems);
                let express = Express::read(facts, &mut problems);
                $(let $field = number(facts, $id, stringify!($field), &mut problems);)+
                $(let $text = text(facts, $text_id, &mut problems);)+
                if problems.is_empty() {
                    let instance_types = Vec::new();
                    Ok(Rulebook {
                        fargate_sizes, app_runner_sizes, eks, kubernetes, karpenter, app_runner,
                        express, ecr, storage, instance_types,
                        $($field,)+ $($text,)+
                    })
                } else {
                    Err(RulebookError(problems))
                }
            }
        }
    };
}

pub(super) use {numbers, rulebook};

impl Rulebook {
    /// The same rules with a table of instance types, which the EC2 platforms need.
    pub fn with_instances(mut self, mut instance_types: Vec<InstanceType>) -> Rulebook {
        instance_types.sort_by(|a, b| a.name.cmp(&b.name));
        self.instance_types = instance_types;
        self
    }

    /// The instance type of that name, if the table has it.
    pub fn instance_type(&self, name: &str) -> Option<&InstanceType> {
        let found = self.instance_types.binary_search_by(|it| it.name.as_str().cmp(name));
        found.ok().map(|index| &self.instance_types[index])
    }
}

/// Facts that the models need and did not find as expected, one line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulebookError(pub Vec<String>);

impl fmt::Display for RulebookError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0.join("\n"))
    }
}

impl std::error::Error for RulebookError {}
