//! What a rule's input holds: the name, meaning and kind of each field. Tables for forms, lists
//! and checks; what a rule takes stands in its `answer`.

/// A field of an input object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    pub name: &'static str,
    /// What it means, as a label says it.
    pub about: &'static str,
    pub kind: Kind,
    pub otherwise: Otherwise,
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Number {
        /// `%`, `MiB`, `s`; empty for a bare count.
        unit: &'static str,
        min: Option<f64>,
        max: Option<f64>,
        whole: bool,
    },
    /// One of these words, in AWS's spelling.
    Choice(&'static [&'static str]),
    /// True or false; false where nothing stands.
    Switch,
    Text,
    /// The name of an EC2 instance type on record.
    Instance,
    /// A list of objects with these fields.
    Rows(&'static [Field]),
    /// A list of JSON documents, each written on its own.
    Documents,
    /// Nested values.
    Json,
}

/// What holds where nothing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Otherwise {
    /// The field is needed.
    Needed,
    /// What is taken then, in words; empty where that needs none.
    Taken(&'static str),
    /// The value of the fact of that id.
    Fact(&'static str),
}

const fn field(name: &'static str, about: &'static str, kind: Kind) -> Field {
    Field { name, about, kind, otherwise: Otherwise::Needed }
}

/// A number ≥ 0.
pub const fn number(name: &'static str, about: &'static str, unit: &'static str) -> Field {
    field(name, about, Kind::Number { unit, min: Some(0.0), max: None, whole: false })
}

/// A whole number ≥ 0.
pub const fn whole(name: &'static str, about: &'static str, unit: &'static str) -> Field {
    field(name, about, Kind::Number { unit, min: Some(0.0), max: None, whole: true })
}

/// A number of either sign.
pub const fn signed(name: &'static str, about: &'static str) -> Field {
    field(name, about, Kind::Number { unit: "", min: None, max: None, whole: false })
}

pub const fn choice(
    name: &'static str,
    about: &'static str,
    words: &'static [&'static str],
) -> Field {
    field(name, about, Kind::Choice(words))
}

/// True or false; false where nothing stands.
pub const fn switch(name: &'static str, about: &'static str) -> Field {
    field(name, about, Kind::Switch).or("false")
}

pub const fn text(name: &'static str, about: &'static str) -> Field {
    field(name, about, Kind::Text)
}

pub const fn instance_type() -> Field {
    field("instance_type", "Instance type", Kind::Instance)
}

pub const fn rows(name: &'static str, about: &'static str, of: &'static [Field]) -> Field {
    field(name, about, Kind::Rows(of))
}

pub const fn documents(name: &'static str, about: &'static str) -> Field {
    field(name, about, Kind::Documents)
}

pub const fn json(name: &'static str, about: &'static str) -> Field {
    field(name, about, Kind::Json)
}

impl Field {
    /// May be left out; then this is taken.
    pub const fn or(self, taken: &'static str) -> Field {
        Field { otherwise: Otherwise::Taken(taken), ..self }
    }

    /// May be left out.
    pub const fn spare(self) -> Field {
        self.or("")
    }

    /// May be left out; then the fact's value is taken.
    pub const fn or_fact(self, id: &'static str) -> Field {
        Field { otherwise: Otherwise::Fact(id), ..self }
    }

    /// From 1 on.
    pub const fn from_one(self) -> Field {
        match self.kind {
            Kind::Number { unit, max, whole, .. } => {
                Field { kind: Kind::Number { unit, min: Some(1.0), max, whole }, ..self }
            }
            _ => self,
        }
    }

    /// At most this.
    pub const fn to(self, most: f64) -> Field {
        match self.kind {
            Kind::Number { unit, min, whole, .. } => {
                Field { kind: Kind::Number { unit, min, max: Some(most), whole }, ..self }
            }
            _ => self,
        }
    }

    pub const fn is_needed(&self) -> bool {
        matches!(self.otherwise, Otherwise::Needed)
    }
}
