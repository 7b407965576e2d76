//! The list of all tools as a plain page, for readers and for search engines: what each answers, an
//! example with its answer, and where it runs.

use super::links;
use super::page::Page;
use crate::course::build::Course;
use crate::course::known::date_words;
use crate::course::marks::escape;
use crate::rules::tools::{GROUPS, Tool};
use crate::rules::{self, examples, says};

/// The page.
pub fn page(course: &Course) -> String {
    let mut list = String::new();
    for group in GROUPS {
        list += &format!("<h2>{}</h2>", escape(group.title));
        for tool in group.tools() {
            list += &entry(course, &tool);
        }
    }
    let description = "Calculators for ECS, Fargate, EKS, ECR, IAM and volumes: max pods, Fargate \
                       sizes, target tracking, HPA, life-cycle policies, with working and source.";
    let body = format!(
        "<h1>Calculators for AWS containers</h1><p class=\"lead\">Each is a rule of AWS with its \
         working and its source. They run in the <a class=\"link\" href=\"#/tools\">live \
         version</a>, without an account.</p><div class=\"prose\">{list}</div>"
    );
    Page {
        title: "Calculators",
        description,
        course: &course.map.title,
        live: "#/tools",
        class: "tools-page",
        body: &links::rewrite(&body, None),
        foot: &format!("<p>Facts checked {}.</p>", date_words(&course.map.checked)),
    }
    .html()
}

fn entry(course: &Course, tool: &Tool) -> String {
    format!(
        "<h3 id=\"{}\"><a href=\"{}\">{}</a></h3><p>{}.</p>{}",
        tool.name,
        tool.address,
        escape(tool.title),
        escape(tool.meaning),
        example(course, tool.name).unwrap_or_default()
    )
}

/// The first example with its answer, worked out by the rule itself.
fn example(course: &Course, name: &str) -> Option<String> {
    let rule = rules::find(name)?;
    let example = examples::of(rule).next()?;
    let input = serde_json::from_str(example.json).ok()?;
    let answer = (rule.answer)(&input, course.rules.as_ref()?).ok()?;
    Some(format!(
        "<p class=\"soft\">{}: {}.</p>",
        escape(example.title),
        escape(&says::sentence(rule, &answer.value))
    ))
}
