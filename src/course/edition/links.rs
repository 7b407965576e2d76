//! Addresses of the app in a piece of HTML → addresses of the edition. What only the app has, such
//! as the lab, is linked there.

/// Rewrites every `href="#/…"` of a page. `lesson` is the lesson that the page is, if it is one.
pub fn rewrite(html: &str, lesson: Option<&str>) -> String {
    const LINK: &str = "href=\"#/";
    let mut pieces = html.split(LINK);
    let mut rewritten = pieces.next().unwrap_or_default().to_string();
    for piece in pieces {
        let (route, rest) = piece.split_once('"').unwrap_or((piece, ""));
        rewritten += &format!("href=\"{}\"", address(route, lesson));
        rewritten += rest;
    }
    rewritten
}

/// `learn/x/h` → `x.html#h`, or `#h` in the lesson itself; `lab?…` → `../#/lab?…`.
fn address(route: &str, here: Option<&str>) -> String {
    let parts: Vec<&str> = route.split('/').collect();
    match parts[..] {
        [""] => "index.html".to_string(),
        ["learn", lesson] if Some(lesson) == here => "#main".to_string(),
        ["learn", lesson] => format!("{lesson}.html"),
        ["about", "facts"] => "facts.html".to_string(),
        ["about", "facts", id] => format!("facts.html#{id}"),
        ["learn", lesson, heading] if Some(lesson) == here => format!("#{heading}"),
        ["learn", lesson, heading] => format!("{lesson}.html#{heading}"),
        _ => format!("../#/{route}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lessons_lead_to_pages_and_the_rest_to_the_app() {
        let html = "<a href=\"#/learn/a/x\">1</a><a href=\"#/learn/b/y\">2</a>\
                    <a href=\"#/lab?preset=p\">3</a><a href=\"https://aws.amazon.com/#/x\">4</a>\
                    <a href=\"#/\">5</a><a href=\"#/learn/a\">6</a>";
        let rewritten = "<a href=\"#x\">1</a><a href=\"b.html#y\">2</a>\
                         <a href=\"../#/lab?preset=p\">3</a>\
                         <a href=\"https://aws.amazon.com/#/x\">4</a>\
                         <a href=\"index.html\">5</a><a href=\"#main\">6</a>";
        assert_eq!(rewrite(html, Some("a")), rewritten);
    }
}
