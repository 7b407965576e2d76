//! The one layout of the reading edition: head, a line of links, the text, a foot.

use crate::course::marks::escape;

/// The style of the edition: the app's own, and what plain pages need beside it.
pub const STYLE: [&str; 7] = [
    include_str!("../../../style/tokens.css"),
    include_str!("../../../style/base.css"),
    include_str!("../../../style/shell.css"),
    include_str!("../../../style/lesson.css"),
    include_str!("../../../style/question.css"),
    include_str!("../../../style/plain.css"),
    include_str!("../../../style/print.css"),
];

/// Nothing but style and pictures: there is nothing to run in these pages.
const POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data: https:; base-uri 'none'; form-action 'none'";

/// A page of the edition.
pub struct Page<'a> {
    pub title: &'a str,
    /// One or two sentences for lists of pages.
    pub description: &'a str,
    /// Name of the whole course.
    pub course: &'a str,
    /// The same place in the app, `#/learn/ID`.
    pub live: &'a str,
    /// More classes of the body.
    pub class: &'a str,
    /// HTML of the text, its heading included.
    pub body: &'a str,
    /// What stands at the foot, HTML.
    pub foot: &'a str,
}

impl Page<'_> {
    /// The whole file.
    pub fn html(&self) -> String {
        let title = escape(self.title);
        let course = escape(self.course);
        let description = escape(self.description);
        let Page { live, class, body, foot, .. } = self;
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title} – {course}</title>\n\
             <meta name=\"description\" content=\"{description}\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <link rel=\"icon\" href=\"data:,\">\n\
             <link rel=\"stylesheet\" href=\"plain.css\">\n</head>\n\
             <body class=\"plain {class}\">\n\
             <a class=\"skip\" href=\"#main\">Skip to the text</a>\n\
             <header class=\"top\"><a class=\"brand\" href=\"index.html\" \
             aria-label=\"Drydock, all lessons\">dry<i>dock</i></a>\
             <nav aria-label=\"Main\"><a href=\"index.html\">Lessons</a>\
             <a href=\"facts.html\">Facts</a>\
             <a href=\"sheet.html\">Cheat sheet</a></nav>\
             <span class=\"sp\"></span><a class=\"link live\" href=\"../{live}\">Live version</a>\
             </header>\n<main class=\"reading\" id=\"main\">\n{body}\n</main>\n\
             <footer class=\"foot\">{foot}</footer>\n</body>\n</html>\n"
        )
    }
}
