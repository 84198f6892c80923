//! Telling at a glance that a text is canonical, as nearly every payload on its way from device to device is. Reading the
//! text, printing it anew and comparing would cost several times as much.

use super::MAX_DEPTH;

/// Is it plain that `text` is canonical JSON? "No" only means that it takes a closer look: numbers with a fraction, and
/// escapes that are rare, are left to it.
pub(super) fn is_plainly_canonical(text: &str) -> bool {
    let mut rest = Rest(text.as_bytes());
    rest.value(0).is_some() && rest.0.is_empty()
}

/// What is not looked at yet. Every step is `None` where the text is not plainly canonical.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn value(&mut self, depth: usize) -> Option<()> {
        (depth <= MAX_DEPTH).then_some(())?;
        match *self.0.first()? {
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.string().map(drop),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => self.integer(),
        }
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(word)?;
        Some(())
    }

    fn next_is(&mut self, byte: u8) -> bool {
        self.word(&[byte]).is_some()
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        self.word(b"{")?;
        if self.next_is(b'}') {
            return Some(());
        }
        let mut last: Option<&[u8]> = None;
        loop {
            let key = self.string()?;
            // Keys are ordered as they read, not as they are written.
            let rises = !key.contains(&b'\\') && last.is_none_or(|last| last < key);
            rises.then_some(())?;
            last = Some(key);
            self.word(b":")?;
            self.value(depth + 1)?;
            if !self.next_is(b',') {
                return self.word(b"}");
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        self.word(b"[")?;
        if self.next_is(b']') {
            return Some(());
        }
        loop {
            self.value(depth + 1)?;
            if !self.next_is(b',') {
                return self.word(b"]");
            }
        }
    }

    /// A string; answers what stands between its quotes.
    fn string(&mut self) -> Option<&'a [u8]> {
        self.word(b"\"")?;
        let text = self.0;
        let mut at = 0;
        loop {
            at += text[at..]
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\\' | ..0x20))?;
            match text[at] {
                b'"' => break,
                b'\\' if matches!(text.get(at + 1)?, b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't') => at += 2,
                _ => return None,
            }
        }
        self.0 = &text[at + 1..];
        Some(&text[..at])
    }

    /// A whole number of up to 18 digits, which fits any reader's.
    fn integer(&mut self) -> Option<()> {
        let negative = self.next_is(b'-');
        let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_plain = match self.0.first()? {
            b'0' => digits == 1 && !negative,
            _ => (1..=18).contains(&digits),
        };
        let rest = &self.0[digits..];
        (is_plain && !matches!(rest.first(), Some(b'.' | b'e' | b'E'))).then_some(())?;
        self.0 = rest;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::op::Payload;

    /// What a closer look says.
    fn is_canonical(text: &str) -> bool {
        let value = serde_json::from_str::<Value>(text).ok();
        value
            .and_then(|value| Payload::of(&value).ok())
            .is_some_and(|payload| payload.canonical() == text)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn what_is_plainly_canonical_is_canonical(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "{", "[", "}", "]", ",", ":", "\"", "\\", "n", "b", "/", "u0041", "\"a\"", "\"b\\n\"", "\"é\"", "{\"c\":", "\"d\":", "0",
                "1", "-", "17", ".", "e", "E", "true", "false", "null", " ", "\t", "\u{1}", "\u{7f}",
            ]), 1..8)
        ) {
            let text = pieces.concat();
            prop_assert!(!is_plainly_canonical(&text) || is_canonical(&text), "{}", text);
        }
    }

    #[test]
    fn ordinary_payloads_are_plainly_canonical() {
        let turn = "{\"content\":\"a \\\"b\\\"\\n\\\\ é\u{7f}/\",\"n\":-17,\"role\":\"user\",\"tool_calls\":[],\
            \"x\":{\"a\":[1,0,true,false,null],\"b\":{}}}";
        for text in [turn, "999999999999999999", "\"\""] {
            assert!(is_plainly_canonical(text) && is_canonical(text), "{text}");
        }
    }

    #[test]
    fn nothing_else_is() {
        let deep = "[".repeat(MAX_DEPTH + 2) + &"]".repeat(MAX_DEPTH + 2);
        let numbers = ["01", "-0", "-", "1.0", "1e3", "-01", "1000000000000000000000"];
        let shapes = [
            "",
            " 1",
            "1 ",
            "{",
            "[1,]",
            "[,1]",
            "[1 ,2]",
            "{\"a\"}",
            "{\"a\":1,}",
            "1,2",
            "tru",
            "nulll",
            &deep,
        ];
        let keys = [
            r#"{"b":1,"a":2}"#,
            r#"{"a":1,"a":2}"#,
            r#"{"\u0041":1}"#,
            r#"{"a\n":1,"a!":2}"#,
        ];
        let strings = [r#""\/""#, r#""\u000a""#, "\"\t\"", "\"\\", "\""];
        for text in numbers.iter().chain(&shapes).chain(&keys).chain(&strings) {
            assert!(!is_plainly_canonical(text), "{text}");
        }
    }
}
