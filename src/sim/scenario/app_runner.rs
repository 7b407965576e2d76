//! Choices that only AWS App Runner has.

use crate::words;

/// What App Runner makes the instances from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An image in a registry.
    Image,
    /// Code in a repository: App Runner builds an image first.
    Code,
}

words!(Source { Image = "image", Code = "code" });

/// What a request needs to reach besides the service itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calls {
    Nothing,
    /// Something in a VPC, such as a database.
    Vpc,
    Internet,
    Both,
}

words!(Calls { Nothing = "nothing", Vpc = "vpc", Internet = "internet", Both = "both" });

impl Calls {
    /// Whether something in a VPC is among it.
    pub fn needs_vpc(self) -> bool {
        matches!(self, Calls::Vpc | Calls::Both)
    }

    /// Whether something on the internet is among it.
    pub fn needs_internet(self) -> bool {
        matches!(self, Calls::Internet | Calls::Both)
    }
}
