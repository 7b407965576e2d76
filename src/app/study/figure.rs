//! The few figures of exams and progress, as HTML that needs no script to fit its place. Pure.
//!
//! Every figure is a picture with a summary for the ear; the numbers stand beside it in words.

use super::words::percent;
use crate::app::html::escape;
use crate::progress::Sure;
use crate::progress::interval::Share;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Share with its interval on a line from 0 to 1, with a line at `mark`.
pub fn range(share: Share, mark: Option<f64>) -> String {
    let mark = mark.map_or(String::new(), |mark| format!("<u style=\"left:{}\"></u>", place(mark)));
    format!(
        "<span class=\"range\" aria-hidden=\"true\"><i style=\"left:{};right:{}\"></i>{mark}\
         <b style=\"left:{}\"></b></span>",
        place(share.low),
        place(1.0 - share.high),
        place(share.value()),
    )
}

/// Recall now, later with nothing done, and later with the plan.
pub fn drift(now: f64, stopped: f64, planned: Option<(f64, f64, f64)>) -> String {
    let (low, high) = (now.min(stopped), now.max(stopped));
    let plan = planned.map_or(String::new(), |(low, planned, high)| {
        format!(
            "<em style=\"left:{};right:{}\"></em><s style=\"left:{}\"></s>",
            place(low),
            place(1.0 - high),
            place(planned)
        )
    });
    format!(
        "<span class=\"range drift\" aria-hidden=\"true\">{plan}<i style=\"left:{};right:{}\"></i>\
         <u style=\"left:{}\"></u><b style=\"left:{}\"></b></span>",
        place(low),
        place(1.0 - high),
        place(stopped),
        place(now),
    )
}

/// How a bar of [`bars`] looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    Plain,
    /// Hollow and crossed.
    Wrong,
    /// The learner's own: today.
    Own,
}

/// Bars from zero up to `top`; `summary` is for the ear, `ticks` are values with their labels.
pub fn bars(bars: &[(f64, Bar)], top: f64, ticks: &[(f64, String)], summary: &str) -> String {
    let mut html =
        format!("<div class=\"bars-figure\" role=\"img\" aria-label=\"{}\">", escape(summary));
    for (value, label) in ticks {
        let _ = write!(
            html,
            "<span class=\"level\" style=\"bottom:{}\"><i>{label}</i></span>",
            place(value / top)
        );
    }
    html.push_str("<div class=\"columns\">");
    for (value, bar) in bars {
        let class = match bar {
            Bar::Plain => "",
            Bar::Wrong => " class=\"w\"",
            Bar::Own => " class=\"o\"",
        };
        let _ = write!(html, "<i{class} style=\"height:{}\"></i>", place(value / top));
    }
    html.push_str("</div></div>");
    html
}

/// Right answers by how sure the learner was, as rows.
pub fn calibration(curve: &BTreeMap<Sure, Share>) -> String {
    let mut html = String::from("<div class=\"rows\">");
    for (sure, name) in [(Sure::Guess, "Guess"), (Sure::Unsure, "Think so"), (Sure::Sure, "Sure")] {
        let row = match curve.get(&sure) {
            Some(share) => format!(
                "{}<span class=\"r\">{} of {}, {}</span>",
                range(*share, None),
                share.right,
                share.of,
                percent(share.value())
            ),
            None => "<span class=\"soft\">not said yet</span><span></span>".into(),
        };
        let _ = write!(html, "<div><b>{name}</b>{row}</div>");
    }
    html.push_str(
        "<div class=\"axis\" aria-hidden=\"true\"><span></span><span \
         class=\"ends\"><span>0\u{a0}%</span>\
         <span>50\u{a0}%</span><span>100\u{a0}%</span></span><span></span></div></div>",
    );
    html
}

/// What calibration says in one sentence.
pub fn calibration_in_words(curve: &BTreeMap<Sure, Share>) -> String {
    match curve.get(&Sure::Sure) {
        Some(sure) if sure.of >= 5 => {
            let times = (sure.value() * 10.0).round() as usize;
            let verdict = match times {
                9.. => "you know what you know",
                7..=8 => "read those options once more",
                _ => "you are surer than you should be",
            };
            format!("“Sure” was right {times} times in 10: {verdict}.")
        }
        _ => "Say how sure you are, and this shows what your “sure” is worth. It takes five \
              answers that were sure."
            .into(),
    }
}

/// A share from 0 to 1 as a length in CSS.
fn place(share: f64) -> String {
    let tenths = (share.clamp(0.0, 1.0) * 1000.0).round() as u32;
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_lies_where_its_numbers_say() {
        let html = range(Share { right: 1, of: 2, low: 0.25, high: 0.875 }, Some(0.72));
        for part in ["left:25.0%;right:12.5%", "<u style=\"left:72.0%\"", "<b style=\"left:50.0%\""]
        {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn bars_stay_inside_their_figure() {
        let html = bars(&[(5.0, Bar::Plain), (50.0, Bar::Wrong)], 10.0, &[], "five & fifty");
        assert!(
            html.contains("height:50.0%") && html.contains("class=\"w\" style=\"height:100.0%")
        );
        assert!(html.contains("five &amp; fifty"));
    }

    #[test]
    fn calibration_waits_for_answers_that_were_sure() {
        let few = BTreeMap::from([(Sure::Sure, Share::new(4, 4))]);
        assert!(calibration_in_words(&few).contains("takes five"));
        let many = BTreeMap::from([(Sure::Sure, Share::new(12, 20))]);
        assert!(calibration_in_words(&many).contains("6 times in 10"));
    }
}
