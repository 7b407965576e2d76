//! The shapes of plain values, lists and maps.

use super::{Shape, Wrong, within, wrong};
use crate::packed::{Packer, Unpacker};
use serde_json::Value;
use std::collections::BTreeMap;

macro_rules! plain {
    ($type:ty, $kind:literal, $read:expr, $pack:expr, $unpack:expr) => {
        impl Shape for $type {
            fn write(&self) -> Value {
                self.clone().into()
            }

            fn read(value: &Value) -> Result<$type, Wrong> {
                let read: fn(&Value) -> Option<$type> = $read;
                read(value).ok_or_else(|| wrong($kind, value))
            }

            fn blank() -> $type {
                <$type>::default()
            }

            fn pack(&self, message: &mut Packer) {
                let pack: fn(&$type, &mut Packer) = $pack;
                pack(self, message);
            }

            fn unpack(message: &mut Unpacker) -> Option<$type> {
                let unpack: fn(&mut Unpacker) -> Option<$type> = $unpack;
                unpack(message)
            }
        }
    };
}

macro_rules! plain_whole {
    ($type:ty, $kind:literal) => {
        plain!(
            $type,
            $kind,
            |value| whole(value)?.try_into().ok(),
            |number, message| message.whole((*number).into()),
            |message| message.whole()?.try_into().ok()
        );
    };
}

plain!(f64, "a number", Value::as_f64, |number, message| message.float(*number), |message| message
    .float());
plain!(
    bool,
    "true or false",
    Value::as_bool,
    |yes, message| message.byte((*yes).into()),
    |message| Some(message.byte()? != 0)
);
plain!(
    String,
    "a text",
    |value| value.as_str().map(String::from),
    |text, message| message.text(text),
    |message| message.text().map(String::from)
);
plain_whole!(u64, "a whole number");
plain_whole!(u32, "a whole number");
plain_whole!(u8, "a small whole number");
plain!(
    Value,
    "anything",
    |value| Some(value.clone()),
    |value, message| message.text(&value.to_string()),
    |message| serde_json::from_str(message.text()?).ok()
);

fn whole(value: &Value) -> Option<u64> {
    let fraction = || value.as_f64().filter(|number| number.fract() == 0.0 && *number >= 0.0);
    value.as_u64().or_else(|| fraction().map(|number| number as u64))
}

impl<T: Shape> Shape for Vec<T> {
    fn write(&self) -> Value {
        Value::Array(self.iter().map(T::write).collect())
    }

    fn read(value: &Value) -> Result<Vec<T>, Wrong> {
        let Value::Array(items) = value else { return Err(wrong("a list", value)) };
        let mut list = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            list.push(T::read(item).map_err(|wrong| within(wrong, &index.to_string()))?);
        }
        Ok(list)
    }

    fn blank() -> Vec<T> {
        Vec::new()
    }

    fn pack(&self, message: &mut Packer) {
        message.whole(self.len() as u64);
        self.iter().for_each(|item| item.pack(message));
    }

    fn unpack(message: &mut Unpacker) -> Option<Vec<T>> {
        let count = message.count()?;
        let mut list = Vec::with_capacity(count);
        for _ in 0..count {
            list.push(T::unpack(message)?);
        }
        Some(list)
    }
}

impl<T: Shape> Shape for Option<T> {
    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::write)
    }

    fn read(value: &Value) -> Result<Option<T>, Wrong> {
        if value.is_null() { Ok(None) } else { T::read(value).map(Some) }
    }

    fn blank() -> Option<T> {
        None
    }

    fn pack(&self, message: &mut Packer) {
        message.byte(self.is_some().into());
        if let Some(inner) = self {
            inner.pack(message);
        }
    }

    fn unpack(message: &mut Unpacker) -> Option<Option<T>> {
        if message.byte()? == 0 { Some(None) } else { T::unpack(message).map(Some) }
    }
}

impl<T: Shape> Shape for BTreeMap<String, T> {
    fn write(&self) -> Value {
        Value::Object(self.iter().map(|(key, value)| (key.clone(), value.write())).collect())
    }

    fn read(value: &Value) -> Result<BTreeMap<String, T>, Wrong> {
        let Value::Object(table) = value else { return Err(wrong("an object", value)) };
        let mut map = BTreeMap::new();
        for (key, value) in table {
            map.insert(key.clone(), T::read(value).map_err(|wrong| within(wrong, key))?);
        }
        Ok(map)
    }

    fn blank() -> BTreeMap<String, T> {
        BTreeMap::new()
    }

    fn pack(&self, message: &mut Packer) {
        message.whole(self.len() as u64);
        for (key, value) in self {
            message.text(key);
            value.pack(message);
        }
    }

    fn unpack(message: &mut Unpacker) -> Option<BTreeMap<String, T>> {
        let count = message.count()?;
        let mut map = BTreeMap::new();
        for _ in 0..count {
            map.insert(message.text()?.to_string(), T::unpack(message)?);
        }
        Some(map)
    }
}
