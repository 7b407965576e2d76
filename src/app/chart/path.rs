//! Series as one SVG path each: integers only, the lowest and highest value of each column of
//! pixels where rows are denser than columns, so that a spike of one row is never lost.

use super::{HEIGHT, Scale, WIDTH};

/// Width of one column in which rows are merged, in units.
const COLUMN: i32 = 2;

/// The stretch of time that a chart shows, in seconds since the start of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from_s: u32,
    /// Later than `from_s`.
    pub to_s: u32,
}

impl Span {
    /// Seconds from end to end, at least 1.
    pub fn length_s(self) -> u32 {
        self.to_s.saturating_sub(self.from_s).max(1)
    }

    /// Position of a moment in units; outside the chart where the moment is.
    pub fn x(self, t_s: u32) -> i32 {
        let from_left = i64::from(t_s) - i64::from(self.from_s);
        (from_left * i64::from(WIDTH) / i64::from(self.length_s())) as i32
    }

    /// Position of a moment as a share of the width, in percent.
    pub fn percent(self, t_s: u32) -> f64 {
        (f64::from(t_s) - f64::from(self.from_s)) * 100.0 / f64::from(self.length_s())
    }

    /// Whether the moment lies inside.
    pub fn holds(self, t_s: u32) -> bool {
        (self.from_s..=self.to_s).contains(&t_s)
    }

    /// The first row that begins at or after a position.
    fn first_row(self, x: i32, step_s: u32) -> usize {
        let length_s = u64::from(self.length_s());
        let from_left_s = (x.max(0) as u64 * length_s).div_ceil(WIDTH as u64);
        (u64::from(self.from_s) + from_left_s).div_ceil(u64::from(step_s)) as usize
    }

    /// Rows of a column that begin inside, and the one after so that a line reaches the edge.
    fn rows(self, step_s: u32, len: usize) -> std::ops::Range<usize> {
        let first = (self.from_s / step_s) as usize;
        let last = (self.to_s.div_ceil(step_s) as usize + 1).min(len);
        first.min(last)..last
    }
}

/// A measured series as a line. Values that cannot be drawn leave a gap.
pub fn line(values: &[f64], step_s: u32, span: Span, scale: Scale) -> String {
    let mut path = Path::new(values.len());
    each_column(values, step_s, span, scale, |x, column| match column {
        Some(column) if column.low == column.high => path.line_to(x, column.low),
        Some(column) => {
            path.line_to(x, column.first);
            path.line_to(x, column.high);
            path.line_to(x, column.low);
            path.line_to(x, column.last);
        }
        None => path.lift(),
    });
    path.text
}

/// A count as steps: it holds until the next row.
pub fn steps(values: &[f64], step_s: u32, span: Span, scale: Scale) -> String {
    let mut path = Path::new(values.len() / 4);
    let mut held = None;
    each_column(values, step_s, span, scale, |x, column| match column {
        Some(column) => {
            let level = held.replace(column.last);
            if level == Some(column.low) && column.low == column.high {
                return;
            }
            if level.is_some() {
                path.across(x);
            } else {
                path.line_to(x, column.first);
            }
            for y in [column.low, column.high, column.last] {
                path.down(y);
            }
        }
        None => {
            if held.take().is_some() {
                path.across(x);
            }
            path.lift();
        }
    });
    if held.is_some() {
        path.across(WIDTH);
    }
    path.text
}

/// The area under [`steps`], closed along the bottom.
pub fn steps_area(values: &[f64], step_s: u32, span: Span, scale: Scale) -> String {
    let mut text = steps(values, step_s, span, scale);
    if text.is_empty() {
        return text;
    }
    let left = leftmost(&text);
    push_pair(&mut text, 'L', WIDTH, HEIGHT);
    push_pair(&mut text, 'L', left, HEIGHT);
    text.push('Z');
    text
}

/// The area between two measured series, such as p50 and p99.
pub fn band(low: &[f64], high: &[f64], step_s: u32, span: Span, scale: Scale) -> String {
    let (mut upper, mut lower) = (Vec::new(), Vec::new());
    each_column(high, step_s, span, scale, |x, column| {
        upper.extend(column.map(|column| (x, column.high)));
    });
    each_column(low, step_s, span, scale, |x, column| {
        lower.extend(column.map(|column| (x, column.low)));
    });
    closed(upper.into_iter().chain(lower.into_iter().rev()))
}

/// The area in which `wanted` lies above `given`: what is missing.
pub fn shortage(wanted: &[f64], given: &[f64], step_s: u32, span: Span, scale: Scale) -> String {
    let mut text = String::new();
    let rows = span.rows(step_s, wanted.len().min(given.len()));
    let mut open: Vec<(i32, i32, i32)> = Vec::new();
    for row in rows.clone().chain(std::iter::once(usize::MAX)) {
        let lack = (row != usize::MAX && wanted[row] > given[row])
            .then(|| Some((scale.y(wanted[row])?, scale.y(given[row])?)))
            .flatten();
        match lack {
            Some((top, bottom)) => {
                let from = span.x(row as u32 * step_s).clamp(0, WIDTH);
                let to = span.x((row as u32 + 1) * step_s).clamp(0, WIDTH);
                open.push((from, top, bottom));
                open.push((to, top, bottom));
            }
            None if !open.is_empty() => {
                let over = open.iter().map(|(x, top, _)| (*x, *top));
                let under = open.iter().rev().map(|(x, _, bottom)| (*x, *bottom));
                text.push_str(&closed(over.chain(under)));
                open.clear();
            }
            None => {}
        }
    }
    text
}

/// Points as strokes of no length: with round caps they are dots of the same size at any stretch.
pub fn dots(points: impl Iterator<Item = (u32, f64)>, span: Span, scale: Scale) -> String {
    let mut text = String::new();
    for (t_s, value) in points.filter(|(t_s, _)| span.holds(*t_s)) {
        if let Some(y) = scale.y(value) {
            push_pair(&mut text, 'M', span.x(t_s), y);
            text.push_str("h0");
        }
    }
    text
}

/// The area under a level, from the bottom of the chart.
pub fn below(level: f64, scale: Scale) -> String {
    let top = scale.y(level).unwrap_or(HEIGHT);
    closed([(0, top), (WIDTH, top), (WIDTH, HEIGHT), (0, HEIGHT)].into_iter())
}

/// What the rows of one column of pixels come to; heights, so the highest value is the smallest
/// number.
#[derive(Clone, Copy)]
struct Column {
    first: i32,
    low: i32,
    high: i32,
    last: i32,
}

/// Calls `draw` for each column of pixels, left to right. A day has many more rows than there are
/// columns, so only what a column comes to is turned into heights.
fn each_column(
    values: &[f64],
    step_s: u32,
    span: Span,
    scale: Scale,
    mut draw: impl FnMut(i32, Option<Column>),
) {
    let rows = span.rows(step_s, values.len());
    let pixels = if rows.len() as i32 > WIDTH / COLUMN { COLUMN } else { 1 };
    let mut row = rows.start;
    while row < rows.end {
        let x = span.x(row as u32 * step_s).clamp(0, WIDTH);
        let x = x - x % pixels;
        let end = if x < WIDTH { span.first_row(x + pixels, step_s) } else { rows.end };
        let end = end.clamp(row + 1, rows.end);
        draw(x, column(&values[row..end], scale));
        row = end;
    }
}

/// What can be drawn of some rows; `None` where that is nothing.
fn column(values: &[f64], scale: Scale) -> Option<Column> {
    let mut drawn = values.iter().copied().filter(|value| scale.draws(*value));
    let first = drawn.next()?;
    let (mut least, mut most, mut last) = (first, first, first);
    for value in drawn {
        least = if value < least { value } else { least };
        most = if value > most { value } else { most };
        last = value;
    }
    if least == most {
        let y = scale.y(first)?;
        return Some(Column { first: y, low: y, high: y, last: y });
    }
    Some(Column {
        first: scale.y(first)?,
        low: scale.y(least)?,
        high: scale.y(most)?,
        last: scale.y(last)?,
    })
}

fn closed(points: impl Iterator<Item = (i32, i32)>) -> String {
    let mut path = Path::new(64);
    points.for_each(|(x, y)| path.line_to(x, y));
    if !path.text.is_empty() {
        path.text.push('Z');
    }
    path.text
}

fn leftmost(text: &str) -> i32 {
    let digits = text[1..].split(|sign: char| !sign.is_ascii_digit()).next();
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// A path under construction that leaves out points which change nothing.
struct Path {
    text: String,
    at: Option<(i32, i32)>,
}

impl Path {
    fn new(points: usize) -> Path {
        Path { text: String::with_capacity(points.min(2000) * 8), at: None }
    }

    fn line_to(&mut self, x: i32, y: i32) {
        match self.at {
            Some(at) if at == (x, y) => {}
            Some(_) => push_pair(&mut self.text, 'L', x, y),
            None => push_pair(&mut self.text, 'M', x, y),
        }
        self.at = Some((x, y));
    }

    fn across(&mut self, x: i32) {
        if let Some((at_x, y)) = self.at.filter(|(at_x, _)| *at_x != x) {
            debug_assert!(x > at_x);
            self.text.push('H');
            push_number(&mut self.text, x);
            self.at = Some((x, y));
        }
    }

    fn down(&mut self, y: i32) {
        if let Some((x, _)) = self.at.filter(|(_, at_y)| *at_y != y) {
            self.text.push('V');
            push_number(&mut self.text, y);
            self.at = Some((x, y));
        }
    }

    fn lift(&mut self) {
        self.at = None;
    }
}

fn push_pair(text: &mut String, command: char, x: i32, y: i32) {
    text.push(command);
    push_number(text, x);
    text.push(' ');
    push_number(text, y);
}

/// Digits without the formatting machinery, which costs more than the rest of the drawing.
fn push_number(text: &mut String, number: i32) {
    if number < 0 {
        text.push('-');
    }
    let mut digits = [0_u8; 10];
    let mut rest = number.unsigned_abs();
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    text.extend(digits[at..].iter().map(|digit| char::from(*digit)));
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: Scale = Scale::Linear { max: 10.0 };

    fn span(to_s: u32) -> Span {
        Span { from_s: 0, to_s }
    }

    #[test]
    fn a_line_joins_its_rows() {
        assert_eq!(line(&[0.0, 10.0, 5.0], 10, span(20), TEN), "M0 1000L480 0L960 500");
    }

    #[test]
    fn a_gap_is_left_where_nothing_was_measured() {
        let text = line(&[0.0, f64::NAN, 5.0], 10, span(20), TEN);
        assert_eq!(text, "M0 1000M960 500");
    }

    #[test]
    fn steps_hold_their_value_to_the_edge() {
        assert_eq!(steps(&[2.0, 2.0, 4.0, 4.0], 10, span(40), TEN), "M0 800H480V600H960");
        assert_eq!(
            steps_area(&[2.0, 2.0, 4.0, 4.0], 10, span(40), TEN),
            "M0 800H480V600H960L960 1000L0 1000Z"
        );
    }

    #[test]
    fn one_high_row_among_thousands_survives() {
        let mut values = vec![1.0; 8640];
        values[5000] = 10.0;
        for text in [line(&values, 10, span(86_400), TEN), steps(&values, 10, span(86_400), TEN)] {
            assert!(text.contains(" 0") || text.contains("V0"), "{text}");
        }
    }

    #[test]
    fn a_day_fits_in_a_few_kilobytes() {
        let wild: Vec<f64> = (0..8640).map(|row| f64::from(row * 7919 % 101) / 10.1).collect();
        assert!(line(&wild, 10, span(86_400), TEN).len() < 24_000);
    }

    #[test]
    fn shortage_is_drawn_only_where_something_is_missing() {
        assert_eq!(shortage(&[1.0, 2.0], &[5.0, 5.0], 10, span(20), TEN), "");
        assert_eq!(
            shortage(&[8.0, 2.0], &[5.0, 5.0], 10, span(20), TEN),
            "M0 200L480 200L480 500L0 500Z"
        );
    }

    #[test]
    fn dots_outside_the_span_are_left_out() {
        let late = Span { from_s: 60, to_s: 120 };
        assert_eq!(dots([(0, 5.0), (90, 5.0)].into_iter(), late, TEN), "M480 500h0");
    }

    #[test]
    fn digits_are_those_of_the_number() {
        for number in [0, 7, -3, 960, 1_000_000, i32::MIN] {
            let mut text = String::new();
            push_number(&mut text, number);
            assert_eq!(text, number.to_string());
        }
    }
}
