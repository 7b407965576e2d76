//! Values that conditions compare: numbers, dates, addresses.

use chrono::{DateTime, NaiveDate};
use std::net::IpAddr;

/// An integer or a decimal.
pub fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse::<f64>().ok().filter(|number| plain && number.is_finite())
}

/// A date of ISO 8601 as the W3C has it, or seconds since 1970; in milliseconds since 1970.
pub fn date_ms(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.parse::<i64>()
        && text.len() > 4
    {
        return seconds.checked_mul(1000);
    }
    if text.contains(['T', 't']) {
        // The W3C lets the seconds go, RFC 3339 does not.
        let full = DateTime::parse_from_rfc3339(text).ok();
        let short = || {
            let zone = text.rfind(['Z', 'z', '+', '-'])?;
            DateTime::parse_from_rfc3339(&format!("{}:00{}", &text[..zone], &text[zone..])).ok()
        };
        return full.or_else(short).map(|date| date.timestamp_millis());
    }
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut next = || parts.next().map_or(Some(1), |part| part.parse().ok());
    let (month, day) = (next()?, next()?);
    let date = NaiveDate::from_ymd_opt(year, month, day).filter(|_| parts.next().is_none())?;
    Some(date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis())
}

/// True or false, in any case.
pub fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// Addresses that begin alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    address: IpAddr,
    /// How many bits are alike.
    bits: u32,
}

impl Range {
    /// `203.0.113.0/24`, `2001:db8::/32`, or one address.
    pub fn parse(text: &str) -> Option<Range> {
        let (address, bits) = text.split_once('/').unwrap_or((text, ""));
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = if text.contains('/') { bits.parse().ok()? } else { most };
        (bits <= most).then_some(Range { address, bits })
    }

    /// Whether the address lies in it.
    pub fn holds(self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let differ = u32::from(own) ^ u32::from(other);
                self.bits == 0 || differ >> (32 - self.bits) == 0
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let differ = u128::from(own) ^ u128::from(other);
                self.bits == 0 || differ >> (128 - self.bits) == 0
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_in_all_forms_of_the_w3c_and_as_seconds() {
        let midnight = 1_577_836_800_000;
        for text in [
            "2020",
            "2020-01",
            "2020-01-01",
            "2020-01-01T00:00Z",
            "2020-01-01T00:00:00Z",
            "2020-01-01T01:00:00+01:00",
            "1577836800",
        ] {
            assert_eq!(date_ms(text), Some(midnight), "{text}");
        }
        for text in ["", "today", "2020-13", "2020-01-32", "2020-01-01-01", "2020-01-01T"] {
            assert_eq!(date_ms(text), None, "{text}");
        }
    }

    #[test]
    fn ranges_hold_what_begins_alike() {
        let holds = |range, address: &str| {
            Range::parse(range)
                .is_some_and(|range| address.parse().is_ok_and(|address| range.holds(address)))
        };
        assert!(holds("203.0.113.0/24", "203.0.113.255"));
        assert!(!holds("203.0.113.0/24", "203.0.114.0"));
        assert!(holds("0.0.0.0/0", "9.9.9.9") && !holds("0.0.0.0/0", "::1"));
        assert!(holds("2001:DB8:1234:5678::/64", "2001:db8:1234:5678::9"));
        assert!(holds("10.0.0.1", "10.0.0.1") && !holds("10.0.0.1", "10.0.0.2"));
        assert_eq!(Range::parse("10.0.0.0/33"), None);
        assert_eq!(Range::parse("10.0.0/8"), None);
    }
}
