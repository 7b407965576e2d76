//! One field of a cron expression that lists plain numbers: values, ranges, steps, names.

/// What a field may hold.
pub struct Range {
    /// As an error calls it.
    pub name: &'static str,
    pub low: u32,
    pub high: u32,
    /// Words for the values from `low` on.
    pub names: &'static [&'static str],
}

pub const MINUTE: Range = Range { name: "minutes", low: 0, high: 59, names: &[] };
pub const HOUR: Range = Range { name: "hours", low: 0, high: 23, names: &[] };
pub const DAY: Range = Range { name: "day-of-month", low: 1, high: 31, names: &[] };
pub const MONTH: Range = Range {
    name: "month",
    low: 1,
    high: 12,
    names: &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
pub const WEEKDAY: Range = Range {
    name: "day-of-week",
    low: 1,
    high: 7,
    names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};
pub const YEAR: Range = Range { name: "year", low: 1970, high: 2199, names: &[] };

impl Range {
    /// The values of a field, rising: `*`, `5`, `1,15`, `MON-FRI`, `0/15`, `*/10`, `8-17/2`.
    pub fn values(&self, text: &str) -> Result<Vec<u32>, String> {
        let mut values = Vec::new();
        for item in text.split(',') {
            self.item(item, &mut values)?;
        }
        values.sort_unstable();
        values.dedup();
        Ok(values)
    }

    /// A single value: a number or a name.
    pub fn value(&self, text: &str) -> Result<u32, String> {
        let named = self.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        let value = named
            .map(|index| self.low + index as u32)
            .or_else(|| number(text))
            .filter(|value| (self.low..=self.high).contains(value));
        value.ok_or_else(|| self.wrong(text))
    }

    /// The error for a part that does not belong here.
    pub fn wrong(&self, text: &str) -> String {
        let Range { name, low, high, names } = self;
        let words = match (names.first(), names.last()) {
            (Some(first), Some(last)) => format!(" or {first} to {last}"),
            _ => String::new(),
        };
        format!("{name}: expected {low} to {high}{words}, found `{text}`")
    }

    fn item(&self, item: &str, values: &mut Vec<u32>) -> Result<(), String> {
        let (span, step) = match item.split_once('/') {
            Some((span, step)) => {
                let step = number(step).filter(|step| (1..=self.high).contains(step));
                let name = self.name;
                let wrong = || format!("{name}: expected a step of 1 or more in `{item}`");
                (span, Some(step.ok_or_else(wrong)?))
            }
            None => (item, None),
        };
        let (first, last) = match span.split_once('-') {
            _ if span == "*" => (self.low, self.high),
            Some((first, last)) => (self.value(first)?, self.value(last)?),
            None => {
                let first = self.value(span)?;
                (first, if step.is_some() { self.high } else { first })
            }
        };
        let step = step.unwrap_or(1) as usize;
        if first <= last {
            values.extend((first..=last).step_by(step));
        } else if self.names.is_empty() {
            return Err(format!("{}: the range `{span}` goes backwards", self.name));
        } else {
            // FRI-MON and NOV-FEB go round the end.
            let round = (first..=self.high).chain(self.low..=last);
            values.extend(round.step_by(step));
        }
        Ok(())
    }
}

fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
