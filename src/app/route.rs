//! Addresses: what stands after the `#`, as a value. Pure; [`super::router`] connects it to the
//! window.
//!
//! `#/[?STATE]` is the course, `#/learn/LESSON[/HEADING]` a lesson, `#/present/LESSON[/STEP]` the
//! same for a projector, `#/lab[?STATE]` the lab, `#/practice[?SET]` practice, `#/exam[?STATE]` the
//! mock exams, `#/tools[/NAME][?STATE]` the calculators, `#/progress` how far one is,
//! `#/try/roles[/ID]` roles to try, `#/about` the page about the app, `#/about/accuracy` how far to
//! trust the lab, `#/about/changes` what changed, `#/about/own-course` how to write a course and
//! `#/about/facts[/ID]` all facts and terms.
//! Whatever else there is comes back as [`Route::Unknown`], so that the page can say so.

use std::fmt;

/// A place in the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    Home {
        /// What stands after the `?`, as it is: which lessons are shown.
        query: Option<String>,
    },
    Lesson {
        id: String,
        /// Id of an element in the lesson.
        heading: Option<String>,
    },
    Lab {
        /// What stands after the `?`, as it is; the lab reads it.
        query: Option<String>,
    },
    Exam {
        /// What stands after the `?`: a report, a paper to print; nothing starts or goes on.
        query: Option<String>,
    },
    Progress,
    Tools {
        /// Name of a rule, or of another tool.
        name: Option<String>,
        /// What stands after the `?`: what was typed there.
        query: Option<String>,
    },
    Practice {
        /// What stands after the `?`: what is practised.
        query: Option<String>,
    },
    Present {
        /// Id of the lesson.
        id: String,
        /// Number of the step, from 1; what is no number is read as 1.
        step: Option<String>,
    },
    About,
    /// How far to trust the lab.
    Accuracy,
    /// What changed, at AWS and in the course.
    Changes,
    /// How to write a course.
    OwnCourse,
    Facts {
        /// Id of a fact, or `term-ID`.
        id: Option<String>,
    },
    Roles {
        /// Id of a scene or of a round.
        id: Option<String>,
    },
    /// The fragment as it was found.
    Unknown(String),
}

impl Route {
    /// Reads a fragment, with or without its `#`.
    pub fn parse(fragment: &str) -> Route {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let (path, query) = match fragment.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (fragment, None),
        };
        let parts: Option<Vec<String>> =
            path.split('/').filter(|part| !part.is_empty()).map(decode).collect();
        let unknown = || Route::Unknown(fragment.to_string());
        let Some(parts) = parts else { return unknown() };
        if !path.is_empty() && !path.starts_with('/') {
            return unknown();
        }
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        match (parts.as_slice(), query) {
            ([], None) => Route::Home { query: None },
            ([], Some(query)) if !path.is_empty() => {
                Route::Home { query: Some(query.to_string()).filter(|query| !query.is_empty()) }
            }
            (["learn", id], None) => Route::Lesson { id: id.to_string(), heading: None },
            (["learn", id, heading], None) => {
                Route::Lesson { id: id.to_string(), heading: Some(heading.to_string()) }
            }
            (["lab"], query) => Route::Lab { query: said(query) },
            (["exam"], query) => Route::Exam { query: said(query) },
            (["progress"], None) => Route::Progress,
            (["tools"], query) => Route::Tools { name: None, query: said(query) },
            (["tools", name], query) => {
                Route::Tools { name: Some(name.to_string()), query: said(query) }
            }
            (["practice"], query) => Route::Practice { query: said(query) },
            (["present", id], None) => Route::Present { id: id.to_string(), step: None },
            (["present", id, step], None) => {
                Route::Present { id: id.to_string(), step: Some(step.to_string()) }
            }
            (["about"], None) => Route::About,
            (["about", "accuracy"], None) => Route::Accuracy,
            (["about", "changes"], None) => Route::Changes,
            (["about", "own-course"], None) => Route::OwnCourse,
            (["about", "facts"], None) => Route::Facts { id: None },
            (["about", "facts", id], None) => Route::Facts { id: Some(id.to_string()) },
            (["try", "roles"], None) => Route::Roles { id: None },
            (["try", "roles", id], None) => Route::Roles { id: Some(id.to_string()) },
            _ => unknown(),
        }
    }

    /// The lesson, from its start.
    pub fn lesson(id: &str) -> Route {
        Route::Lesson { id: id.to_string(), heading: None }
    }

    /// Whether both are the same page, whatever part or state of it.
    pub fn same_page(&self, other: &Route) -> bool {
        match (self, other) {
            (Route::Lesson { id: a, .. }, Route::Lesson { id: b, .. }) => a == b,
            (Route::Present { id: a, .. }, Route::Present { id: b, .. }) => a == b,
            (Route::Home { .. }, Route::Home { .. })
            | (Route::Lab { .. }, Route::Lab { .. })
            | (Route::Facts { .. }, Route::Facts { .. })
            | (Route::Roles { .. }, Route::Roles { .. }) => true,
            (a, b) => a == b,
        }
    }
}

fn said(query: Option<&str>) -> Option<String> {
    query.filter(|query| !query.is_empty()).map(String::from)
}

impl fmt::Display for Route {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Route::Home { query: None } => out.write_str("#/"),
            Route::Home { query: Some(query) } => write!(out, "#/?{query}"),
            Route::Lesson { id, heading } => write_parts(out, "learn", Some(id), heading.as_ref()),
            Route::Present { id, step } => write_parts(out, "present", Some(id), step.as_ref()),
            Route::Facts { id } => write_parts(out, "about/facts", id.as_ref(), None),
            Route::Roles { id } => write_parts(out, "try/roles", id.as_ref(), None),
            Route::Lab { query: None } => out.write_str("#/lab"),
            Route::Lab { query: Some(query) } => write!(out, "#/lab?{query}"),
            Route::Exam { query: None } => out.write_str("#/exam"),
            Route::Exam { query: Some(query) } => write!(out, "#/exam?{query}"),
            Route::Progress => out.write_str("#/progress"),
            Route::Tools { name, query } => {
                write_parts(out, "tools", name.as_ref(), None)?;
                query.as_ref().map_or(Ok(()), |query| write!(out, "?{query}"))
            }
            Route::Practice { query: None } => out.write_str("#/practice"),
            Route::Practice { query: Some(query) } => write!(out, "#/practice?{query}"),
            Route::About => out.write_str("#/about"),
            Route::Accuracy => out.write_str("#/about/accuracy"),
            Route::Changes => out.write_str("#/about/changes"),
            Route::OwnCourse => out.write_str("#/about/own-course"),
            Route::Unknown(fragment) => write!(out, "#{fragment}"),
        }
    }
}

fn write_parts(
    out: &mut fmt::Formatter<'_>,
    place: &str,
    first: Option<&String>,
    second: Option<&String>,
) -> fmt::Result {
    out.write_str("#/")?;
    out.write_str(place)?;
    for part in [first, second].into_iter().flatten() {
        out.write_str("/")?;
        out.write_str(&encode(part))?;
    }
    Ok(())
}

/// Percent-decodes a part of an address; `None` where that gives no text.
pub fn decode(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digit = |byte: u8| (byte as char).to_digit(16);
            bytes.push((digit(digits[0])? * 16 + digit(digits[1])?) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Percent-encodes what would not survive in one part of a path.
fn encode(part: &str) -> String {
    let mut encoded = String::with_capacity(part.len());
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(byte as char);
        } else {
            let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or('0');
            encoded.push('%');
            encoded.push(digit(byte >> 4).to_ascii_uppercase());
            encoded.push(digit(byte & 15).to_ascii_uppercase());
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_place_has_its_address() {
        let lesson = |id: &str, heading: Option<&str>| Route::Lesson {
            id: id.into(),
            heading: heading.map(String::from),
        };
        let home = Route::Home { query: None };
        for (fragment, route) in [
            ("", home.clone()),
            ("#", home.clone()),
            ("#/", home.clone()),
            ("#/?", home),
            ("#/?exam=SAA-C03", Route::Home { query: Some("exam=SAA-C03".into()) }),
            ("#/learn/ec2-or-fargate", lesson("ec2-or-fargate", None)),
            ("#/learn/ec2-or-fargate/who-owns-it", lesson("ec2-or-fargate", Some("who-owns-it"))),
            ("#/learn/ec2-or-fargate/", lesson("ec2-or-fargate", None)),
            ("#/learn/z%C3%B6ne", lesson("zöne", None)),
            ("#/lab", Route::Lab { query: None }),
            ("#/lab?", Route::Lab { query: None }),
            ("#/lab?s=a%2Fb?c", Route::Lab { query: Some("s=a%2Fb?c".into()) }),
            ("#/exam", Route::Exam { query: None }),
            ("#/exam?report=7-1", Route::Exam { query: Some("report=7-1".into()) }),
            ("#/progress", Route::Progress),
            ("#/tools", Route::Tools { name: None, query: None }),
            (
                "#/tools/max-pods?instance_type=m5.large",
                Route::Tools {
                    name: Some("max-pods".into()),
                    query: Some("instance_type=m5.large".into()),
                },
            ),
            ("#/practice", Route::Practice { query: None }),
            ("#/practice?drill=x", Route::Practice { query: Some("drill=x".into()) }),
            ("#/present/a", Route::Present { id: "a".into(), step: None }),
            ("#/present/a/7", Route::Present { id: "a".into(), step: Some("7".into()) }),
            ("#/about", Route::About),
            ("#/about/accuracy", Route::Accuracy),
            ("#/about/changes", Route::Changes),
            ("#/about/own-course", Route::OwnCourse),
            ("#/about/facts", Route::Facts { id: None }),
            ("#/try/roles", Route::Roles { id: None }),
            ("#/try/roles/deny-wins", Route::Roles { id: Some("deny-wins".into()) }),
            ("#/about/facts/ec2.spot_price", Route::Facts { id: Some("ec2.spot_price".into()) }),
        ] {
            assert_eq!(Route::parse(fragment), route, "{fragment}");
        }
    }

    #[test]
    fn what_is_no_place_is_kept_as_it_was() {
        for fragment in [
            "main",
            "/nowhere",
            "/learn",
            "/learn/a/b/c",
            "/about?x",
            "?x",
            "/learn/%",
            "/learn/%FF",
        ] {
            assert_eq!(Route::parse(fragment), Route::Unknown(fragment.into()));
            assert_eq!(Route::parse(fragment).to_string(), ["#", fragment].concat());
        }
    }

    #[test]
    fn a_page_stays_the_same_page_while_its_state_changes() {
        assert!(Route::parse("#/?exam=none").same_page(&Route::parse("#/")));
        assert!(Route::parse("#/lab?a").same_page(&Route::parse("#/lab?b")));
        assert!(Route::parse("#/learn/x/one").same_page(&Route::parse("#/learn/x")));
        assert!(!Route::parse("#/learn/x").same_page(&Route::parse("#/learn/y")));
    }

    proptest! {
        #[test]
        fn a_written_address_reads_back(id in ".+", heading in proptest::option::of(".+")) {
            let route = Route::Lesson { id, heading };
            prop_assert_eq!(Route::parse(&route.to_string()), route);
        }

        #[test]
        fn no_fragment_breaks_the_reader(fragment in ".*") {
            let _ = Route::parse(&fragment);
        }
    }
}
