//! What a reader pastes: a policy, or what the AWS CLI prints about a policy or about images.

use super::state::Kept;
use crate::registry::lifecycle::Image;
use serde_json::Value;

const DAY_S: f64 = 86_400.0;
/// Images that are taken; a page of more helps nobody.
const IMAGES_MAX: usize = 1000;

/// What was recognised.
#[derive(Clone, Debug, PartialEq)]
pub enum Pasted {
    Policy(String),
    /// `left_out` is how many were beyond what the page takes.
    Images {
        images: Vec<Kept>,
        left_out: usize,
    },
}

/// Recognises it. A policy may have mistakes; `now_s` is the time in s since 1970.
pub fn pasted(text: &str, now_s: f64) -> Result<Pasted, String> {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return if text.trim().is_empty() {
            Err("There is nothing to take.".into())
        } else {
            Ok(Pasted::Policy(text.into()))
        };
    };
    if let Some(policy) = value.get("lifecyclePolicyText").and_then(Value::as_str) {
        return Ok(Pasted::Policy(policy.into()));
    }
    let Some(details) = value.get("imageDetails").and_then(Value::as_array) else {
        return Ok(Pasted::Policy(text.into()));
    };
    let mut images = Vec::new();
    for (index, detail) in details.iter().take(IMAGES_MAX).enumerate() {
        images.push(image(detail, now_s).map_err(|why| format!("Image {}: {why}.", index + 1))?);
    }
    images.sort_by(|a, b| a.image.pushed_days_ago.total_cmp(&b.image.pushed_days_ago));
    Ok(Pasted::Images { left_out: details.len() - images.len(), images })
}

fn image(detail: &Value, now_s: f64) -> Result<Kept, String> {
    let digest = detail.get("imageDigest").and_then(Value::as_str);
    let digest = digest.ok_or("expected a text at imageDigest")?;
    let ago = |key: &str| -> Result<Option<f64>, String> {
        let Some(value) = detail.get(key) else { return Ok(None) };
        let time_s = value.as_f64().or_else(|| value.as_str().and_then(seconds));
        let time_s = time_s.ok_or_else(|| format!("expected a time at {key}, found {value}"))?;
        // Hundredths of a day are enough for any rule.
        Ok(Some(((now_s - time_s).max(0.0) / DAY_S * 100.0).floor() / 100.0))
    };
    let tags = detail.get("imageTags").and_then(Value::as_array);
    let texts = tags.into_iter().flatten().filter_map(Value::as_str);
    let short = digest.strip_prefix("sha256:").unwrap_or(digest);
    Ok(Kept {
        image: Image {
            digest: short.chars().take(12).collect(),
            tags: texts.map(String::from).collect(),
            pushed_days_ago: ago("imagePushedAt")?.ok_or("expected a time at imagePushedAt")?,
            pulled_days_ago: ago("lastRecordedPullTime")?,
            archived_days_ago: ago("lastArchivedAt")?
                .filter(|_| detail.get("imageStatus").and_then(Value::as_str) == Some("ARCHIVED")),
            ..Image::default()
        },
        bytes: detail.get("imageSizeInBytes").and_then(Value::as_f64).unwrap_or(0.0).max(0.0),
    })
}

/// Seconds since 1970 of `2026-11-24T10:00:00+01:00`, with or without parts of a second.
fn seconds(text: &str) -> Option<f64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years that begin in March put the odd day at their end.
    let shifted = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + of_year - 719_468;
    let zone = text.get(19..)?.trim_start_matches(|it: char| it == '.' || it.is_ascii_digit());
    let offset = match zone.as_bytes().first() {
        None | Some(b'Z') => 0,
        Some(sign @ (b'+' | b'-')) => {
            let digits: String = zone[1..].chars().filter(char::is_ascii_digit).collect();
            let minutes = digits.get(..2)?.parse::<i64>().ok()? * 60
                + digits.get(2..4)?.parse::<i64>().ok()?;
            if *sign == b'-' { -minutes } else { minutes }
        }
        Some(_) => return None,
    };
    Some((days * 86_400 + hour * 3600 + (minute - offset) * 60 + second) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_zones() {
        // date -u -d 2026-11-24T10:00:00Z +%s
        assert_eq!(seconds("2026-11-24T10:00:00Z"), Some(1_795_514_400.0));
        assert_eq!(seconds("2026-11-24T11:00:00.123000+01:00"), Some(1_795_514_400.0));
        assert_eq!(seconds("2026-11-24T04:30:00-0530"), Some(1_795_514_400.0));
        assert_eq!(seconds("1970-01-01T00:00:00+00:00"), Some(0.0));
        assert_eq!(seconds("2024-02-29T00:00:00Z"), Some(1_709_164_800.0));
        for text in ["", "yesterday", "2026-13-01T00:00:00Z", "2026-11-24T10:00:00X"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn what_the_command_line_prints_is_recognised() {
        let images = r#"{"imageDetails": [
            {"imageDigest": "sha256:00112233445566778899", "imageTags": ["v1"],
             "imageSizeInBytes": 1500000, "imagePushedAt": "2026-11-14T10:00:00Z"},
            {"imageDigest": "sha256:ff", "imagePushedAt": 1795514400.5,
             "lastRecordedPullTime": "2026-11-23T10:00:00Z"}]}"#;
        let Ok(Pasted::Images { images, left_out: 0 }) = pasted(images, 1_795_514_400.0) else {
            panic!("images are recognised");
        };
        assert_eq!(images[0].image.digest, "ff", "the newest first");
        assert_eq!(images[0].image.pulled_days_ago, Some(1.0));
        assert_eq!(images[1].image.digest, "001122334455");
        assert_eq!(images[1].image.pushed_days_ago, 10.0);
        assert_eq!(images[1].bytes, 1.5e6);
        let wrapped = r#"{"registryId": "1", "lifecyclePolicyText": "{\"rules\": []}"}"#;
        assert_eq!(pasted(wrapped, 0.0), Ok(Pasted::Policy("{\"rules\": []}".into())));
        assert_eq!(pasted("{ broken", 0.0), Ok(Pasted::Policy("{ broken".into())));
        assert!(pasted(" \n", 0.0).is_err());
        let wrong = r#"{"imageDetails": [{"imageDigest": "a", "imagePushedAt": "soon"}]}"#;
        let why = pasted(wrong, 0.0).expect_err("no time");
        assert_eq!(why, "Image 1: expected a time at imagePushedAt, found \"soon\".");
    }
}
